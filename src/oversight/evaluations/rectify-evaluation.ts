import { z } from 'zod'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import {
  type AsRead,
  asReadInput,
  assertAsRead,
  assertDay,
  dayInput,
  documentText,
  fault,
  personOf,
  saidText,
} from '../act-of-person.ts'
import { evaluationMachine } from './model.ts'
import { recordEvaluationFacts } from './record-facts-of-evaluation.ts'
import { changeEvaluation, lockEvaluation } from './store.ts'

const rectifiedInput = z.strictObject({
  id: z.int().positive(),
  on: dayInput,
  document: documentText('整改文书的文号'),
})
const dropInput = asReadInput.extend({ reason: saidText('退回的理由', 1_000) })
const nothing = { rectifiedOn: null, rectifiedDocument: null, rectifiedBy: null }

/** Says that what an evaluation found wanting was rectified; it counts once another person has confirmed it. */
export async function proposeRectified(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  const person = personOf(context)
  const { id, on, document } = parseInput(rectifiedInput, input)
  await transact(context, async (tx) => {
    const row = await lockEvaluation(tx, id)
    requireStep(evaluationMachine, 'propose-rectified', row)
    if (row.met) fault('on', '这份评价是达标的，没有要整改的')
    if (row.rectifiedOn !== null)
      throw new AppError('conflict', '整改已经登记过，正在等第二个人确认。要改的，请先退回。')
    assertDay(context, 'on', on, { day: row.evaluatedOn, what: '评价日' })
    const change = { rectifiedOn: on, rectifiedDocument: document, rectifiedBy: person.id }
    await changeEvaluation(context, tx, row, 'propose-rectified', change, { after: { rectifiedOn: on } })
  })
}

/** Sends a rectification back that nobody has confirmed. Throws conflict when there is none, or it isn't what was read. */
export async function dropRectified(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  personOf(context)
  const { id, version, reason } = parseInput(dropInput, input)
  await transact(context, async (tx) => {
    const row = await lockEvaluation(tx, id)
    requireStep(evaluationMachine, 'drop-rectified', row)
    assertAsRead(row, version)
    if (row.rectifiedOn === null)
      throw new AppError('conflict', '没有等待确认的整改，可能刚刚处理过。请刷新后再看。')
    await changeEvaluation(context, tx, row, 'drop-rectified', nothing, { reason })
  })
}

/** Confirms a rectification. Throws forbidden to who recorded it or the evaluation, conflict when it isn't what was read. */
export async function confirmRectified(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.sign-determination')
  const read = parseInput(asReadInput, input)
  await transact(context, (tx) => confirmRectifiedIn(context, tx, read))
}

/** The same inside the caller's transaction. */
export async function confirmRectifiedIn(
  context: Context,
  tx: Transaction,
  { id, version }: AsRead,
): Promise<void> {
  const person = personOf(context)
  const row = await lockEvaluation(tx, id)
  requireStep(evaluationMachine, 'confirm-rectified', row)
  assertAsRead(row, version)
  const { rectifiedOn, rectifiedBy, rectifiedDocument, document } = row
  if (rectifiedOn === null || rectifiedBy === null)
    throw new AppError('conflict', '没有等待确认的整改，可能刚刚处理过。请刷新后再看。')
  if (rectifiedBy === person.id || row.recordedBy === person.id)
    throw new AppError('forbidden', '评价或者整改是您登记的，须由主管部门的另一位同事确认。')
  const after = await changeEvaluation(context, tx, row, 'confirm-rectified', {
    rectifiedConfirmedBy: person.id,
  })
  await recordEvaluationFacts(context, tx, after, rectifiedOn, {
    document: rectifiedDocument ?? document,
    recordedBy: rectifiedBy,
    confirmedBy: person.id,
  })
}
