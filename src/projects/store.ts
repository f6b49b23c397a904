import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Context, Person } from '../platform/context.ts'
import { seeingAll, type Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { locks } from '../platform/locks.ts'
import { projectMilestones, projectSystems, projects } from './schema.ts'

export type ProjectRow = typeof projects.$inferSelect
export type MilestoneRow = typeof projectMilestones.$inferSelect

/** Out: the person who acts. Throws forbidden for a job. */
export function personOf({ actor }: Context): Person {
  if (actor.kind !== 'person') throw new AppError('forbidden', '项目要由人来登记。')
  return actor
}

/** Said of a project that isn't there or isn't to be seen. */
export const noProject = () => new AppError('not-found', '没有这个项目，或者它不属于您的单位。')

/** In: an id. Out: the project, locked until the transaction ends: its milestones change one after the other. */
export async function lockProject(tx: Transaction, id: number): Promise<ProjectRow> {
  const [row] = await tx.select().from(projects).where(eq(projects.id, id)).for('update')
  if (row === undefined) throw noProject()
  return row
}

/** In: a milestone's id. Out: it, and its project locked. Throws not-found. */
export async function lockMilestone(
  tx: Transaction,
  id: number,
): Promise<{ project: ProjectRow; milestone: MilestoneRow }> {
  const [found] = await tx
    .select({ projectId: projectMilestones.projectId })
    .from(projectMilestones)
    .where(eq(projectMilestones.id, id))
  if (found === undefined) throw new AppError('not-found', '没有这个项目节点，或者它不属于您的单位。')
  const project = await lockProject(tx, found.projectId)
  const [milestone] = await tx.select().from(projectMilestones).where(eq(projectMilestones.id, id))
  if (milestone === undefined) throw new Error('a milestone is never deleted')
  return { project, milestone }
}

/** Out: every milestone of a project, in the order of their days. */
export function milestonesOf(tx: Transaction, projectId: number): Promise<MilestoneRow[]> {
  return tx
    .select()
    .from(projectMilestones)
    .where(eq(projectMilestones.projectId, projectId))
    .orderBy(projectMilestones.day, projectMilestones.id)
}

/** A project that builds or rebuilds a system. */
interface BuilderRow extends Pick<ProjectRow, 'id' | 'number' | 'name'> {
  milestones: MilestoneRow[]
}

/**
 * In: a system. Out: what builds or rebuilds it, in the order of the links: the leading project, null: none, and the further
 * ones. Until the transaction ends nobody else asks: their milestones are recorded together. Sees other units' projects.
 */
export async function buildersOf(
  tx: Transaction,
  systemId: number,
): Promise<{ leading: BuilderRow | null; further: BuilderRow[] }> {
  return seeingAll(tx, async () => {
    await tx.execute(sql`select pg_advisory_xact_lock(${locks.projectsOfSystem}, ${systemId}::bigint::int)`)
    const rows = await tx
      .select({
        id: projects.id,
        number: projects.number,
        name: projects.name,
        leads: projectSystems.leads,
      })
      .from(projectSystems)
      .innerJoin(projects, eq(projects.id, projectSystems.projectId))
      .where(and(eq(projectSystems.systemId, systemId), ne(projectSystems.role, 'runs')))
      .orderBy(asc(projectSystems.linkedAt), asc(projects.id))
    const builders: (BuilderRow & { leads: boolean })[] = []
    for (const row of rows) builders.push({ ...row, milestones: await milestonesOf(tx, row.id) })
    return {
      leading: builders.find(({ leads }) => leads) ?? null,
      further: builders.filter(({ leads }) => !leads),
    }
  })
}

/** Out: the next free number of the year, XM-2026-00001; numbers that were chosen by hand are left out of the count. */
export async function nextNumber(context: Context, tx: Transaction): Promise<string> {
  const { jurisdictionId } = context.actor
  const year = context.clock.today().slice(0, 4)
  const [row] = await seeingAll(tx, async () => {
    await tx.execute(sql`select pg_advisory_xact_lock(${locks.projectNumber}, hashtext(${jurisdictionId}))`)
    return tx.execute<{ next: number }>(sql`
      select coalesce(max(right(number, 5)::int), 0) + 1 as next from projects
      where jurisdiction_id = ${jurisdictionId} and number ~ ${`^XM-${year}-[0-9]{5}$`}`)
  })
  return `XM-${year}-${String(row?.next ?? 1).padStart(5, '0')}`
}
