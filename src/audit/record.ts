import { type SQL, sql } from 'drizzle-orm'
import { allows, type Context } from '../platform/context.ts'
import { pipelined, type Transaction } from '../platform/database.ts'
import type { Operation } from '../platform/permissions.ts'
import { admissibleJson, admissibleText } from './admissible.ts'

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
const maxPipelined = 20

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
  const who = whoOf(context)
  const entries = changes.map((change) => entryOf(context, change))
  const [only, ...others] = entries
  const statement =
    only !== undefined && others.length === 0
      ? insertOne(who, only)
      : sql`select dengyun_audit_record(${admissibleJson(who)}::jsonb, ${admissibleJson(entries)}::jsonb)`
  // A few travel with the commit, which fails if they do; many are waited for, so that they don't pile up in memory.
  if (entries.length <= maxPipelined) await pipelined(tx, statement)
  else await tx.execute(statement)
}

/** What all entries of one request share. */
function whoOf({ actor, clock, address, requestId }: Context) {
  const person = actor.kind === 'person' ? actor : null
  return {
    jurisdictionId: actor.jurisdictionId,
    at: clock.now(),
    actorKind: actor.kind,
    actorId: person?.id,
    actorName: person?.name ?? (actor.kind === 'job' ? actor.job : '公众'),
    actorKeyId: person?.key?.id,
    organisationId: person?.organisationId,
    organisationName: person?.organisationName,
    address,
    requestId,
  }
}

function entryOf({ actor }: Context, change: AuditedChange) {
  const person = actor.kind === 'person' ? actor : null
  return {
    ...change,
    actorRoles: person?.roles.filter((role) => allows({ ...person, roles: [role] }, change.operation)) ?? [],
  }
}

/** One entry without the function that unpacks many: the detour is a tenth of what the smallest write takes. */
function insertOne(who: ReturnType<typeof whoOf>, entry: ReturnType<typeof entryOf>): SQL {
  const text = (name: string, words: string | null | undefined) =>
    words === null || words === undefined ? null : admissibleText(words, name)
  const json = (value: unknown) => (value === null || value === undefined ? null : admissibleJson(value))
  return sql`insert into audit_entries (jurisdiction_id, at, actor_kind, actor_id, actor_name, actor_key_id, actor_roles,
      organisation_id, organisation_name, address, request_id, operation, object_type, object_id, reason, before, after)
    values (${who.jurisdictionId}, ${who.at.toISOString()}::timestamptz, ${who.actorKind},
      ${who.actorId ?? null}::bigint, ${text('actorName', who.actorName)}, ${who.actorKeyId ?? null}::bigint,
      ${`{${entry.actorRoles.join(',')}}`}::text[], ${who.organisationId ?? null}::bigint,
      ${text('organisationName', who.organisationName)}, ${text('address', who.address)},
      ${text('requestId', who.requestId)}, ${entry.operation}, ${entry.objectType},
      ${text('objectId', entry.objectId)}, ${text('reason', entry.reason)}, ${json(entry.before)}::jsonb,
      ${json(entry.after)}::jsonb)`
}
