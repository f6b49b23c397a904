import { and, eq, ne, sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { seeingAll, type Transaction } from '../../platform/database.ts'
import { type CalendarDate, laterOf } from '../../platform/dates.ts'
import { type FactRecording, firstDaysOf, recordFacts, voidingsOf } from '../../systems/index.ts'
import { standingsOf } from '../determinations/standings.ts'
import { type EvaluationDays, evaluationOn, latestOn } from './model.ts'
import { evaluations } from './schema.ts'
import type { EvaluationRow } from './store.ts'

type Said = Pick<FactRecording, 'document' | 'reason' | 'recordedBy' | 'confirmedBy'>

/**
 * Records what the evaluations of its operation say of a system, from a day on: of those held by a day the latest counts.
 * Where others were held later, or a declaration of completeness began or ended, what was known then is written anew.
 */
export function recordEvaluationFacts(
  context: Context,
  tx: Transaction,
  row: EvaluationRow,
  from: CalendarDate,
  by: Omit<Said, 'reason'>,
): Promise<void> {
  return seeingAll(tx, async () => {
    if (row.kind !== 'operation') return
    const recordings = await recordingsFrom(tx, row, from, { ...by, reason: null })
    await recordFacts(context, tx, 'oversight.sign-determination', recordings)
  })
}

/** Declares void what was recorded because of an evaluation that is withdrawn, and writes anew what the others say. */
export function withdrawEvaluationFacts(
  context: Context,
  tx: Transaction,
  row: EvaluationRow,
  by: Omit<Said, 'document'>,
): Promise<void> {
  return seeingAll(tx, async () => {
    const said = { ...by, document: row.document }
    const which = sql`e.system_id = ${row.systemId} and e.source_kind = 'evaluation'
      and e.source_id in (select id from evaluations where status = 'withdrawn')`
    const voided = await voidingsOf(tx, which, said)
    const [first] = voided
    if (first === undefined) return
    const anew = await recordingsFrom(tx, row, first.holdsFrom, said)
    await recordFacts(context, tx, 'oversight.sign-determination', [...voided, ...anew])
  })
}

async function recordingsFrom(
  tx: Transaction,
  row: EvaluationRow,
  from: CalendarDate,
  said: Said,
): Promise<FactRecording[]> {
  const known = await knownOf(tx, row.systemId)
  const first = (await firstDaysOf(tx, [row.systemId])).get(row.systemId)
  const start = laterOf(from, first?.registered ?? from)
  const standings = await standingsOf(tx, row.jurisdictionId, 'evaluations')
  const later = [
    ...known.flatMap(({ evaluatedOn, rectifiedOn }) => [evaluatedOn, rectifiedOn]),
    ...standings.flatMap((standing) => [standing.from, standing.until]),
  ].filter((day) => day !== null && day > start)
  const days = [...new Set([start, ...later])].filter((day) => day !== null).sort()
  return days.flatMap((day): FactRecording[] => {
    const values = evaluationOn(known, day)
    if (values === null) return []
    // What a withdrawn one leaves rests on the evaluation that stands.
    const last = latestOn(known, day)
    const [id, document] =
      row.status === 'withdrawn' && last !== undefined ? [last.id, last.document] : [row.id, said.document]
    const source = { kind: 'evaluation', id } as const
    return [{ systemId: row.systemId, values, holdsFrom: day, source, ...said, document }]
  })
}

/** Out: the evaluations of a system's operation that were ever confirmed, in the order of their days. */
async function knownOf(
  tx: Transaction,
  systemId: number,
): Promise<(EvaluationDays & { id: number; document: string })[]> {
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
  return rows.map(({ id, document, evaluatedOn, met, rectifiedOn, rectifiedConfirmedBy, status }) => ({
    id,
    document,
    evaluatedOn,
    met,
    withdrawn: status === 'withdrawn',
    rectifiedOn: rectifiedConfirmedBy === null ? null : rectifiedOn,
  }))
}
