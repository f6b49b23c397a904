import { z } from 'zod'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { type AsRead, asReadInput, assertAsRead, personOf, saidText } from '../act-of-person.ts'
import { evaluationMachine } from './model.ts'
import { withdrawEvaluationFacts } from './record-facts-of-evaluation.ts'
import { changeEvaluation, type EvaluationRow, lockEvaluation } from './store.ts'

const proposeInput = z.strictObject({
  id: z.int().positive(),
  reason: saidText('撤销的理由', 1_000),
})
const dropInput = asReadInput.extend({ reason: saidText('不予撤销的理由', 1_000) })

/** Says that an evaluation was a mistake; it counts until another person agrees. Throws conflict when that was said already. */
export async function proposeWithdrawal(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  const person = personOf(context)
  const { id, reason } = parseInput(proposeInput, input)
  await transact(context, async (tx) => {
    const row = await lockEvaluation(tx, id)
    requireStep(evaluationMachine, 'propose-withdrawal', row)
    if (row.withdrawProposedBy !== null)
      throw new AppError('conflict', '已经提出过撤销，正在等第二个人办理。请先看处理到了哪一步。')
    const change = { withdrawReason: reason, withdrawProposedBy: person.id }
    await changeEvaluation(context, tx, row, 'propose-withdrawal', change, { reason })
  })
}

/** Refuses a withdrawal, or takes it back. Throws conflict when none was proposed, or it isn't what was read. */
export async function dropWithdrawal(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  personOf(context)
  const { id, version, reason } = parseInput(dropInput, input)
  await transact(context, async (tx) => {
    const row = await lockEvaluation(tx, id)
    requireStep(evaluationMachine, 'drop-withdrawal', row)
    assertAsRead(row, version)
    proposedOf(row)
    const change = { withdrawReason: null, withdrawProposedBy: null }
    await changeEvaluation(context, tx, row, 'drop-withdrawal', change, { reason })
  })
}

/**
 * Withdraws what somebody else called a mistake: what was recorded because of it is void, the record stays to be read.
 * Throws forbidden to who proposed it, conflict when it isn't what was read.
 */
export async function withdrawEvaluation(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.sign-determination')
  const read = parseInput(asReadInput, input)
  await transact(context, (tx) => withdrawEvaluationIn(context, tx, read))
}

/** The same inside the caller's transaction. */
export async function withdrawEvaluationIn(
  context: Context,
  tx: Transaction,
  { id, version }: AsRead,
): Promise<void> {
  const person = personOf(context)
  const row = await lockEvaluation(tx, id)
  requireStep(evaluationMachine, 'withdraw', row)
  assertAsRead(row, version)
  const { by, reason } = proposedOf(row)
  if (by === person.id) throw new AppError('forbidden', '撤销是您提出的，须由主管部门的另一位同事办理。')
  const change = { withdrawnBy: person.id, withdrawnAt: context.clock.now() }
  const withdrawn = await changeEvaluation(context, tx, row, 'withdraw', change, { reason })
  await withdrawEvaluationFacts(context, tx, withdrawn, { reason, recordedBy: by, confirmedBy: person.id })
}

function proposedOf({ withdrawProposedBy: by, withdrawReason: reason }: EvaluationRow) {
  if (by === null || reason === null)
    throw new AppError('conflict', '没有等待办理的撤销，可能刚刚处理过。请刷新后再看。')
  return { by, reason }
}
