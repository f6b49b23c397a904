import { sql } from 'drizzle-orm'
import type { Json } from './canonical.ts'
import type { Leaf } from './leaf.ts'

/** An entry as the database gives it: the columns of `entryColumns`. */
export type EntryRow = {
  id: number
  jurisdiction_id: string
  at_ms: number
  actor_kind: string
  actor_id: number | null
  actor_name: string
  actor_key_id: number | null
  actor_roles: string[]
  organisation_id: number | null
  organisation_name: string | null
  address: string | null
  request_id: string
  operation: string
  object_type: string
  object_id: string
  reason: string | null
  before: Json
  after: Json
}

/** For `select … from audit_entries e`. */
export const entryColumns = sql.raw(`e.id::float8 as id, e.jurisdiction_id,
  (extract(epoch from e.at) * 1000)::float8 as at_ms,
  e.actor_kind, e.actor_id::float8 as actor_id, e.actor_name, e.actor_key_id::float8 as actor_key_id, e.actor_roles,
  e.organisation_id::float8 as organisation_id, e.organisation_name,
  e.address, e.request_id, e.operation, e.object_type, e.object_id, e.reason, e.before, e.after`)

/** In: an entry and its place in the log. Out: its leaf. */
export function leafOf(row: EntryRow, sequence: number): Leaf {
  return {
    format: 1,
    jurisdiction: row.jurisdiction_id,
    sequence,
    at: new Date(row.at_ms).toISOString(),
    actor: {
      kind: row.actor_kind,
      id: row.actor_id,
      name: row.actor_name,
      keyId: row.actor_key_id,
      roles: row.actor_roles,
    },
    organisation: { id: row.organisation_id, name: row.organisation_name },
    address: row.address,
    requestId: row.request_id,
    operation: row.operation,
    object: { type: row.object_type, id: row.object_id },
    reason: row.reason,
    before: row.before,
    after: row.after,
  }
}
