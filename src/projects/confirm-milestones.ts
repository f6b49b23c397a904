import { asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { evidenceOf } from '../evidence/index.ts'
import { organisationsAs, peopleAs } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { confirmIn } from './decide-milestone.ts'
import { isSecond, milestoneStatuses } from './model.ts'
import { projectMilestones, projects } from './schema.ts'
import { type MilestoneRow, personOf } from './store.ts'
import { milestoneKind, wordsOfMilestone } from './words.ts'

/** Milestones that are confirmed at once, at most. */
export const mostAtOnce = 50

const confirmInput = z.strictObject({
  ids: z
    .array(z.int().positive())
    .min(1, '请勾选要确认的节点')
    .max(mostAtOnce, `一次最多确认 ${mostAtOnce} 个节点，请分几次`),
})

/**
 * Confirms milestones as their second person, all or none, in the order in which they were recorded. Out: how many. Throws
 * conflict naming those that were decided on meanwhile, and otherwise as `confirmMilestone`.
 */
export async function confirmMilestones(context: Context, input: unknown): Promise<{ confirmed: number }> {
  authorize(context, 'projects.confirm')
  const { ids } = parseInput(confirmInput, input)
  return transact(context, (tx) => confirmAllIn(context, tx, ids))
}

/** The same inside the caller's transaction. */
export async function confirmAllIn(
  context: Context,
  tx: Transaction,
  ids: readonly number[],
): Promise<{ confirmed: number }> {
  const chosen = await lockAll(tx, [...new Set(ids)])
  const stale = chosen.filter(({ milestone }) => milestone.status !== 'recorded')
  if (stale.length > 0)
    throw new AppError(
      'conflict',
      `勾选的节点里有 ${stale.length} 个刚刚已经办过：${stale.map(wordsOfStale).join('；')}。什么都没有确认，请核对其余的再确认。`,
    )
  for (const { milestone } of chosen) await confirmIn(context, tx, milestone.id)
  return { confirmed: chosen.length }
}

interface Chosen {
  project: string
  milestone: MilestoneRow
  decider: string | null
}

const wordsOfStale = ({ project, milestone, decider }: Chosen) =>
  `“${project}”${wordsOfMilestone(milestone)}（${decider ?? ''}${milestoneStatuses[milestone.status]}）`

/** Out: the milestones in the order of their recording, their projects locked. Throws not-found if one isn't there. */
async function lockAll(tx: Transaction, ids: number[]): Promise<Chosen[]> {
  const [own, decider] = [inArray(projectMilestones.id, ids), peopleAs('decider')]
  const of = tx.select({ id: projectMilestones.projectId }).from(projectMilestones).where(own)
  await tx
    .select({ id: projects.id })
    .from(projects)
    .where(inArray(projects.id, of))
    .orderBy(asc(projects.id))
    .for('update')
  const found = await tx
    .select({ milestone: projectMilestones, project: projects.name, decider: decider.name })
    .from(projectMilestones)
    .innerJoin(projects, eq(projects.id, projectMilestones.projectId))
    .leftJoin(decider, eq(decider.id, projectMilestones.decidedBy))
    .where(own)
    .orderBy(asc(projectMilestones.id))
  if (found.length < ids.length)
    throw new AppError('not-found', '勾选的节点里有的不存在，或者不属于您的单位。请刷新后再选。')
  return found
}

/** A milestone that waits for who looks at it. */
export interface WaitingMilestone extends MilestoneRow {
  project: string
  unit: string
  by: string
  evidence: number
}

/** Out: the milestones whose second person the actor can be, as they were recorded; how many there are in all. */
export async function waitingMilestones(
  context: Context,
): Promise<{ milestones: WaitingMilestone[]; total: number }> {
  authorize(context, 'projects.confirm')
  const person = personOf(context)
  const [unit, recorder] = [organisationsAs('unit'), peopleAs('recorder')]
  return transact(context, async (tx) => {
    const rows = await tx
      .select({
        milestone: projectMilestones,
        project: projects.name,
        unit: unit.name,
        by: recorder.name,
      })
      .from(projectMilestones)
      .innerJoin(projects, eq(projects.id, projectMilestones.projectId))
      .innerJoin(unit, eq(unit.id, projects.organisationId))
      .innerJoin(recorder, eq(recorder.id, projectMilestones.recordedBy))
      .where(eq(projectMilestones.status, 'recorded'))
      .orderBy(asc(projectMilestones.id))
    const mine = rows.filter(({ milestone }) => isSecond(person, milestone, milestone.organisationId))
    const milestones: WaitingMilestone[] = []
    for (const { milestone, project, unit: name, by } of mine.slice(0, mostAtOnce)) {
      const kept = await evidenceOf(context, tx, { kind: milestoneKind, id: milestone.id })
      const evidence = kept.filter(({ withdrawn }) => withdrawn === null).length
      milestones.push({ ...milestone, project, unit: name, by, evidence })
    }
    return { milestones, total: mine.length }
  })
}
