import { eq } from 'drizzle-orm'
import { type Evidence, evidenceOf } from '../evidence/index.ts'
import { organisationsAs, peopleAs } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import type { Fen } from '../platform/money.ts'
import { systemsAs } from '../systems/index.ts'
import { type ProjectRole, standingOf } from './model.ts'
import { projectMilestones, projectSystems, projects } from './schema.ts'
import { type MilestoneRow, noProject } from './store.ts'
import { milestoneKind } from './words.ts'

/** A milestone as pages show it. */
export interface MilestoneView extends Omit<MilestoneRow, 'jurisdictionId' | 'organisationId'> {
  by: string
  decider: string | null
  evidence: Evidence[]
  /** Confirmed and not revoked. */
  counts: boolean
}

/** A project with everything. */
export interface ProjectView {
  id: number
  number: string
  name: string
  organisationId: number
  unit: string
  investmentFen: Fen | null
  /** `further`: another project builds the system first, and it is judged under each. */
  systems: { code: string; name: string; role: ProjectRole; further: boolean }[]
  /** In the order of their days. */
  milestones: MilestoneView[]
}

/** In: an id. Out: that project. Throws not-found, also for another department's. */
export async function readProject(context: Context, id: number): Promise<ProjectView> {
  authorize(context, 'projects.read')
  return transact(context, (tx) => readProjectIn(context, tx, id))
}

/** In: a milestone's id. Out: its project, and it. Throws not-found. */
export async function readMilestone(
  context: Context,
  id: number,
): Promise<{ project: ProjectView; milestone: MilestoneView }> {
  authorize(context, 'projects.read')
  return transact(context, async (tx) => {
    const [found] = await tx
      .select({ projectId: projectMilestones.projectId })
      .from(projectMilestones)
      .where(eq(projectMilestones.id, id))
    if (found === undefined) throw new AppError('not-found', '没有这个项目节点，或者它不属于您的单位。')
    const project = await readProjectIn(context, tx, found.projectId)
    const milestone = project.milestones.find((one) => one.id === id)
    if (milestone === undefined) throw noProject()
    return { project, milestone }
  })
}

async function readProjectIn(context: Context, tx: Transaction, id: number): Promise<ProjectView> {
  const [unit, system] = [organisationsAs('unit'), systemsAs('system')]
  const [found] = await tx
    .select({
      id: projects.id,
      number: projects.number,
      name: projects.name,
      organisationId: projects.organisationId,
      unit: unit.name,
      investmentFen: projects.investmentFen,
    })
    .from(projects)
    .innerJoin(unit, eq(unit.id, projects.organisationId))
    .where(eq(projects.id, id))
  if (found === undefined) throw noProject()
  const systems = await tx
    .select({
      code: system.code,
      name: system.name,
      role: projectSystems.role,
      leads: projectSystems.leads,
    })
    .from(projectSystems)
    .innerJoin(system, eq(system.id, projectSystems.systemId))
    .where(eq(projectSystems.projectId, id))
    .orderBy(system.code)
  return {
    ...found,
    systems: systems.map(({ leads, ...one }) => ({ ...one, further: one.role !== 'runs' && !leads })),
    milestones: await milestoneViews(context, tx, id),
  }
}

async function milestoneViews(
  context: Context,
  tx: Transaction,
  projectId: number,
): Promise<MilestoneView[]> {
  const [recorder, decider] = [peopleAs('recorder'), peopleAs('decider')]
  const rows = await tx
    .select({ row: projectMilestones, by: recorder.name, decider: decider.name })
    .from(projectMilestones)
    .leftJoin(recorder, eq(recorder.id, projectMilestones.recordedBy))
    .leftJoin(decider, eq(decider.id, projectMilestones.decidedBy))
    .where(eq(projectMilestones.projectId, projectId))
    .orderBy(projectMilestones.day, projectMilestones.id)
  const counting = new Set(standingOf(rows.map(({ row }) => row)).map(({ id }) => id))
  const views: MilestoneView[] = []
  for (const { row, by, decider: second } of rows) {
    const { jurisdictionId: _jurisdiction, organisationId: _organisation, ...milestone } = row
    const evidence = await evidenceOf(context, tx, { kind: milestoneKind, id: row.id })
    views.push({ ...milestone, by: by ?? '', decider: second, evidence, counts: counting.has(row.id) })
  }
  return views
}
