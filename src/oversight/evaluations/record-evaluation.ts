import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { systemByCode } from '../../systems/index.ts'
import { assertDay, dayInput, documentText, fault, personOf, saidText } from '../act-of-person.ts'
import { type EvaluationKind, evaluationKinds, evaluationMachine } from './model.ts'
import { recordEvaluationFacts } from './record-facts-of-evaluation.ts'
import { evaluations } from './schema.ts'
import { audited, changeEvaluation, lockEvaluation } from './store.ts'

const kindNames = Object.keys(evaluationKinds) as [EvaluationKind, ...EvaluationKind[]]
const evaluationInput = z.strictObject({
  /** The code of the system. */
  system: z.string('请填写系统编号').trim().min(1, '请填写系统编号').max(100),
  kind: z.enum(kindNames, '请选择评价种类'),
  evaluatedOn: dayInput,
  met: z.boolean('请选择评价结果'),
  details: saidText('评价结果的说明'),
  document: documentText(),
})
const idInput = z.strictObject({ id: z.int().positive() })

/**
 * Writes an evaluation down; it counts once another person has confirmed it. Out: its id.
 * Throws invalid-input naming each field at fault, also for a day to come; not-found for a system that isn't there.
 */
export async function draftEvaluation(context: Context, input: unknown): Promise<number> {
  authorize(context, 'oversight.draft-determination')
  const person = personOf(context)
  const { system: code, ...entered } = parseInput(evaluationInput, input)
  assertDay(context, 'evaluatedOn', entered.evaluatedOn)
  return transact(context, async (tx) => {
    const found = await systemByCode(tx, code)
    if (found === null) throw new AppError('not-found', `没有系统 ${code}。请核对系统编号。`)
    const { id: systemId, organisationId } = found.row
    const { id } = await insertOne(
      tx,
      evaluations,
      {
        ...entered,
        systemId,
        organisationId,
        jurisdictionId: person.jurisdictionId,
        status: 'drafted',
        recordedBy: person.id,
        createdAt: context.clock.now(),
      },
      { id: evaluations.id },
    )
    await record(context, tx, [
      {
        operation: 'oversight.draft-determination',
        objectType: 'evaluation',
        objectId: String(id),
        after: { evaluationStatus: 'drafted', system: code, ...audited(entered) },
      },
    ])
    return id
  })
}

/** Deletes what nobody has confirmed. Throws conflict when somebody has: that stays for ever. */
export async function deleteEvaluation(context: Context, id: number): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  personOf(context)
  await transact(context, async (tx) => {
    const row = await lockEvaluation(tx, parseInput(idInput, { id }).id)
    requireStep(evaluationMachine, 'delete', row)
    await tx.delete(evaluations).where(stillAs(evaluations, row))
    await record(context, tx, [
      {
        operation: 'oversight.draft-determination',
        objectType: 'evaluation',
        objectId: String(row.id),
        before: { evaluationStatus: row.status, ...audited(row) },
        after: { deleted: true },
      },
    ])
  })
}

/** Confirms what another person recorded: an evaluation of the operation stands in the register from its day on. */
export async function confirmEvaluation(context: Context, id: number): Promise<void> {
  authorize(context, 'oversight.sign-determination')
  await transact(context, (tx) => confirmEvaluationIn(context, tx, parseInput(idInput, { id }).id))
}

/** The same inside the caller's transaction. Throws forbidden to who recorded it. */
export async function confirmEvaluationIn(context: Context, tx: Transaction, id: number): Promise<void> {
  const person = personOf(context)
  const row = await lockEvaluation(tx, id)
  requireStep(evaluationMachine, 'confirm', row)
  if (row.recordedBy === person.id)
    throw new AppError('forbidden', '这份评价是您登记的，须由主管部门的另一位同事确认。')
  const confirmed = await changeEvaluation(context, tx, row, 'confirm', { confirmedBy: person.id })
  const { document, recordedBy, evaluatedOn } = confirmed
  const by = { document, recordedBy, confirmedBy: person.id }
  await recordEvaluationFacts(context, tx, confirmed, evaluatedOn, by)
}

const rectifiedInput = z.strictObject({
  id: z.int().positive(),
  on: dayInput,
  document: documentText('整改文书的文号'),
})
const dropInput = z.strictObject({ id: z.int().positive(), reason: saidText('退回的理由', 1_000) })
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

/** Sends a rectification back that nobody has confirmed. Throws conflict when there is none. */
export async function dropRectified(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  personOf(context)
  const { id, reason } = parseInput(dropInput, input)
  await transact(context, async (tx) => {
    const row = await lockEvaluation(tx, id)
    requireStep(evaluationMachine, 'drop-rectified', row)
    if (row.rectifiedOn === null)
      throw new AppError('conflict', '没有等待确认的整改，可能刚刚处理过。请刷新后再看。')
    await changeEvaluation(context, tx, row, 'drop-rectified', nothing, { reason })
  })
}

/** Confirms a rectification that another person recorded. */
export async function confirmRectified(context: Context, id: number): Promise<void> {
  authorize(context, 'oversight.sign-determination')
  await transact(context, (tx) => confirmRectifiedIn(context, tx, parseInput(idInput, { id }).id))
}

/** The same inside the caller's transaction. Throws forbidden to who recorded it. */
export async function confirmRectifiedIn(context: Context, tx: Transaction, id: number): Promise<void> {
  const person = personOf(context)
  const row = await lockEvaluation(tx, id)
  requireStep(evaluationMachine, 'confirm-rectified', row)
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
