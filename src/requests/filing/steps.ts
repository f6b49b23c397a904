import { and, eq } from 'drizzle-orm'
import { type AuditedChange, record } from '../../audit/index.ts'
import type { Context, Person } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { dateInChina } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import type { Operation } from '../../platform/permissions.ts'
import { type EventAction, type RequestStatus, requestNumber, statusWords } from './model.ts'
import { requestEvents, resourceRequests } from './schema.ts'

export type RequestRow = typeof resourceRequests.$inferSelect

/** Who acts on a request: a person, never a job. */
export function personOf(context: Context): Person {
  if (context.actor.kind !== 'person') throw new AppError('forbidden', '资源申请要由经办人办理。')
  return context.actor
}

export function numberOf(request: Pick<RequestRow, 'id' | 'filedAt'>): string {
  return requestNumber(request.id, Number(dateInChina(request.filedAt).slice(0, 4)))
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

/** Throws conflict, saying in which state the request is, unless it is in one of those needed. */
export function requireStatus(request: RequestRow, needed: readonly RequestStatus[], action: string): void {
  if (needed.includes(request.status)) return
  const expected = needed.map((status) => `“${statusWords[status]}”`).join('或')
  throw new AppError(
    'conflict',
    `${numberOf(request)} 现在是“${statusWords[request.status]}”，只有${expected}的申请才能${action}。请刷新后再看。`,
  )
}

interface Step {
  operation: Operation
  action: EventAction
  change: Partial<typeof resourceRequests.$inferInsert>
  comment?: string | undefined
  /** What the audit record says besides the state. */
  audited?: Record<string, unknown>
  /** Who took the step, where it isn't the actor: a rule. */
  by?: string
}

/**
 * Takes a request one step further, if it still is in the state it was found in: change, timeline and audit.
 * Out: the changed row. Throws conflict when somebody else was faster.
 */
export async function transition(
  context: Context,
  tx: Transaction,
  request: RequestRow,
  step: Step,
): Promise<RequestRow> {
  const [row] = await tx
    .update(resourceRequests)
    .set(step.change)
    .where(and(eq(resourceRequests.id, request.id), eq(resourceRequests.status, request.status)))
    .returning()
  if (row === undefined) throw new AppError('conflict', '另一个人刚刚办理了这份申请，请刷新后再试。')
  await appendEvent(context, tx, row, step)
  const audited: AuditedChange = {
    operation: step.operation,
    objectType: 'resource-request',
    objectId: String(request.id),
    before: { status: request.status },
    after: { status: row.status, number: numberOf(row), ...step.audited },
  }
  await record(context, tx, [step.comment ? { ...audited, reason: step.comment } : audited])
  return row
}

/** Writes a line of the timeline (办理过程). */
export async function appendEvent(
  context: Context,
  tx: Transaction,
  request: Pick<RequestRow, 'id' | 'jurisdictionId' | 'organisationId' | 'status'>,
  { action, comment, by }: Pick<Step, 'action' | 'comment' | 'by'>,
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
