import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { Operation } from '../platform/permissions.ts'
import { auditEntries } from './schema.ts'

export interface AuditedChange {
  operation: Operation
  objectType: string
  objectId: string
  before?: unknown
  after?: unknown
  reason?: string
}

/**
 * Writes what was done into the append-only record, in the transaction that does it: if this fails, the change fails.
 * In: the verb's context and transaction, and the changes, all under the request's one id.
 */
export async function record(
  context: Context,
  tx: Transaction,
  changes: readonly AuditedChange[],
): Promise<void> {
  if (changes.length === 0) return
  const { actor } = context
  const person = actor.kind === 'person' ? actor : null
  await tx.insert(auditEntries).values(
    changes.map((change) => ({
      jurisdictionId: actor.jurisdictionId,
      at: context.clock.now(),
      actorKind: actor.kind,
      actorId: person?.id ?? null,
      actorName: person?.name ?? (actor.kind === 'job' ? actor.job : '公众'),
      organisationId: person?.organisationId ?? null,
      address: context.address,
      requestId: context.requestId,
      operation: change.operation,
      objectType: change.objectType,
      objectId: change.objectId,
      reason: change.reason ?? null,
      before: change.before ?? null,
      after: change.after ?? null,
    })),
  )
}
