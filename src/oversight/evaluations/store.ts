import { eq } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { type EvaluationStep, evaluationMachine } from './model.ts'
import { evaluations } from './schema.ts'

export type EvaluationRow = typeof evaluations.$inferSelect

/** Said of one that isn't there or isn't to be seen. */
export const noEvaluation = () =>
  new AppError('not-found', '没有这份评价，可能已被删除，或者不是您单位的系统。')

/** In: an id. Out: the row, locked until the transaction ends. Throws not-found. */
export async function lockEvaluation(tx: Transaction, id: number): Promise<EvaluationRow> {
  const [row] = await tx.select().from(evaluations).where(eq(evaluations.id, id)).for('update')
  if (row === undefined) throw noEvaluation()
  return row
}

/** What the audit log says of one. */
export const audited = (row: Pick<EvaluationRow, 'kind' | 'evaluatedOn' | 'met' | 'document'>) => ({
  evaluationKind: row.kind,
  evaluatedOn: row.evaluatedOn,
  evaluationMet: row.met,
  document: row.document,
})

/**
 * Takes a step if it still is in the state it was found in, and audits it. Out: the row after it.
 * Throws conflict when the step can't be taken in that state, or somebody else was faster.
 */
export async function changeEvaluation(
  context: Context,
  tx: Transaction,
  found: EvaluationRow,
  step: Exclude<EvaluationStep, 'draft' | 'delete'>,
  change: Omit<Partial<typeof evaluations.$inferInsert>, 'status' | 'version'>,
  more: { after?: Record<string, unknown>; reason?: string } = {},
): Promise<EvaluationRow> {
  const [row] = await tx
    .update(evaluations)
    .set({ ...change, version: found.version + 1, status: statusAfter(evaluationMachine, step, found) })
    .where(stillAs(evaluations, found))
    .returning()
  if (row === undefined) return overtaken(evaluationMachine, found)
  await record(context, tx, [
    {
      operation: evaluationMachine.steps[step].operation,
      objectType: 'evaluation',
      objectId: String(row.id),
      before: { evaluationStatus: found.status },
      after: { evaluationStatus: row.status, ...audited(row), ...more.after },
      ...(more.reason === undefined ? {} : { reason: more.reason }),
    },
  ])
  return row
}
