import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { assertExisted, systemByCode } from '../../systems/index.ts'
import {
  type AsRead,
  asReadInput,
  assertAsRead,
  assertDay,
  dayInput,
  documentText,
  personOf,
  saidText,
} from '../act-of-person.ts'
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
 * Throws invalid-input naming each field at fault, also for a day to come or before the system was there; not-found for a system that isn't there.
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
    await assertExisted(tx, [systemId], { path: 'evaluatedOn', day: entered.evaluatedOn })
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

/**
 * Confirms what another person recorded: an evaluation of the operation stands in the register from its day on.
 * Throws forbidden to who recorded it, conflict when it isn't what was read.
 */
export async function confirmEvaluation(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.sign-determination')
  const read = parseInput(asReadInput, input)
  await transact(context, (tx) => confirmEvaluationIn(context, tx, read))
}

/** The same inside the caller's transaction. */
export async function confirmEvaluationIn(
  context: Context,
  tx: Transaction,
  { id, version }: AsRead,
): Promise<void> {
  const person = personOf(context)
  const row = await lockEvaluation(tx, id)
  requireStep(evaluationMachine, 'confirm', row)
  assertAsRead(row, version)
  if (row.recordedBy === person.id)
    throw new AppError('forbidden', '这份评价是您登记的，须由主管部门的另一位同事确认。')
  await assertExisted(tx, [row.systemId], { path: 'evaluatedOn', day: row.evaluatedOn })
  const confirmed = await changeEvaluation(context, tx, row, 'confirm', { confirmedBy: person.id })
  const { document, recordedBy, evaluatedOn } = confirmed
  const by = { document, recordedBy, confirmedBy: person.id }
  await recordEvaluationFacts(context, tx, confirmed, evaluatedOn, by)
}
