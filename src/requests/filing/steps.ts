import { eq } from 'drizzle-orm'
import { type AuditedChange, record } from '../../audit/index.ts'
import type { Context, Person } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { type EventAction, numberOf, type RequestStep, requestMachine } from './model.ts'
import { requestEvents, resourceRequests } from './schema.ts'

export type RequestRow = typeof resourceRequests.$inferSelect

/** Who acts on a request: a person, never a job. */
export function personOf(context: Context): Person {
  if (context.actor.kind !== 'person') throw new AppError('forbidden', '资源申请要由经办人办理。')
  return context.actor
}

/** In: a request's id. Out: its row. Throws not-found. */
export async function readRow(tx: Transaction, requestId: number): Promise<RequestRow> {
  const [row] = await tx.select().from(resourceRequests).where(eq(resourceRequests.id, requestId))
  return row ?? noSuchRequest()
}

function noSuchRequest(): never {
  throw new AppError('not-found', '没有这份资源申请，可能已被删除，或者不是您单位的。')
}

/** In: a request's id. Out: its row, locked until the transaction ends. Throws not-found. */
export async function lockRequest(tx: Transaction, requestId: number): Promise<RequestRow> {
  const [row] = await tx
    .select()
    .from(resourceRequests)
    .where(eq(resourceRequests.id, requestId))
    .for('update')
  return row ?? noSuchRequest()
}

interface Taken {
  change?: Omit<Partial<typeof resourceRequests.$inferInsert>, 'status'>
  comment?: string | undefined
  /** What the audit record says besides the state. */
  audited?: Record<string, unknown>
  /** Who took the step, where it isn't the actor: a rule. */
  by?: string | undefined
}

/**
 * Takes a request one step further, if it still is in the state it was found in: change, timeline and audit.
 * Out: the changed row. Throws conflict when the step can't be taken in that state, or somebody else was faster.
 */
export async function transition(
  context: Context,
  tx: Transaction,
  request: RequestRow,
  action: RequestStep & EventAction,
  { change, comment, audited: said, by }: Taken,
): Promise<RequestRow> {
  const [row] = await tx
    .update(resourceRequests)
    .set({ ...change, status: statusAfter(requestMachine, action, request) })
    .where(stillAs(resourceRequests, request))
    .returning()
  if (row === undefined) return overtaken(requestMachine, request)
  await appendEvent(context, tx, row, { action, comment, by })
  const audited: AuditedChange = {
    operation: requestMachine.steps[action].operation,
    objectType: 'resource-request',
    objectId: String(request.id),
    before: { status: request.status },
    after: { status: row.status, number: numberOf(row), ...said },
  }
  await record(context, tx, [comment ? { ...audited, reason: comment } : audited])
  return row
}

/** Writes a line of the timeline (办理过程). */
export async function appendEvent(
  context: Context,
  tx: Transaction,
  request: Pick<RequestRow, 'id' | 'jurisdictionId' | 'organisationId' | 'status'>,
  { action, comment, by }: { action: EventAction } & Pick<Taken, 'comment' | 'by'>,
): Promise<void> {
  const { actor } = context
  const person = actor.kind === 'person' && by === undefined ? actor : null
  await tx.insert(requestEvents).values({
    requestId: request.id,
    jurisdictionId: request.jurisdictionId,
    organisationId: request.organisationId,
    at: context.clock.now(),
    action,
    status: request.status,
    by: by ?? person?.name ?? '定时任务',
    office: person?.organisationName ?? null,
    comment: comment || null,
  })
}
