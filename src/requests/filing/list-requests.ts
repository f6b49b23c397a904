import { and, count, desc, eq, ilike, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { organisationsAs } from '../../identity/index.ts'
import { authorize, type Context, transact, visibilityOf } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import type { Fen } from '../../platform/money.ts'
import { awaitedOf } from './awaited.ts'
import { requestMatches } from './match-schema.ts'
import { isCancelled, numberOf, type RequestStatus, requestStatuses } from './model.ts'
import { resourceRequests } from './schema.ts'

export const pageSize = 50

/** A filter that isn't understood is left out: an old bookmark still opens. */
const lenient = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined)

/**
 * What the list's address can say; `mine`: what waits for the reader, `overdue`: approved and not opened in time,
 * `cancelled`: approved and withdrawn before it was opened.
 */
export const requestFilters = z.object({
  q: lenient(
    z
      .string()
      .trim()
      .max(100)
      .transform((text) => text || undefined),
  ),
  status: lenient(z.enum(['mine', 'overdue', 'cancelled', ...requestStatuses])),
  unit: lenient(z.coerce.number().int().positive()),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})
export type RequestFilters = z.infer<typeof requestFilters>

export interface ListedRequest {
  id: number
  number: string
  project: string
  systemName: string
  organisation: string
  status: RequestStatus
  /** Withdrawn after its approval, never opened. */
  cancelled: boolean
  ready: boolean
  editionNumber: string | null
  /** Of the match; null while there is none. */
  monthlyFen: Fen | null
  startsOn: CalendarDate | null
  endsOn: CalendarDate | null
  submittedOn: CalendarDate | null
  dueOn: CalendarDate | null
  dueProvisional: boolean
  /** Approved, and the time to open it has passed. */
  overdue: boolean
}

/** Out: a page of requests that the actor may see, newest first, and the units to choose from. */
export async function listRequests(context: Context, filters: RequestFilters) {
  authorize(context, 'requests.read')
  const today = context.clock.today()
  const department = organisationsAs('department')
  const wanted = conditionsOf(context, filters, today)
  return transact(context, async (tx) => {
    const [found] = await tx.select({ total: count() }).from(resourceRequests).where(wanted)
    const total = found?.total ?? 0
    const page = Math.min(filters.page, Math.max(1, Math.ceil(total / pageSize)))
    const rows = await tx
      .select({
        row: resourceRequests,
        organisation: department.name,
        editionNumber: requestMatches.editionNumber,
        monthlyFen: requestMatches.monthlyFen,
      })
      .from(resourceRequests)
      .innerJoin(department, eq(department.id, resourceRequests.organisationId))
      .leftJoin(requestMatches, eq(requestMatches.id, resourceRequests.matchId))
      .where(wanted)
      .orderBy(desc(resourceRequests.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize)
    const units =
      visibilityOf(context.actor).organisations === 'all'
        ? await tx
            .selectDistinct({ id: department.id, name: department.name })
            .from(department)
            .innerJoin(resourceRequests, eq(resourceRequests.organisationId, department.id))
            .orderBy(department.name)
        : []
    const requests = rows.map(
      ({ row, ...rest }): ListedRequest => ({
        ...rest,
        id: row.id,
        number: numberOf(row),
        project: row.project,
        systemName: row.systemName,
        status: row.status,
        cancelled: isCancelled(row),
        ready: row.ready,
        startsOn: row.startsOn,
        endsOn: row.endsOn,
        submittedOn: row.submittedOn,
        dueOn: row.dueOn,
        dueProvisional: row.dueProvisional,
        overdue: row.status === 'approved' && row.dueOn !== null && row.dueOn < today,
      }),
    )
    return { requests, total, page, units }
  })
}

function conditionsOf(
  context: Context,
  { q, status, unit }: RequestFilters,
  today: CalendarDate,
): SQL | undefined {
  const { project, systemName, organisationId, id, dueOn, provisionedOn } = resourceRequests
  const said = q === undefined ? '' : q.replace(/[\\%_]/g, '\\$&')
  const number = Number(/(\d{1,9})$/.exec(q ?? '')?.[1] ?? 0)
  return and(
    q === undefined
      ? undefined
      : or(
          ilike(project, `%${said}%`),
          ilike(systemName, `%${said}%`),
          number > 0 ? eq(id, number) : undefined,
        ),
    unit === undefined ? undefined : eq(organisationId, unit),
    status === undefined
      ? undefined
      : status === 'mine'
        ? awaitedCondition(context)
        : status === 'overdue'
          ? and(eq(resourceRequests.status, 'approved'), lt(dueOn, today))
          : status === 'cancelled'
            ? and(eq(resourceRequests.status, 'released'), isNull(provisionedOn))
            : status === 'released'
              ? and(eq(resourceRequests.status, 'released'), isNotNull(provisionedOn))
              : eq(resourceRequests.status, status),
  )
}

function awaitedCondition(context: Context): SQL | undefined {
  const { statuses, readyOnly } = awaitedOf(context.actor)
  if (statuses.length === 0) return sql`false`
  const { status, ready } = resourceRequests
  return and(
    inArray(status, statuses),
    readyOnly ? or(eq(ready, true), sql`${status} <> 'draft'`) : undefined,
  )
}
