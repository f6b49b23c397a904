import { and, eq } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { organisationsAs } from '../identity/index.ts'
import { authorize, type Context, type Person, transact, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { insertOne } from '../platform/insert.ts'
import { parseInput } from '../platform/parse-input.ts'
import { systemsAs } from '../systems/index.ts'
import { projectInput } from './input.ts'
import { projects } from './schema.ts'
import { nextNumber, type ProjectRow, personOf } from './store.ts'

/**
 * Writes a project down; systems and milestones come next. Out: its id. Throws invalid-input naming each field at fault,
 * not-found for a unit that isn't there, forbidden for another department's, conflict for a number that is taken.
 */
export async function createProject(context: Context, input: unknown): Promise<number> {
  authorize(context, 'projects.file')
  const person = personOf(context)
  const { organisationId, ...project } = parseInput(projectInput, input)
  return transact(context, async (tx) => {
    const unitId = organisationId ?? ownUnit(context, person)
    await assertUnit(context, tx, unitId)
    const { id } = await insertProject(context, tx, { ...project, organisationId: unitId })
    return id
  })
}

/** The same inside the caller's transaction, for a unit that the caller has looked at. Out: its row. */
export async function insertProject(
  context: Context,
  tx: Transaction,
  given: Pick<ProjectRow, 'organisationId' | 'name' | 'investmentFen'> & { number: string | null },
): Promise<ProjectRow> {
  const { id: createdBy, jurisdictionId } = personOf(context)
  const number = given.number ?? (await nextNumber(context, tx))
  const row = {
    ...given,
    number,
    jurisdictionId,
    createdBy,
    createdAt: context.clock.now(),
  }
  const { id } = await insertOne(
    tx,
    projects,
    row,
    { id: projects.id },
    new AppError('conflict', `项目编号 ${number} 已经用过。请换一个，或者留空由程序编号。`, {
      errors: [{ path: 'number', message: '这个编号已经用过' }],
    }),
  )
  await record(context, tx, [
    {
      operation: 'projects.file',
      objectType: 'project',
      objectId: String(id),
      after: { projectNumber: number, name: given.name, investmentFen: given.investmentFen },
    },
  ])
  return { id, ...row }
}

/** What the bureau led itself could build no system: units have those. */
function ownUnit({ actor }: Context, { organisationId }: Person): number {
  if (visibilityOf(actor).organisations !== 'all') return organisationId
  const message = '请选择牵头单位'
  throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'organisationId', message }] })
}

/** Out: the units that can lead a project that the actor registers, those with systems; null: its own. */
export async function unitsThatLead(context: Context): Promise<{ id: number; name: string }[] | null> {
  authorize(context, 'projects.file')
  if (visibilityOf(context.actor).organisations !== 'all') return null
  const [unit, system] = [organisationsAs('unit'), systemsAs('system')]
  return transact(context, (tx) =>
    tx
      .selectDistinct({ id: unit.id, name: unit.name })
      .from(system)
      .innerJoin(unit, eq(unit.id, system.organisationId))
      .orderBy(unit.name),
  )
}

async function assertUnit(context: Context, tx: Transaction, id: number): Promise<void> {
  const unit = organisationsAs('unit')
  const [found] = await tx
    .select({ id: unit.id })
    .from(unit)
    .where(and(eq(unit.id, id), eq(unit.jurisdictionId, context.actor.jurisdictionId)))
  if (found === undefined) throw new AppError('not-found', '没有这个单位。请从列表里选。')
  const { organisations } = visibilityOf(context.actor)
  if (organisations !== 'all' && !organisations.includes(id))
    throw new AppError('forbidden', '项目由本单位牵头的才由您登记。别的单位牵头的，请由那个单位登记。')
}
