import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, requireStep, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { factProposals } from '../schema.ts'
import { proposalMachine } from './model.ts'
import { assertAsSeen, assertNoRecord, lockSystem, personOf, recordNow } from './propose-fact.ts'
import { assertPossible } from './proposed-values.ts'

type Row = typeof factProposals.$inferSelect

async function readRow(tx: Transaction, id: number): Promise<Row> {
  const [row] = await tx.select().from(factProposals).where(eq(factProposals.id, id))
  if (row === undefined) throw new AppError('not-found', '没有这份更正申请，或者它不属于您的单位。')
  return row
}

async function change(
  tx: Transaction,
  row: Row,
  step: keyof typeof proposalMachine.steps,
  set: Omit<Partial<typeof factProposals.$inferInsert>, 'status'>,
): Promise<void> {
  const status = statusAfter(proposalMachine, step, row)
  const [changed] = await tx
    .update(factProposals)
    .set({ ...set, status })
    .where(stillAs(factProposals, row))
    .returning({ id: factProposals.id })
  if (changed === undefined) overtaken(proposalMachine, row)
}

/** Out: the second person, with their own hands. Throws forbidden for keys, and for whoever proposed it. */
function secondPerson(context: Context, row: Row) {
  const person = personOf(context)
  if (person.key !== undefined)
    throw new AppError('forbidden', '更正申请要由本人登录后复核，接口密钥不能代办。')
  assertNotOwn(context, row.proposedBy)
  return person
}

/**
 * Lets a proposal's fact into the register; lights and verdict follow at once. Throws forbidden to who proposed it, conflict when
 * it doesn't wait, or the fact is another one by now.
 */
export async function acceptProposal(context: Context, id: number): Promise<void> {
  authorize(context, 'systems.confirm')
  await transact(context, (tx) => acceptWithin(context, tx, id))
}

/** The same in the caller's transaction, for whoever looks what it would change. */
export async function acceptWithin(context: Context, tx: Transaction, id: number): Promise<void> {
  const row = await readRow(tx, id)
  requireStep(proposalMachine, 'accept', row)
  const person = secondPerson(context, row)
  const system = await lockSystem(tx, row.systemId)
  assertAsSeen(system, row.values, row.before)
  const { values, holdsFrom, document, reason, proposedBy, voids } = row
  if (voids === null) {
    assertPossible(values, system, context.clock.today())
    await assertNoRecord(tx, system, values, context.clock.today())
  }
  const entryId = await recordNow(context, tx, system, {
    ...(voids === null ? { values } : { values: {}, voids }),
    holdsFrom,
    document,
    reason,
    recordedBy: proposedBy,
    confirmedBy: person.id,
  })
  await change(tx, row, 'accept', { decidedBy: person.id, decidedAt: context.clock.now(), entryId })
  await audit(context, tx, row, 'recorded')
}

const returnInput = z.strictObject({
  reason: z.string().trim().min(2, '请写明退回的理由，至少 2 个字').max(500, '理由不超过 500 字'),
})

/** Refuses a proposal, with the reason; the register stays as it is. Throws as `acceptProposal` does. */
export async function returnProposal(
  context: Context,
  id: number,
  input: z.input<typeof returnInput>,
): Promise<void> {
  authorize(context, 'systems.confirm')
  const { reason } = parseInput(returnInput, input)
  await transact(context, async (tx) => {
    const row = await readRow(tx, id)
    requireStep(proposalMachine, 'return', row)
    const person = secondPerson(context, row)
    await change(tx, row, 'return', {
      decidedBy: person.id,
      decidedAt: context.clock.now(),
      comment: reason,
    })
    await audit(context, tx, row, 'returned', reason)
  })
}

/** Takes back one's own proposal. Throws forbidden for another's, conflict when it is decided already. */
export async function withdrawProposal(context: Context, id: number): Promise<void> {
  authorize(context, 'systems.propose')
  await transact(context, async (tx) => {
    const row = await readRow(tx, id)
    requireStep(proposalMachine, 'withdraw', row)
    if (personOf(context).id !== row.proposedBy)
      throw new AppError('forbidden', '更正申请由提交的本人撤回；需要退回的，请主管部门退回。')
    await change(tx, row, 'withdraw', {})
    await audit(context, tx, row, 'withdrawn')
  })
}

async function audit(
  context: Context,
  tx: Transaction,
  row: Row,
  status: Row['status'],
  reason?: string,
): Promise<void> {
  await record(context, tx, [
    {
      operation: status === 'withdrawn' ? 'systems.propose' : 'systems.confirm',
      objectType: 'fact-proposal',
      objectId: String(row.id),
      before: { status: row.status },
      after: { status },
      ...(reason === undefined ? {} : { reason }),
    },
  ])
}
