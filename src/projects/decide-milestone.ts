import { record } from '../audit/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { overtaken, requireStep, statusAfter } from '../platform/state-machine.ts'
import { stillAs } from '../platform/steps.ts'
import { confirmInput, refuseInput } from './input.ts'
import { confirmerWords, mayConfirm, milestoneMachine, standingOf, stepKind } from './model.ts'
import { faultOfMilestone } from './order-of-milestones.ts'
import { assertFilesNothing } from './record-milestone.ts'
import { recordMilestoneFacts } from './record-milestone-facts.ts'
import { projectMilestones } from './schema.ts'
import { lockMilestone, type MilestoneRow, milestonesOf, type ProjectRow, personOf } from './store.ts'

/**
 * Confirms a milestone as its second person: the facts of the project's systems follow in the same transaction. Throws
 * forbidden for who recorded it or isn't of the side that may, conflict when it is decided on already or what it files
 * was revoked meanwhile.
 */
export async function confirmMilestone(context: Context, input: unknown): Promise<void> {
  authorize(context, 'projects.confirm')
  const { id } = parseInput(confirmInput, input)
  await transact(context, (tx) => confirmIn(context, tx, id))
}

/** The same inside the caller's transaction. */
export async function confirmIn(context: Context, tx: Transaction, id: number): Promise<void> {
  const { project, milestone } = await lockMilestone(tx, id)
  requireStep(milestoneMachine, 'confirm', milestone)
  assertSecond(context, project, milestone)
  await assertStill(context, tx, project, milestone)
  const { recordedBy, document, reason } = await decide(context, tx, project, milestone, 'confirm', null)
  await recordMilestoneFacts(context, tx, project.id, {
    operation: 'projects.confirm',
    milestoneId: id,
    document,
    reason,
    recordedBy,
    confirmedBy: personOf(context).id,
  })
}

/** Sends a milestone back with a reason; it changes nothing, and can be recorded anew. Throws as `confirmMilestone`. */
export async function refuseMilestone(context: Context, input: unknown): Promise<void> {
  authorize(context, 'projects.confirm')
  const { id, comment } = parseInput(refuseInput, input)
  await transact(context, async (tx) => {
    const { project, milestone } = await lockMilestone(tx, id)
    requireStep(milestoneMachine, 'refuse', milestone)
    assertSecond(context, project, milestone)
    await decide(context, tx, project, milestone, 'refuse', comment)
  })
}

function assertSecond(context: Context, project: ProjectRow, { step, recordedBy }: MilestoneRow): void {
  assertNotOwn(context, recordedBy)
  if (!mayConfirm(personOf(context), step, project.organisationId))
    throw new AppError('forbidden', `${stepKind(step).title}由${confirmerWords(step)}确认。`)
}

/** What was in order when it was recorded can have lost its ground since. */
async function assertStill(
  context: Context,
  tx: Transaction,
  project: ProjectRow,
  milestone: MilestoneRow,
): Promise<void> {
  const standing = standingOf(await milestonesOf(tx, milestone.projectId))
  if (milestone.revokes !== null) {
    assertFilesNothing(milestone.revokes, standing)
    return
  }
  const fault = faultOfMilestone({ ...milestone, asHappened: true }, standing, context.clock.today())
  if (fault !== null)
    throw new AppError(
      'conflict',
      `“${project.name}”的${stepKind(milestone.step).title}现在还不能确认：${fault.message}。请先确认前一节点，或者退回这一条。`,
    )
}

async function decide(
  context: Context,
  tx: Transaction,
  project: ProjectRow,
  milestone: MilestoneRow,
  step: 'confirm' | 'refuse',
  comment: string | null,
): Promise<MilestoneRow> {
  const [row] = await tx
    .update(projectMilestones)
    .set({
      status: statusAfter(milestoneMachine, step, milestone),
      decidedBy: personOf(context).id,
      decidedAt: context.clock.now(),
      comment,
    })
    .where(stillAs(projectMilestones, milestone))
    .returning()
  if (row === undefined) return overtaken(milestoneMachine, milestone)
  await record(context, tx, [
    {
      operation: 'projects.confirm',
      objectType: 'milestone',
      objectId: String(row.id),
      before: { milestoneStatus: milestone.status },
      after: {
        milestoneStatus: row.status,
        projectNumber: project.number,
        milestoneStep: row.step,
        milestoneDay: row.day,
      },
      ...(comment === null ? {} : { reason: comment }),
    },
  ])
  return row
}
