import { and, eq, isNull, ne, type SQL } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { abouts, type DeterminationStep, determinationMachine } from './model.ts'
import type { DeterminationRow } from './record-determination.ts'
import { determinations } from './schema.ts'

/** Said of one that isn't there or isn't to be seen. */
export const noDetermination = () =>
  new AppError('not-found', '没有这份认定或者声明，可能已被删除，或者不是您单位的。')

/** In: an id. Out: the row, locked until the transaction ends. Throws not-found. */
export async function lockDetermination(tx: Transaction, id: number): Promise<DeterminationRow> {
  const [row] = await tx.select().from(determinations).where(eq(determinations.id, id)).for('update')
  if (row === undefined) throw noDetermination()
  return row
}

/** Out: others about the same that were signed, whatever became of them, locked. */
export function othersAbout(tx: Transaction, row: DeterminationRow): Promise<DeterminationRow[]> {
  return tx.select().from(determinations).where(sameAs(row)).orderBy(determinations.id).for('update')
}

function sameAs({ id, jurisdictionId, about, systemId }: DeterminationRow): SQL | undefined {
  return and(
    eq(determinations.jurisdictionId, jurisdictionId),
    eq(determinations.about, about),
    systemId === null ? isNull(determinations.systemId) : eq(determinations.systemId, systemId),
    ne(determinations.id, id),
    ne(determinations.status, 'drafted'),
  )
}

/** What the audit log says of one. */
export const audited = (row: Pick<DeterminationRow, 'about' | 'value' | 'document' | 'holdsFrom'>) => ({
  about: abouts[row.about],
  ...(row.value === null ? {} : { value: row.value }),
  document: row.document,
  holdsFrom: row.holdsFrom,
})

/**
 * Takes a step if it still is in the state it was found in, and audits it. Out: the row after it.
 * Throws conflict when the step can't be taken in that state, or somebody else was faster.
 */
export async function changeDetermination(
  context: Context,
  tx: Transaction,
  found: DeterminationRow,
  step: Exclude<DeterminationStep, 'draft' | 'delete'>,
  change: Omit<Partial<typeof determinations.$inferInsert>, 'status' | 'version'>,
  more: { after?: Record<string, unknown>; reason?: string } = {},
): Promise<DeterminationRow> {
  const [row] = await tx
    .update(determinations)
    .set({ ...change, version: found.version + 1, status: statusAfter(determinationMachine, step, found) })
    .where(stillAs(determinations, found))
    .returning()
  if (row === undefined) return overtaken(determinationMachine, found)
  const taken = determinationMachine.steps[step]
  const operation = 'operation' in taken ? taken.operation : 'oversight.sign-determination'
  await record(context, tx, [
    {
      operation,
      objectType: 'determination',
      objectId: String(row.id),
      before: { determinationStatus: found.status },
      after: { determinationStatus: row.status, ...audited(row), ...more.after },
      ...(more.reason === undefined ? {} : { reason: more.reason }),
    },
  ])
  return row
}
