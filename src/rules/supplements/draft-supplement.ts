import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, type Person, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { isGoverned, rulesInForce } from '../editions/rules-in-force.ts'
import { supplementaryRules } from '../schema.ts'
import { type Definition, definitionSchema, forceUntil } from './definition.ts'
import { supplementMachine } from './model.ts'
import { changeSupplement, lockSupplement } from './store.ts'

const draftInput = z.strictObject({
  /** A draft to write in; undefined: a new one. */
  id: z.int().positive().optional(),
  definition: z.unknown(),
})

/**
 * Writes a supplementary rule down as a draft, which judges nothing yet. Out: its id and clause number.
 * Throws invalid-input naming each field at fault, conflict when it is no draft any more or no regulation is adopted.
 */
export async function draftSupplement(
  context: Context,
  input: z.input<typeof draftInput>,
): Promise<{ id: number; clause: string }> {
  authorize(context, 'regulations.draft')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '补充规则要由主管部门的人员拟定。')
  const { id, definition: entered } = parseInput(draftInput, input)
  const definition = parseInput(definitionSchema, entered)
  return transact(context, async (tx) => {
    const { clock } = context
    const { edition } = await rulesInForce(tx, actor.jurisdictionId, clock.today(), clock.now())
    if (!isGoverned(edition))
      throw new AppError('conflict', '尚未采用资金管理办法，补充规则无从补充。请先由两人签署采用一部。')
    const written =
      id === undefined
        ? await insert(context, tx, actor, definition)
        : await revise(tx, actor, id, definition)
    const { title, documentNumber, article } = definition
    await record(context, tx, [
      {
        operation: 'regulations.draft',
        objectType: 'supplementary-rule',
        objectId: String(written.id),
        after: { status: 'draft', clause: written.clause, title, documentNumber, article },
      },
    ])
    return written
  })
}

async function insert(
  context: Context,
  tx: Transaction,
  { id: author, jurisdictionId }: Person,
  definition: Definition,
) {
  const prefix = `SUP-${context.clock.today().slice(0, 4)}-`
  // Two drafts at once get the same number, and the second is refused as a conflict: nothing is lost, it is sent again.
  const [next] = await tx.execute<{ number: number }>(sql`
    select coalesce(max(substr(clause, ${prefix.length + 1})::int), 0) + 1 as number from supplementary_rules
    where jurisdiction_id = ${jurisdictionId} and clause like ${`${prefix}%`}`)
  const clause = `${prefix}${next?.number ?? 1}`
  const row = await insertOne(
    tx,
    supplementaryRules,
    {
      jurisdictionId,
      clause,
      definition,
      authors: [author],
      createdAt: context.clock.now(),
      forceFrom: definition.from,
      forceUntil: forceUntil(definition),
    },
    { id: supplementaryRules.id },
  )
  return { id: row.id, clause }
}

async function revise(tx: Transaction, { id: author }: Person, id: number, definition: Definition) {
  const row = await lockSupplement(tx, id)
  requireStep(supplementMachine, 'edit', row)
  await changeSupplement(tx, row, 'edit', {
    definition,
    forceFrom: definition.from,
    forceUntil: forceUntil(definition),
    authors: [...new Set([...row.authors, author])],
  })
  return { id, clause: row.clause }
}
