import { and, eq, ne } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { seeingAll, type Transaction } from '../../platform/database.ts'
import { type CalendarDate, laterOf } from '../../platform/dates.ts'
import { type FactRecording, firstDaysOf, recordFacts } from '../../systems/index.ts'
import { standingsOf } from '../determinations/standings.ts'
import { type EvaluationDays, evaluationOn } from './model.ts'
import { evaluations } from './schema.ts'
import type { EvaluationRow } from './store.ts'

/**
 * Records what the evaluations of its operation say of a system, from a day on: of those held by a day the latest counts.
 * Where others were held later, or a declaration of completeness began or ended, what was known then is written anew.
 */
export function recordEvaluationFacts(
  context: Context,
  tx: Transaction,
  row: EvaluationRow,
  from: CalendarDate,
  by: { document: string; recordedBy: number; confirmedBy: number },
): Promise<void> {
  return seeingAll(tx, async () => {
    if (row.kind !== 'operation') return
    const held = await heldOf(tx, row.systemId)
    const first = (await firstDaysOf(tx, [row.systemId])).get(row.systemId)
    const start = laterOf(from, first?.registered ?? from)
    const standings = await standingsOf(tx, row.jurisdictionId, 'evaluations')
    const later = [
      ...held.flatMap(({ evaluatedOn, rectifiedOn }) => [evaluatedOn, rectifiedOn]),
      ...standings.flatMap((standing) => [standing.from, standing.until]),
    ].filter((day) => day !== null && day > start)
    const days = [...new Set([start, ...later])].filter((day) => day !== null).sort()
    const recordings = days.flatMap((day): FactRecording[] => {
      const values = evaluationOn(held, day)
      if (values === null) return []
      const source = { kind: 'evaluation', id: row.id } as const
      return [{ systemId: row.systemId, values, holdsFrom: day, source, reason: null, ...by }]
    })
    await recordFacts(context, tx, 'oversight.sign-determination', recordings)
  })
}

/** Out: the confirmed evaluations of a system's operation, in the order of their days. */
async function heldOf(tx: Transaction, systemId: number): Promise<EvaluationDays[]> {
  const rows = await tx
    .select()
    .from(evaluations)
    .where(
      and(
        eq(evaluations.systemId, systemId),
        eq(evaluations.kind, 'operation'),
        ne(evaluations.status, 'drafted'),
      ),
    )
    .orderBy(evaluations.evaluatedOn, evaluations.id)
  return rows.map(({ evaluatedOn, met, rectifiedOn, status }) => ({
    evaluatedOn,
    met,
    rectifiedOn: status === 'rectified' ? rectifiedOn : null,
  }))
}
