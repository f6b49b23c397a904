import { and, count, desc, eq, exists, ilike, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { organisationsAs } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { projectMilestones, projects } from './schema.ts'

export const pageSize = 50

const empty = (value: unknown) => (value === '' ? undefined : value)
export const projectFilters = z.object({
  q: z.preprocess(empty, z.string().trim().max(100).optional()).catch(undefined),
  unit: z.preprocess(empty, z.coerce.number().int().positive().optional()).catch(undefined),
  /** Those with a milestone that waits for its second person. */
  waiting: z.preprocess(empty, z.literal('yes').optional()).catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})
export type ProjectFilters = z.output<typeof projectFilters>

export interface ListedProject {
  id: number
  number: string
  name: string
  unit: string
  systems: number
  /** Milestones that wait for a second person. */
  waiting: number
  acceptedOn: CalendarDate | null
}

/** Out: a page of projects, the newest first; a department's own only. */
export async function listProjects(
  context: Context,
  filters: ProjectFilters,
): Promise<{
  projects: ListedProject[]
  total: number
  page: number
  units: { id: number; name: string }[]
}> {
  authorize(context, 'projects.read')
  const unit = organisationsAs('unit')
  return transact(context, async (tx) => {
    const waits = tx
      .select({ one: sql`1` })
      .from(projectMilestones)
      .where(and(eq(projectMilestones.projectId, projects.id), eq(projectMilestones.status, 'recorded')))
    const where = and(matching(filters), filters.waiting === undefined ? undefined : exists(waits))
    const [sum] = await tx.select({ total: count() }).from(projects).where(where)
    const total = sum?.total ?? 0
    const page = Math.min(filters.page, Math.max(1, Math.ceil(total / pageSize)))
    const rows = await tx
      .select({
        id: projects.id,
        number: projects.number,
        name: projects.name,
        unit: unit.name,
        systems: sql<number>`(select count(*)::int from project_systems s where s.project_id = ${projects.id})`,
        waiting: sql<number>`(select count(*)::int from project_milestones m
          where m.project_id = ${projects.id} and m.status = 'recorded')`,
        acceptedOn: sql<CalendarDate | null>`(select max(m.day)::text from project_milestones m
          where m.project_id = ${projects.id} and m.step = 'accepted' and m.outcome = 'passed' and m.status = 'confirmed'
            and m.revokes is null and not exists (select from project_milestones r
              where r.revokes = m.id and r.status = 'confirmed'))`,
      })
      .from(projects)
      .innerJoin(unit, eq(unit.id, projects.organisationId))
      .where(where)
      .orderBy(desc(projects.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize)
    const units = await tx
      .selectDistinct({ id: unit.id, name: unit.name })
      .from(projects)
      .innerJoin(unit, eq(unit.id, projects.organisationId))
      .orderBy(unit.name)
    return { projects: rows, total, page, units }
  })
}

function matching({ q, unit }: ProjectFilters): SQL | undefined {
  const text = q === undefined || q === '' ? undefined : `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return and(
    unit === undefined ? undefined : eq(projects.organisationId, unit),
    text === undefined ? undefined : or(ilike(projects.name, text), ilike(projects.number, text)),
  )
}
