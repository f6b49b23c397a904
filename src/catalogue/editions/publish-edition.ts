import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { databaseErrorCode, type Transaction } from '../../platform/database.ts'
import { addYears, type CalendarDate, parseDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { bureaus, editionMachine } from '../model.ts'
import { catalogueEditions } from '../schema.ts'
import { serveUnlistedNeeds } from '../unlisted-needs/unlisted-needs.ts'
import { changeEdition, type EditionRow, hashOf, loadApprovals, lockEdition } from './editions.ts'
import { forgetServed } from './served-catalogue.ts'

const publishInput = z.strictObject({
  editionId: z.int().positive(),
  /** The day on which it takes effect; left out: today. */
  on: z
    .string()
    .transform((text, context) => {
      const day = parseDate(text)
      if (day === null)
        context.addIssue({ code: 'custom', message: '发布日期应为存在的日期，写作 2026-12-01' })
      return day ?? z.NEVER
    })
    .optional(),
})

export interface Publication {
  /** The day on which it is in force: today, or the day it is scheduled for. */
  publishedOn: CalendarDate
  scheduled: boolean
  /** The edition that is superseded by it now, or null. */
  superseded: { id: number; number: string } | null
}

/**
 * Puts an edition in force today and supersedes the one in force, in one transaction; or schedules it for a later day,
 * on which the job `publish-editions` does so. Throws conflict when it isn't approved by both bureaus as it is now, or
 * when somebody publishes at the same moment; invalid-input for a day that is past or more than a year away.
 */
export async function publishEdition(
  context: Context,
  input: z.input<typeof publishInput>,
): Promise<Publication> {
  authorize(context, 'catalogue.publish')
  const { editionId, on } = parseInput(publishInput, input)
  const today = context.clock.today()
  const day = on ?? today
  if (day < today || day > addYears(today, 1))
    throw new AppError('invalid-input', `发布日期应在今天（${today}）到一年之内。`, {
      errors: [{ path: 'on', message: '不能早于今天，也不能晚于一年' }],
    })
  try {
    const publication = await transact(context, async (tx) => {
      const edition = await lockEdition(tx, editionId)
      requireStep(editionMachine, 'publish', edition)
      if (day > today) return await schedule(context, tx, edition, day)
      return {
        publishedOn: day,
        scheduled: false,
        superseded: await putInForce(context, tx, edition, 'publish', day),
      }
    })
    forgetServed(context, context.actor.jurisdictionId)
    return publication
  } catch (error) {
    // The unique index "one edition in force" has decided between two that were published at once.
    if (databaseErrorCode(error) === '23505')
      throw new AppError('conflict', '另一版目录刚刚发布。请先看现行的一版，再决定是否发布这一版。', {
        cause: error,
      })
    throw error
  }
}

/** Takes a scheduled edition back to "approved": it is published by hand, on another day, or returned. */
export async function unscheduleEdition(context: Context, input: { editionId: number }): Promise<void> {
  authorize(context, 'catalogue.publish')
  const { editionId } = parseInput(z.strictObject({ editionId: z.int().positive() }), input)
  await transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'unschedule', edition)
    await changeEdition(tx, edition, 'unschedule', { publishesOn: null })
    await record(context, tx, [
      {
        operation: 'catalogue.publish',
        objectType: 'catalogue-edition',
        objectId: String(editionId),
        before: { status: edition.status, publishesOn: edition.publishesOn },
        after: { status: 'approved' },
      },
    ])
  })
}

/**
 * The job's work: puts every edition of the jurisdiction in force that is scheduled for today or, had nobody run the
 * job that day, for a day before; oldest first. Out: how many. A second run finds none.
 */
export async function publishDueEditions(
  context: Context,
  tx: Transaction,
  today: CalendarDate,
): Promise<{ published: number }> {
  authorize(context, 'catalogue.publish')
  const due = await tx
    .select()
    .from(catalogueEditions)
    .where(
      and(
        inArray(catalogueEditions.status, editionMachine.steps['take-effect'].from),
        lte(catalogueEditions.publishesOn, today),
      ),
    )
    .orderBy(asc(catalogueEditions.publishesOn), asc(catalogueEditions.id))
    .for('update')
  for (const edition of due) await putInForce(context, tx, edition, 'take-effect', today)
  return { published: due.length }
}

async function schedule(
  context: Context,
  tx: Transaction,
  edition: EditionRow,
  publishesOn: CalendarDate,
): Promise<Publication> {
  const hash = await approvedHash(tx, edition)
  await changeEdition(tx, edition, 'schedule', { publishesOn })
  await record(context, tx, [
    {
      operation: 'catalogue.publish',
      objectType: 'catalogue-edition',
      objectId: String(edition.id),
      before: { status: edition.status },
      after: { status: 'scheduled', publishesOn, contentHash: hash },
    },
  ])
  return { publishedOn: publishesOn, scheduled: true, superseded: null }
}

async function putInForce(
  context: Context,
  tx: Transaction,
  edition: EditionRow,
  step: 'publish' | 'take-effect',
  publishedOn: CalendarDate,
): Promise<Publication['superseded']> {
  const { supersede } = editionMachine.steps
  const hash = await approvedHash(tx, edition)
  const [superseded] = await tx
    .update(catalogueEditions)
    .set({ status: supersede.to, supersededOn: publishedOn })
    .where(
      and(
        eq(catalogueEditions.jurisdictionId, edition.jurisdictionId),
        inArray(catalogueEditions.status, supersede.from),
      ),
    )
    .returning({ id: catalogueEditions.id, number: catalogueEditions.number })
  await changeEdition(tx, edition, step, { publishedOn })
  await serveUnlistedNeeds(tx, edition.id, publishedOn)
  await record(context, tx, [
    {
      operation: 'catalogue.publish',
      objectType: 'catalogue-edition',
      objectId: String(edition.id),
      before: { status: edition.status },
      after: { status: 'published', publishedOn, contentHash: hash, supersedes: superseded?.id ?? null },
    },
    ...(superseded === undefined
      ? []
      : [
          {
            operation: 'catalogue.publish' as const,
            objectType: 'catalogue-edition',
            objectId: String(superseded.id),
            before: { status: 'published' },
            after: { status: 'superseded', supersededOn: publishedOn, by: edition.id },
          },
        ]),
  ])
  return superseded ?? null
}

/** Out: the hash of what is there. Throws conflict unless both bureaus approved exactly that. */
async function approvedHash(tx: Transaction, edition: EditionRow): Promise<string> {
  const approvals = await loadApprovals(tx, edition.id)
  const hash = await hashOf(tx, edition)
  if (approvals.length !== bureaus.length || approvals.some((approval) => approval.contentHash !== hash))
    throw new AppError('conflict', '两个部门批准的内容与现在的内容不一致，不能发布。请退回后重新走批准。')
  return hash
}
