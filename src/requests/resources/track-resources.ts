import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import { returnHoldings } from '../../capacity/index.ts'
import { authorize, type Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { addDays, type CalendarDate } from '../../platform/dates.ts'
import { recountOpenings } from '../filing/recount-openings.ts'
import { resourceRequests } from '../filing/schema.ts'
import { expirePendingChanges } from './expire-pending-changes.ts'
import { resourceMachine } from './model.ts'
import { endRequest, type ResourceRow } from './resources.ts'
import { resourceNotices, runningResources } from './schema.ts'

const { expire } = resourceMachine.steps

/** Notice is given so many days before a resource expires. */
export const noticeDays = [30, 7] as const

/**
 * What a day brings to running resources: notices 30 and 7 days before they expire, the end of those whose last day
 * has passed and of the changes that nobody decided in time, and openings counted again where the calendar has
 * changed. Doing a day twice changes nothing more.
 */
export async function trackResources(
  context: Context,
  tx: Transaction,
  day: CalendarDate,
): Promise<{ noticed: number; expired: number; lapsed: number; recounted: number }> {
  authorize(context, 'resources.track')
  const expired = await expireResources(context, tx, day)
  const lapsed = await expirePendingChanges(context, tx, 'resources.track')
  for (const requestId of new Set(expired.map((row) => row.requestId)))
    await endRequest(context, tx, requestId, day)
  return {
    noticed: await giveNotice(context, tx, day),
    expired: expired.length,
    lapsed,
    recounted: await recountOpenings(context, tx, day),
  }
}

async function giveNotice(context: Context, tx: Transaction, day: CalendarDate): Promise<number> {
  let given = 0
  for (const days of noticeDays) {
    const rows = await tx.execute(sql`
      insert into ${resourceNotices} (resource_id, expires_on, days_before, jurisdiction_id, organisation_id, noticed_on)
      select id, expires_on, ${days}, jurisdiction_id, organisation_id, ${day} from ${runningResources}
      where jurisdiction_id = ${context.actor.jurisdictionId} and status = 'running'
        and expires_on <= ${addDays(day, days)} and expires_on >= ${day}
      on conflict do nothing returning resource_id`)
    given += rows.length
  }
  return given
}

/** A resource runs through its last day and ends the day after, with its room. */
async function expireResources(context: Context, tx: Transaction, day: CalendarDate): Promise<ResourceRow[]> {
  await lockRequestsOf(tx, context.actor.jurisdictionId, day)
  const ended = await tx
    .update(runningResources)
    .set({ status: expire.to, endedOn: sql`${runningResources.expiresOn}`, endedReason: '到期自动停用' })
    .where(
      and(
        eq(runningResources.jurisdictionId, context.actor.jurisdictionId),
        inArray(runningResources.status, expire.from),
        lt(runningResources.expiresOn, day),
      ),
    )
    .returning()
  for (const { requestId, lineId, approvedCode, expiresOn } of ended)
    await returnHoldings(tx, requestId, addDays(expiresOn, 1), { lineId, code: approvedCode })
  await record(
    context,
    tx,
    ended.map(({ id, name, code, expiresOn, status }) => ({
      operation: 'resources.track' as const,
      objectType: 'running-resource',
      objectId: String(id),
      before: { status: 'running' },
      after: { status, name, code, on: expiresOn },
    })),
  )
  return ended
}

/** Whoever decides on a resource locks its request first and then the resource; the job does so too, in one order. */
async function lockRequestsOf(tx: Transaction, jurisdictionId: string, day: CalendarDate): Promise<void> {
  await tx.execute(sql`
    select id from ${resourceRequests} where id in (
      select request_id from ${runningResources}
      where jurisdiction_id = ${jurisdictionId} and status = 'running' and expires_on < ${day})
    order by id for update`)
}
