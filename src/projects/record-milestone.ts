import { and, eq, isNull } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { linkEvidence } from '../evidence/index.ts'
import { peopleAs } from '../identity/index.ts'
import { authorize, type Context, type Person, transact } from '../platform/context.ts'
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
  const withheld = withheldFrom(personOf(context), step, organisationId)
  if (withheld !== null) throw new AppError('forbidden', `${withheld}。`)
}

/** In: a person, a step, the unit that leads the project. Out: why the person doesn't record it; null: it does. */
export function withheldFrom(
  person: Person,
  step: MilestoneInput['step'],
  organisationId: number,
): string | null {
  if (holdsRecord(person, step, organisationId)) return null
  const { title, by } = stepKind(step)
  const whose = { department: '牵头单位', bureau: '主管部门', finance: '财政部门' }
  return `${title}由${by.map((side) => whose[side]).join('或者')}登记，您的岗位不登记这一项`
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
  const [id] = await insertMilestones(context, tx, project, [recorded])
  if (id === undefined) throw new Error('one milestone has one id')
  return id
}

/** Writes milestones that wait for their second person. Out: their ids; one that waits already throws conflict. */
export async function insertMilestones(
  context: Context,
  tx: Transaction,
  project: ProjectRow,
  recorded: readonly Recorded[],
): Promise<number[]> {
  const ids: number[] = []
  for (const one of recorded) {
    const [row] = await tx
      .insert(projectMilestones)
      .values({
        ...one,
        projectId: project.id,
        jurisdictionId: project.jurisdictionId,
        organisationId: project.organisationId,
        status: 'recorded',
        recordedBy: personOf(context).id,
        recordedAt: context.clock.now(),
      })
      .onConflictDoNothing()
      .returning({ id: projectMilestones.id })
    if (row === undefined) throw await waitingAlready(tx, project, one)
    ids.push(row.id)
  }
  await record(
    context,
    tx,
    recorded.map((one, place) => ({
      operation: 'projects.file-milestone',
      objectType: 'milestone',
      objectId: String(ids[place]),
      after: {
        projectNumber: project.number,
        milestoneStep: one.step,
        milestoneDay: one.day,
        milestoneStatus: 'recorded',
        ...(one.outcome === null ? {} : { milestoneOutcome: one.outcome }),
        ...(one.until === null ? {} : { milestoneUntil: one.until }),
        ...(one.document === null ? {} : { document: one.document }),
        ...(one.asHappened ? { asHappened: true } : {}),
        ...(one.revokes === null ? {} : { revokes: one.revokes }),
      },
      ...(one.reason === null ? {} : { reason: one.reason }),
    })),
  )
  return ids
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
