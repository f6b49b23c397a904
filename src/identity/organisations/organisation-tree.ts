import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { databaseErrorCode, type Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { locks } from '../../platform/locks.ts'
import { addOrganisation, organisationNameInput } from '../people/accounts.ts'
import { organisations } from '../schema.ts'

const parent = z.preprocess(
  (value) => (value === '' || value === undefined ? null : value),
  z.coerce.number().int().positive().nullable(),
)
export const organisationInput = z.strictObject({ name: organisationNameInput, parentId: parent })

export interface OrganisationInTree {
  id: number
  parentId: number | null
  name: string
  /** 0 at the top. */
  depth: number
  people: number
}

/** Out: every organisation of the jurisdiction, each below its parent, in order of name. */
export async function readOrganisations(context: Context): Promise<OrganisationInTree[]> {
  authorize(context, 'identity.read-people')
  const rows = await transact(context, (tx) =>
    tx.execute<{ id: string; parent_id: string | null; name: string; depth: number; people: number }>(sql`
      with recursive tree as (
        select id, parent_id, name, 0 as depth, array[name, id::text] as path
        from organisations where parent_id is null
        union all
        select child.id, child.parent_id, child.name, tree.depth + 1, tree.path || array[child.name, child.id::text]
        from organisations child join tree on child.parent_id = tree.id)
      select tree.id, tree.parent_id, tree.name, tree.depth,
        (select count(*)::int from people where organisation_id = tree.id and not disabled) as people
      from tree order by tree.path`),
  )
  return rows.map(({ id, parent_id, ...row }) => ({
    ...row,
    id: Number(id),
    parentId: parent_id === null ? null : Number(parent_id),
  }))
}

/** Adds an organisation under a parent, or at the top. Out: its id. Throws invalid-input when the name is taken. */
export async function createOrganisation(
  context: Context,
  input: z.infer<typeof organisationInput>,
): Promise<number> {
  authorize(context, 'identity.manage-organisations')
  return naming(() =>
    transact(context, async (tx) => {
      if (input.parentId !== null) await requireOrganisation(tx, input.parentId)
      const id = await addOrganisation(tx, context.actor.jurisdictionId, input.name, input.parentId)
      await recordChange(context, tx, id, null, input)
      return id
    }),
  )
}

/**
 * Renames an organisation and puts it under a parent; whoever is above sees its rows from the next request on.
 * Throws not-found; invalid-input when the name is taken, or when the parent lies below it.
 */
export async function changeOrganisation(
  context: Context,
  id: number,
  input: z.infer<typeof organisationInput>,
): Promise<void> {
  authorize(context, 'identity.manage-organisations')
  const { jurisdictionId } = context.actor
  await naming(() =>
    transact(context, async (tx) => {
      // Two moves at once could make a circle that neither makes alone.
      await tx.execute(
        sql`select pg_advisory_xact_lock(${locks.organisationTree}, hashtext(${jurisdictionId}))`,
      )
      const before = await requireOrganisation(tx, id)
      if (input.parentId !== null) {
        await requireOrganisation(tx, input.parentId)
        await assertNotBelow(tx, input.parentId, id)
      }
      await tx
        .update(organisations)
        .set({ name: input.name, parentId: input.parentId })
        .where(eq(organisations.id, id))
      await recordChange(context, tx, id, before, input)
    }),
  )
}

async function assertNotBelow(tx: Transaction, candidate: number, id: number): Promise<void> {
  const [row] = await tx.execute<{ below: boolean }>(sql`
    with recursive below(id) as (
      select ${id}::bigint union select child.id from organisations child join below on child.parent_id = below.id)
    select ${candidate}::bigint in (select id from below) as below`)
  if (!row?.below) return
  const message = '上级单位不能是它自己或它的下级单位'
  throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'parentId', message }] })
}

async function requireOrganisation(tx: Transaction, id: number) {
  const [row] = await tx
    .select({ name: organisations.name, parentId: organisations.parentId })
    .from(organisations)
    .where(eq(organisations.id, id))
  if (row === undefined) throw new AppError('not-found', '没有这个单位。')
  return row
}

async function recordChange(
  context: Context,
  tx: Transaction,
  id: number,
  before: z.infer<typeof organisationInput> | null,
  after: z.infer<typeof organisationInput>,
): Promise<void> {
  await record(context, tx, [
    {
      operation: 'identity.manage-organisations',
      objectType: 'organisation',
      objectId: String(id),
      ...(before === null ? {} : { before }),
      after,
    },
  ])
}

async function naming<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (databaseErrorCode(error) !== '23505') throw error
    const message = '已有同名的单位'
    throw new AppError('invalid-input', `${message}，请换一个名称。`, {
      errors: [{ path: 'name', message }],
      cause: error,
    })
  }
}
