import { and, eq, inArray, or } from 'drizzle-orm'
import { organisationsAs } from '../../identity/index.ts'
import { type Context, visibilityOf } from '../../platform/context.ts'
import { seeingAll, type Transaction } from '../../platform/database.ts'
import { objectKey } from '../../platform/objects.ts'
import type { RowIssue } from '../../platform/spreadsheet/row-issues.ts'
import { systemsAs } from '../../systems/index.ts'
import { standingOf } from '../model.ts'
import { hopeful, withheldFrom } from '../record-milestone.ts'
import { projectMilestones, projectSystems, projects } from '../schema.ts'
import { personOf } from '../store.ts'
import type { FileRow } from './file-rows.ts'
import { type Known, type KnownProject, type PlannedProject, planRow } from './plan-row.ts'

export interface FilePlan {
  planned: PlannedProject[]
  issues: RowIssue[]
  /** Of all that; another digest is another plan. */
  digest: string
}

/** In: the rows of a file. Out: what they come to as things are now, for who acts. */
export async function planFile(
  context: Context,
  tx: Transaction,
  rows: readonly FileRow[],
): Promise<FilePlan> {
  const known = await knownOf(context, tx, rows)
  const planned: PlannedProject[] = []
  const issues: RowIssue[] = []
  const seen = new Map<string, number>()
  for (const row of rows) {
    const one = planRow(row, known)
    issues.push(...one.issues)
    if (one.planned === null) continue
    const keys = keysOf(one.planned)
    const before = keys.map((key) => seen.get(key)).find((place) => place !== undefined)
    if (before !== undefined) {
      issues.push({ row: row.row, message: `与第 ${before} 行是同一个项目，这一行不导入` })
      continue
    }
    for (const key of keys) seen.set(key, row.row)
    planned.push(one.planned)
  }
  const text = JSON.stringify({ planned, issues })
  return { planned, issues, digest: await objectKey(new TextEncoder().encode(text), 'json') }
}

/** By what a project is known: its number; without one, its unit and name. */
const keysOf = ({ number, organisationId, name }: PlannedProject) =>
  number === null ? [`${organisationId} ${name}`] : [number]

async function knownOf(context: Context, tx: Transaction, rows: readonly FileRow[]): Promise<Known> {
  const { organisations } = visibilityOf(context.actor)
  const person = personOf(context)
  const sees = (id: number) => organisations === 'all' || organisations.includes(id)
  const unit = organisationsAs('unit')
  const units = (
    await tx
      .select({ id: unit.id, name: unit.name })
      .from(unit)
      .where(eq(unit.jurisdictionId, context.actor.jurisdictionId))
      .orderBy(unit.id)
  ).filter(({ id }) => sees(id))
  const found = await projectsNamed(context, tx, rows)
  const visible = found.filter(({ organisationId }) => sees(organisationId))
  return {
    today: context.clock.today(),
    units,
    ownUnit: organisations === 'all' ? null : person.organisationId,
    takenNumbers: new Set(found.flatMap((one) => (sees(one.organisationId) ? [] : [one.number]))),
    projectOf: (number, name, organisationId) =>
      visible.find((one) =>
        number === null ? one.name === name && one.organisationId === organisationId : one.number === number,
      ) ?? null,
    systems: await systemsNamed(tx, rows),
    withheld: (step, organisationId) => withheldFrom(person, step, organisationId),
  }
}

/** Out: every project of the jurisdiction that has a number or a name of the file, the oldest first. */
async function projectsNamed(
  context: Context,
  tx: Transaction,
  rows: readonly FileRow[],
): Promise<KnownProject[]> {
  const numbers = rows.flatMap(({ number }) => number ?? [])
  const names = rows.flatMap(({ number, name }) => (number === null ? (name ?? []) : []))
  return seeingAll(tx, async () => {
    const found = await tx
      .select()
      .from(projects)
      .where(
        and(
          eq(projects.jurisdictionId, context.actor.jurisdictionId),
          or(inArray(projects.number, numbers), inArray(projects.name, names)),
        ),
      )
      .orderBy(projects.id)
    const ids = found.map(({ id }) => id)
    const system = systemsAs('system')
    const links = await tx
      .select({ projectId: projectSystems.projectId, code: system.code, role: projectSystems.role })
      .from(projectSystems)
      .innerJoin(system, eq(system.id, projectSystems.systemId))
      .where(inArray(projectSystems.projectId, ids))
    const milestones = await tx
      .select()
      .from(projectMilestones)
      .where(inArray(projectMilestones.projectId, ids))
      .orderBy(projectMilestones.day, projectMilestones.id)
    return found.map(({ id, number, name, organisationId }) => {
      const own = milestones.filter(({ projectId }) => projectId === id)
      const linked = links.filter(({ projectId }) => projectId === id)
      return {
        id,
        number,
        name,
        organisationId,
        systems: new Map(linked.map(({ code, role }) => [code, role])),
        milestones: stillOf(own),
        begun: standingOf(own).length > 0,
      }
    })
  })
}

/** What stands and what would; what waits keeps saying that it does. */
function stillOf(own: (typeof projectMilestones.$inferSelect)[]) {
  const ids = new Set(hopeful(own).map(({ id }) => id))
  return own.filter(({ id }) => ids.has(id))
}

async function systemsNamed(tx: Transaction, rows: readonly FileRow[]): Promise<Known['systems']> {
  const system = systemsAs('system')
  const codes = [...new Set(rows.flatMap((row) => row.systems.map(({ code }) => code)))]
  const found = await tx
    .select({
      id: system.id,
      code: system.code,
      name: system.name,
      organisationId: system.organisationId,
      classified: system.classified,
    })
    .from(system)
    .where(inArray(system.code, codes))
  return new Map(
    found.flatMap(({ classified, ...one }) => (classified === true ? [] : [[one.code, one] as const])),
  )
}
