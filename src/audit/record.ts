import { sql } from 'drizzle-orm'
import { allows, type Context } from '../platform/context.ts'
import { sendAhead, type Transaction } from '../platform/database.ts'
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
const mostSentAhead = 20

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
  const common = {
    jurisdictionId: actor.jurisdictionId,
    at: context.clock.now(),
    actorKind: actor.kind,
    actorId: person?.id,
    actorName: person?.name ?? (actor.kind === 'job' ? actor.job : '公众'),
    actorKeyId: person?.key?.id,
    organisationId: person?.organisationId,
    organisationName: person?.organisationName,
    address: context.address,
    requestId: context.requestId,
  }
  const entries = changes.map((change) => ({
    ...change,
    actorRoles: person?.roles.filter((role) => allows({ ...person, roles: [role] }, change.operation)) ?? [],
  }))
  const statement = sql`select dengyun_audit_record(${admissibleJson(common)}::jsonb, ${admissibleJson(entries)}::jsonb)`
  // A few travel with the commit, which fails if they do; many are waited for, so that they don't pile up in memory.
  if (entries.length <= mostSentAhead) await sendAhead(tx, statement)
  else await tx.execute(statement)
}
