import { addWorkingDays, type CountedDay, readWorkCalendar, type WorkCalendar } from '../../calendar/index.ts'
import { confirmHoldings } from '../../capacity/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { insertRows } from '../../platform/insert.ts'
import { sumFen } from '../../platform/money.ts'
import type { MatchItemRow } from './load-match.ts'
import { approvedItems } from './match-schema.ts'
import { type RequestRow, transition } from './steps.ts'

/** In: the working calendar, the day of approval and the items. Out: by when they must be opened; null: nothing says how long. */
export function openingDue(
  calendar: WorkCalendar,
  approvedOn: CalendarDate,
  items: readonly { leadTimeWorkingDays: number | null }[],
): CountedDay | null {
  const days = items.flatMap(({ leadTimeWorkingDays }) => leadTimeWorkingDays ?? [])
  return days.length === 0 ? null : addWorkingDays(calendar, approvedOn, Math.max(...days))
}

/**
 * Approves a request for these items of its frozen match, by a person or by a rule: capacity is confirmed, and the
 * time to open them runs.
 */
export async function approve(
  context: Context,
  tx: Transaction,
  request: RequestRow,
  items: readonly MatchItemRow[],
  by: { person: number; comment?: string | undefined } | { rule: string },
): Promise<RequestRow> {
  const approvedOn = context.clock.today()
  const due = openingDue(await readWorkCalendar(tx), approvedOn, items)
  const monthlyFen = sumFen(items.map((item) => item.monthlyFen))
  const decided = 'rule' in by ? { by: '办理规则', comment: by.rule } : { comment: by.comment }
  const row = await transition(context, tx, request, 'rule' in by ? 'approve-by-rule' : 'approve', {
    ...decided,
    change: {
      approvedOn,
      approvedBy: 'rule' in by ? null : by.person,
      decidedByRule: 'rule' in by ? by.rule : null,
      dueOn: due?.on ?? null,
      dueProvisional: due?.provisional ?? false,
    },
    audited: {
      monthlyFen,
      dueOn: due?.on ?? null,
      items: items.map(({ lineId, code, quantity }) => ({ lineId, code, quantity })),
      ...('rule' in by ? { decidedByRule: by.rule } : {}),
    },
  })
  const approved = items.map(({ matchId, lineId, code, jurisdictionId, organisationId }) => ({
    matchId,
    lineId,
    code,
    jurisdictionId,
    organisationId,
  }))
  await insertRows(tx, approvedItems, approved)
  await confirmHoldings(context, tx, request.id, items)
  return row
}
