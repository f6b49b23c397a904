import { and, asc, eq, gte, inArray, max, or } from 'drizzle-orm'
import { readWorkCalendar } from '../../calendar/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { openingDue } from './approve-step.ts'
import { approvedItems, matchItems } from './match-schema.ts'
import { requestMachine } from './model.ts'
import { resourceRequests } from './schema.ts'
import { transition } from './steps.ts'

/**
 * Counts again by when approved requests must be opened, with the days off known today: what was provisional, and what
 * isn't due yet. The timeline says what moved. Out: how many did.
 */
export async function recountOpenings(context: Context, tx: Transaction, day: CalendarDate): Promise<number> {
  const waiting = await tx
    .select()
    .from(resourceRequests)
    .where(
      and(
        eq(resourceRequests.jurisdictionId, context.actor.jurisdictionId),
        inArray(resourceRequests.status, requestMachine.steps.recount.from),
        or(eq(resourceRequests.dueProvisional, true), gte(resourceRequests.dueOn, day)),
      ),
    )
    .orderBy(asc(resourceRequests.id))
    .for('update')
  if (waiting.length === 0) return 0
  const calendar = await readWorkCalendar(tx)
  const leadTimes = await longestLeadTimes(
    tx,
    waiting.flatMap(({ matchId }) => matchId ?? []),
  )
  let moved = 0
  for (const request of waiting) {
    const { matchId, approvedOn, dueOn, dueProvisional } = request
    if (matchId === null || approvedOn === null || dueOn === null) continue
    const due = openingDue(calendar, approvedOn, [{ leadTimeWorkingDays: leadTimes.get(matchId) ?? null }])
    if (due === null || (due.on === dueOn && due.provisional === dueProvisional)) continue
    await transition(context, tx, request, 'recount', {
      change: { dueOn: due.on, dueProvisional: due.provisional },
      comment: `开通期限由 ${dueOn}${dueProvisional ? '（暂定）' : ' '}改为 ${due.on}${due.provisional ? '（暂定）' : ''}：按新公布的放假安排重算`,
      audited: { dueOn: due.on },
    })
    moved += 1
  }
  return moved
}

/** Out: by match, the longest lead time of what was approved of it, in working days. */
async function longestLeadTimes(
  tx: Transaction,
  matchIds: readonly number[],
): Promise<Map<number, number | null>> {
  const rows = await tx
    .select({ matchId: approvedItems.matchId, days: max(matchItems.leadTimeWorkingDays) })
    .from(approvedItems)
    .innerJoin(
      matchItems,
      and(
        eq(matchItems.matchId, approvedItems.matchId),
        eq(matchItems.lineId, approvedItems.lineId),
        eq(matchItems.code, approvedItems.code),
      ),
    )
    .where(inArray(approvedItems.matchId, [...matchIds]))
    .groupBy(approvedItems.matchId)
  return new Map(rows.map(({ matchId, days }) => [matchId, days]))
}
