import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { identity, instant, reference, storedJson } from '../platform/schema.ts'
import { reconciledChecks, reconciledDigests } from './reconciliation-model.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })
const count = (name: string) => bigint(name, { mode: 'number' })

/** What was done, written by the transaction that did it. Append-only, as all tables here. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: identity('id').notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: reference('actor_id'),
    actorName: text('actor_name').notNull(),
    /** The API key that the person's other system used; null: the person themselves. */
    actorKeyId: reference('actor_key_id'),
    /** The roles by which the actor was allowed to do it. */
    actorRoles: text('actor_roles').array().notNull(),
    organisationId: reference('organisation_id'),
    organisationName: text('organisation_name'),
    address: text(),
    requestId: text('request_id').notNull(),
    operation: text().notNull(),
    objectType: text('object_type').notNull(),
    objectId: text('object_id').notNull(),
    reason: text(),
    before: jsonb(),
    after: jsonb(),
  },
  (table) => [
    primaryKey({ columns: [table.jurisdictionId, table.id] }),
    index('audit_entries_object').on(table.jurisdictionId, table.objectType, table.objectId),
    index('audit_entries_at').on(table.jurisdictionId, table.at),
    index('audit_entries_actor').on(table.jurisdictionId, table.actorName),
    index('audit_entries_operation').on(table.jurisdictionId, table.operation),
    index('audit_entries_request').on(table.jurisdictionId, table.requestId),
  ],
)

/** The place of an entry in its jurisdiction's log: 1, 2, 3 …, given after the entry's commit, and its leaf hash. */
export const auditLeaves = pgTable(
  'audit_leaves',
  {
    jurisdictionId: text('jurisdiction_id').notNull(),
    sequence: count('sequence').notNull(),
    entryId: reference('entry_id').notNull(),
    hash: bytes().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.jurisdictionId, table.sequence] }),
    unique('audit_leaves_entry').on(table.jurisdictionId, table.entryId),
    check('audit_leaves_sequence', sql`${table.sequence} > 0`),
  ],
)

/** Roots of complete subtrees of 256, 256², … leaves (level 1, 2, …), so that proofs read few rows. */
export const auditSubtrees = pgTable(
  'audit_subtrees',
  {
    jurisdictionId: text('jurisdiction_id').notNull(),
    level: smallint().notNull(),
    index: count('index').notNull(),
    hash: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jurisdictionId, table.level, table.index] })],
)

/** Each run of the sequencer: the log's size after it, and the entry up to which nothing can be missing any more. */
export const auditBatches = pgTable(
  'audit_batches',
  {
    jurisdictionId: text('jurisdiction_id').notNull(),
    treeSize: count('tree_size').notNull(),
    settledEntryId: reference('settled_entry_id').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jurisdictionId, table.treeSize] })],
)

/** Signed heads, one a day: what is printed and kept outside. */
export const auditHeads = pgTable(
  'audit_heads',
  {
    id: identity('id').notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    treeSize: count('tree_size').notNull(),
    root: bytes().notNull(),
    at: instant('at').notNull(),
    /** SM2 over the canonical head, r ‖ s in hexadecimal; null: no key was configured. */
    signature: text(),
    publicKey: text('public_key'),
  },
  (table) => [
    primaryKey({ columns: [table.jurisdictionId, table.id] }),
    check('audit_heads_signed', sql`(${table.signature} is null) = (${table.publicKey} is null)`),
  ],
)

/** 核对: one comparison of what is kept in two places; append-only. */
export const reconciliations = pgTable(
  'reconciliations',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    at: instant('at').notNull(),
    /** Every check was made; false: judging found what differs on its way. What is open counts from the last full one. */
    complete: boolean().notNull(),
    /** How many differences were found. */
    differing: integer().notNull(),
    checks: storedJson('checks', reconciledChecks, '核对的项目').notNull(),
    /** What all rows of a kind came to at that moment: in the audit log by the same transaction, under the next head. */
    digests: storedJson('digests', reconciledDigests, '核对的摘要').notNull(),
  },
  (table) => [
    index('reconciliations_complete').on(table.jurisdictionId, table.id).where(sql`${table.complete}`),
    unique('reconciliations_in_jurisdiction').on(table.id, table.jurisdictionId),
  ],
)

/** One thing that differs from what it should be, as a reconciliation found it; append-only. */
export const reconciliationDifferences = pgTable(
  'reconciliation_differences',
  {
    id: identity('id').primaryKey(),
    reconciliationId: reference('reconciliation_id').notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** Whose it is; null: nobody's but the whole jurisdiction's. */
    organisationId: reference('organisation_id'),
    check: text('check_name').notNull(),
    /** The system whose money waits until this is settled; null: it is no system's. */
    systemId: reference('system_id'),
    /** Code, number or key by which users know it. */
    subject: text().notNull(),
    field: text().notNull(),
    /** null: none. */
    expected: text(),
    found: text(),
  },
  (table) => [
    foreignKey({
      columns: [table.reconciliationId, table.jurisdictionId],
      foreignColumns: [reconciliations.id, reconciliations.jurisdictionId],
      name: 'reconciliation_differences_fk',
    }),
    index('reconciliation_differences_of').on(table.reconciliationId, table.id),
    index('reconciliation_differences_system').on(table.systemId).where(sql`${table.systemId} is not null`),
  ],
)
