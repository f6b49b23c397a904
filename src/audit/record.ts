import { sql } from 'drizzle-orm'
import { allows, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { Operation } from '../platform/permissions.ts'
import { admissibleJson } from './admissible.ts'

export interface AuditedChange {
  operation: Operation
  objectType: string
  objectId: string
  before?: unknown
  after?: unknown
  reason?: string
}

/** Keeps one statement within a few megabytes. */
const changesPerStatement = 2000

/**
 * Writes what was done into the append-only record, in the transaction that does it: if this fails, the change fails.
 * In: the verb's context and transaction, and the changes, all under the request's one id.
 * Throws when a key in `before` or `after` looks like a secret (see admissible.ts).
 * The entry's place in the log is given after the commit (see sequence-entries.ts).
 */
export async function record(
  context: Context,
  tx: Transaction,
  changes: readonly AuditedChange[],
): Promise<void> {
  for (let from = 0; from < changes.length; from += changesPerStatement)
    await write(context, tx, changes.slice(from, from + changesPerStatement))
}

async function write(context: Context, tx: Transaction, changes: readonly AuditedChange[]): Promise<void> {
  const { actor } = context
  const person = actor.kind === 'person' ? actor : null
  const entries = changes.map(({ operation, objectType, objectId, before, after, reason }) => ({
    operation,
    object_type: objectType,
    object_id: objectId,
    reason,
    before,
    after,
    actor_roles: person?.roles.filter((role) => allows({ ...person, roles: [role] }, operation)) ?? [],
  }))
  await tx.execute(sql`
    insert into audit_entries (jurisdiction_id, at, actor_kind, actor_id, actor_name, actor_key_id, actor_roles,
      organisation_id, organisation_name, address, request_id,
      operation, object_type, object_id, reason, before, after)
    select ${actor.jurisdictionId}, ${context.clock.now().toISOString()}::timestamptz,
      ${actor.kind}, ${person?.id ?? null}::bigint, ${person?.name ?? (actor.kind === 'job' ? actor.job : '公众')},
      ${person?.key?.id ?? null}::bigint, entry.actor_roles, ${person?.organisationId ?? null}::bigint, ${person?.organisationName ?? null}::text,
      ${context.address}::text, ${context.requestId},
      entry.operation, entry.object_type, entry.object_id, entry.reason,
      nullif(entry.before, 'null'), nullif(entry.after, 'null')
    from jsonb_to_recordset(${admissibleJson(entries)}::jsonb) as entry (operation text, object_type text,
      object_id text, reason text, before jsonb, after jsonb, actor_roles text[])`)
}
