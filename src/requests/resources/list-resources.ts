import { and, asc, count, eq, ilike, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { organisationsAs } from '../../identity/index.ts'
import { authorize, type Context, transact, visibilityOf } from '../../platform/context.ts'
import { addDays, type CalendarDate, daysBetween } from '../../platform/dates.ts'
import { type Fen, fenOf } from '../../platform/money.ts'
import { type ResourceStatus, resourceStatuses } from './model.ts'
import { resourceChanges, runningResources } from './schema.ts'

export const pageSize = 50
const lenient = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined)
const statuses = Object.keys(resourceStatuses) as [ResourceStatus, ...ResourceStatus[]]

/** What the list's address can say; `expiring`: within 30 days, `asked`: a change waits. */
export const resourceFilters = z.object({
  q: lenient(
    z
      .string()
      .trim()
      .max(100)
      .transform((text) => text || undefined),
  ),
  show: z.enum([...statuses, 'expiring', 'asked', 'all']).catch('running'),
  unit: lenient(z.coerce.number().int().positive()),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})
export type ResourceFilters = z.infer<typeof resourceFilters>

export interface ListedResource {
  id: number
  name: string
  organisation: string
  systemName: string
  code: string
  itemName: string
  specification: string
  unit: string
  quantity: number
  monthlyFen: Fen
  status: ResourceStatus
  startsOn: CalendarDate
  expiresOn: CalendarDate
  /** Until it expires; negative once it has. */
  daysLeft: number
  changeAsked: boolean
}
/** What a unit, or a system of the department, costs a month. */
export interface Cost {
  name: string
  resources: number
  monthlyFen: Fen
}

/** Out: a page of running resources that the actor may see, the soonest to expire first, and what they cost a month. */
export async function listResources(context: Context, filters: ResourceFilters) {
  authorize(context, 'resources.read')
  const today = context.clock.today()
  const whole = visibilityOf(context.actor).organisations === 'all'
  const department = organisationsAs('department')
  const wanted = conditionOf(filters, today)
  const asked = sql<boolean>`exists (select from ${resourceChanges}
    where ${resourceChanges.resourceId} = ${runningResources.id} and ${resourceChanges.status} = 'asked')`
  return transact(context, async (tx) => {
    const [found] = await tx
      .select({ total: count(), fen: sql<string>`coalesce(sum(monthly_fen), 0)` })
      .from(runningResources)
      .where(wanted)
    const total = found?.total ?? 0
    const page = Math.min(filters.page, Math.max(1, Math.ceil(total / pageSize)))
    const rows = await tx
      .select({ row: runningResources, organisation: department.name, changeAsked: asked })
      .from(runningResources)
      .innerJoin(department, eq(department.id, runningResources.organisationId))
      .where(wanted)
      .orderBy(asc(runningResources.expiresOn), asc(runningResources.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize)
    const by = whole ? department.name : runningResources.systemName
    const costs = await tx
      .select({ name: by, resources: count(), fen: sql<string>`sum(monthly_fen)` })
      .from(runningResources)
      .innerJoin(department, eq(department.id, runningResources.organisationId))
      .where(eq(runningResources.status, 'running'))
      .groupBy(by)
      .orderBy(sql`sum(monthly_fen) desc`, by)
      .limit(20)
    const units = whole
      ? await tx
          .selectDistinct({ id: department.id, name: department.name })
          .from(department)
          .innerJoin(runningResources, eq(runningResources.organisationId, department.id))
          .orderBy(department.name)
      : []
    return {
      resources: rows.map(({ row, ...rest }): ListedResource => listed(row, today, rest)),
      total,
      monthlyFen: fenOf(Number(found?.fen ?? 0)),
      page,
      units,
      costs: costs.map(({ fen, ...cost }): Cost => ({ ...cost, monthlyFen: fenOf(Number(fen)) })),
    }
  })
}

function listed(
  row: typeof runningResources.$inferSelect,
  today: CalendarDate,
  rest: { organisation: string; changeAsked: boolean },
): ListedResource {
  const { id, name, systemName, code, itemName, specification, unit, quantity, monthlyFen, status } = row
  const { startsOn, expiresOn } = row
  return {
    id,
    name,
    systemName,
    code,
    itemName,
    specification,
    unit,
    quantity,
    monthlyFen,
    status,
    startsOn,
    expiresOn,
    daysLeft: daysBetween(today, expiresOn),
    ...rest,
  }
}

function conditionOf({ q, show, unit }: ResourceFilters, today: CalendarDate): SQL | undefined {
  const { name, systemName, itemName, code, organisationId, status, expiresOn, endedOn, id } =
    runningResources
  const said = `%${(q ?? '').replace(/[\\%_]/g, '\\$&')}%`
  return and(
    q === undefined
      ? undefined
      : or(ilike(name, said), ilike(systemName, said), ilike(itemName, said), eq(code, q)),
    unit === undefined ? undefined : eq(organisationId, unit),
    show === 'all'
      ? undefined
      : show === 'expiring'
        ? and(eq(status, 'running'), isNull(endedOn), lte(expiresOn, addDays(today, 30)))
        : show === 'asked'
          ? and(
              eq(status, 'running'),
              sql`${id} in (select resource_id from resource_changes where status = 'asked')`,
            )
          : eq(status, show),
  )
}
