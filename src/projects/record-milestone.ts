import { and, eq, isNull } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { linkEvidence } from '../evidence/index.ts'
import { peopleAs } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { inChinese } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { type MilestoneInput, milestoneInput, revokeInput } from './input.ts'
import { holdsRecord, type KeptMilestone, standingOf, stepKind } from './model.ts'
import { faultOfMilestone, filingsOf } from './order-of-milestones.ts'
import { projectMilestones } from './schema.ts'
import { lockMilestone, lockProject, milestonesOf, type ProjectRow, personOf } from './store.ts'
import { milestoneKind, wordsOfMilestone } from './words.ts'

/**
 * Records a milestone, which changes nothing until a second person confirms it. In: also uploaded evidence. Out: its id.
 * Throws invalid-input naming the field at fault, forbidden for a step whose record others hold, conflict when somebody
 * else's record of the same step waits: it shows both.
 */
export async function recordMilestone(context: Context, input: unknown): Promise<number> {
  authorize(context, 'projects.file-milestone')
  const milestone = parseInput(milestoneInput, input)
  return transact(context, async (tx) => {
    const project = await lockProject(tx, milestone.projectId)
    assertHolds(context, milestone.step, project)
    const milestones = await milestonesOf(tx, project.id)
    const fault = faultOfMilestone(milestone, hopeful(milestones), context.clock.today())
    if (fault !== null) throw new AppError('invalid-input', `${fault.message}。`, { errors: [fault] })
    const { evidenceIds, projectId: _, ...columns } = milestone
    const id = await insertMilestone(context, tx, project, { ...columns, revokes: null })
    await linkEvidence(context, tx, { evidenceIds, subject: { kind: milestoneKind, id } })
    return id
  })
}

/**
 * Asks for a confirmed milestone to be revoked; it counts until a second person confirms that. Out: the id of the milestone
 * that revokes it. Throws conflict when it isn't confirmed, is revoked already, is itself a revocation, or a filing rests on it.
 */
export async function revokeMilestone(context: Context, input: unknown): Promise<number> {
  authorize(context, 'projects.file-milestone')
  const { id, reason, document } = parseInput(revokeInput, input)
  return transact(context, async (tx) => {
    const { project, milestone } = await lockMilestone(tx, id)
    assertHolds(context, milestone.step, project)
    const { title } = stepKind(milestone.step)
    if (milestone.revokes !== null)
      throw new AppError('conflict', `这一条本身就是撤销，不能再撤销。确实发生过的，请重新登记一次${title}。`)
    const standing = standingOf(await milestonesOf(tx, project.id))
    if (!standing.some((one) => one.id === id))
      throw new AppError('conflict', `这一条${title}没有确认，或者已经撤销，不用再撤销。请刷新后再看。`)
    assertFilesNothing(id, standing)
    const { step, day, outcome, until, fen } = milestone
    return insertMilestone(context, tx, project, {
      step,
      day,
      outcome,
      until,
      fen,
      document,
      reason,
      asHappened: false,
      revokes: id,
    })
  })
}

function assertHolds(context: Context, step: MilestoneInput['step'], { organisationId }: ProjectRow): void {
  if (holdsRecord(personOf(context), step, organisationId)) return
  const { title, by } = stepKind(step)
  const whose = { department: '牵头单位', bureau: '主管部门', finance: '财政部门' }
  throw new AppError(
    'forbidden',
    `${title}由${by.map((side) => whose[side]).join('或者')}登记，您的岗位不登记这一项。`,
  )
}

/** Throws conflict while a filing rests on a milestone: without it, it would count as the filing of what isn't there. */
export function assertFilesNothing(id: number, standing: readonly KeptMilestone[]): void {
  const [filing] = filingsOf(id, standing)
  if (filing === undefined) return
  const { title } = stepKind(filing.step)
  throw new AppError(
    'conflict',
    `${inChinese(filing.day)}的${title}报的就是这一条，它不能单独撤销。请先撤销那一条${title}，再撤销这一条。`,
  )
}

/** What stands, and what would once it is confirmed. */
export function hopeful<M extends KeptMilestone>(milestones: readonly M[]): M[] {
  return standingOf(
    milestones.map((one) =>
      one.status === 'recorded' && one.revokes === null ? { ...one, status: 'confirmed' as const } : one,
    ),
  )
}

type Recorded = Omit<MilestoneInput, 'projectId' | 'evidenceIds'> & { revokes: number | null }

async function insertMilestone(
  context: Context,
  tx: Transaction,
  project: ProjectRow,
  recorded: Recorded,
): Promise<number> {
  const [row] = await tx
    .insert(projectMilestones)
    .values({
      ...recorded,
      projectId: project.id,
      jurisdictionId: project.jurisdictionId,
      organisationId: project.organisationId,
      status: 'recorded',
      recordedBy: personOf(context).id,
      recordedAt: context.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: projectMilestones.id })
  if (row === undefined) throw await waitingAlready(tx, project, recorded)
  await record(context, tx, [
    {
      operation: 'projects.file-milestone',
      objectType: 'milestone',
      objectId: String(row.id),
      after: {
        projectNumber: project.number,
        milestoneStep: recorded.step,
        milestoneDay: recorded.day,
        milestoneStatus: 'recorded',
        ...(recorded.outcome === null ? {} : { milestoneOutcome: recorded.outcome }),
        ...(recorded.until === null ? {} : { milestoneUntil: recorded.until }),
        ...(recorded.document === null ? {} : { document: recorded.document }),
        ...(recorded.asHappened ? { asHappened: true } : {}),
        ...(recorded.revokes === null ? {} : { revokes: recorded.revokes }),
      },
      ...(recorded.reason === null ? {} : { reason: recorded.reason }),
    },
  ])
  return row.id
}

/** Out: a conflict that shows both, what waits and what was to be recorded. */
async function waitingAlready(tx: Transaction, project: ProjectRow, recorded: Recorded): Promise<AppError> {
  const recorder = peopleAs('recorder')
  const { revokes, step } = recorded
  const [other] = await tx
    .select({ row: projectMilestones, by: recorder.name })
    .from(projectMilestones)
    .leftJoin(recorder, eq(recorder.id, projectMilestones.recordedBy))
    .where(
      and(
        eq(projectMilestones.projectId, project.id),
        eq(projectMilestones.step, step),
        revokes === null ? isNull(projectMilestones.revokes) : eq(projectMilestones.revokes, revokes),
        eq(projectMilestones.status, 'recorded'),
      ),
    )
  const theirs = other === undefined ? '' : `：${wordsOfMilestone(other.row)}（${other.by ?? ''}登记）`
  return new AppError(
    'conflict',
    `${stepKind(step).title}已有一条等第二人确认${theirs}；您填的是：${wordsOfMilestone(recorded)}。请先由第二人确认或者退回那一条，再登记。`,
  )
}
