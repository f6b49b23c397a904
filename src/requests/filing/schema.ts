import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import { ofOrganisation } from '../../identity/columns-schema.ts'
import { people } from '../../identity/schema.ts'
import type { lineKinds } from '../../matching/index.ts'
import { calendarDate, fenColumn, identity, instant, listed, reference } from '../../platform/schema.ts'
import { systems } from '../../systems/schema.ts'
import { requestMatches } from './match-schema.ts'
import { type EventAction, type RequestStatus, requestStatuses } from './model.ts'

/** 资源申请: what a department asks of the cloud for one system, and how far it has come. */
export const resourceRequests = pgTable(
  'resource_requests',
  {
    id: identity('id').primaryKey(),
    ...ofOrganisation(),
    project: text().notNull(),
    /** null: a system to come, known by its name only. */
    systemId: reference('system_id').references(() => systems.id),
    systemName: text('system_name').notNull(),
    purpose: text().notNull(),
    startsOn: calendarDate('starts_on'),
    endsOn: calendarDate('ends_on'),
    status: text().$type<RequestStatus>().notNull().default('draft'),
    /** Rises with every change of the draft: who saves over another one's change is told. */
    version: integer().notNull().default(1),
    /** The department's clerk says that it is complete (送部门审核). */
    ready: boolean().notNull().default(false),
    filedBy: reference('filed_by')
      .notNull()
      .references(() => people.id),
    filedAt: instant('filed_at').notNull(),
    changedBy: reference('changed_by')
      .notNull()
      .references(() => people.id),
    changedAt: instant('changed_at').notNull(),
    submittedBy: reference('submitted_by').references(() => people.id),
    submittedOn: calendarDate('submitted_on'),
    /** The frozen match that is decided on. */
    matchId: reference('match_id'),
    approvedBy: reference('approved_by').references(() => people.id),
    approvedOn: calendarDate('approved_on'),
    /** The rule in words, where a rule approved it. */
    decidedByRule: text('decided_by_rule'),
    dueOn: calendarDate('due_on'),
    dueProvisional: boolean('due_provisional').notNull().default(false),
    provisionedOn: calendarDate('provisioned_on'),
    endedOn: calendarDate('ended_on'),
  },
  (table) => [
    index('resource_requests_status').on(table.jurisdictionId, table.status, table.id),
    index('resource_requests_organisation').on(table.jurisdictionId, table.organisationId, table.id),
    index('resource_requests_system').on(table.systemId),
    foreignKey({
      columns: [table.matchId, table.id],
      foreignColumns: [requestMatches.id, requestMatches.requestId],
      name: 'resource_requests_match_fk',
    }),
    check('resource_requests_status_known', sql`${table.status} in (${listed(requestStatuses)})`),
    check('resource_requests_period', sql`${table.endsOn} >= ${table.startsOn}`),
    // Nobody approves what they filed or submitted; what a rule approved names the rule.
    check(
      'resource_requests_other_approver',
      sql`${table.approvedBy} <> ${table.filedBy} and ${table.approvedBy} <> ${table.submittedBy}`,
    ),
    check(
      'resource_requests_approval',
      sql`(${table.approvedOn} is null) = (${table.approvedBy} is null and ${table.decidedByRule} is null)
        and (${table.approvedBy} is null or ${table.decidedByRule} is null)`,
    ),
    check(
      'resource_requests_decided',
      sql`${table.status} not in ('approved', 'provisioned', 'changed', 'expired') or ${table.approvedOn} is not null`,
    ),
    check(
      'resource_requests_frozen',
      sql`${table.status} in ('draft', 'returned') or (${table.matchId} is not null and ${table.submittedBy} is not null)`,
    ),
  ],
)

/** 需求行: figures or words; as it stands in the draft, or as it stood at the last submission. */
export const requestLines = pgTable(
  'request_lines',
  {
    requestId: reference('request_id')
      .notNull()
      .references(() => resourceRequests.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    ...ofOrganisation(),
    quantity: integer(),
    vcpu: integer(),
    memoryGiB: integer('memory_gib'),
    storageGiB: integer('storage_gib'),
    bandwidthMbps: integer('bandwidth_mbps'),
    kind: text().$type<(typeof lineKinds)[number]>(),
    zone: text(),
    architecture: text(),
    domestic: boolean(),
    protectionLevel: smallint('protection_level'),
    splittable: boolean(),
    /** Codes of items billed once for every machine. */
    attached: text().array(),
    /** 涉密: never served, the match says why. */
    classified: boolean(),
    text: text('words'),
    /** What it was read from, where it was pasted. */
    source: text(),
    /** false: read from pasted words and not yet looked at by a person. */
    confirmed: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.position] })],
)

/** 办理过程: every step of a request, append-only, as its department may read it. */
export const requestEvents = pgTable(
  'request_events',
  {
    id: identity('id').primaryKey(),
    requestId: reference('request_id')
      .notNull()
      .references(() => resourceRequests.id, { onDelete: 'cascade' }),
    ...ofOrganisation(),
    at: instant('at').notNull(),
    action: text().$type<EventAction>().notNull(),
    status: text().$type<RequestStatus>().notNull(),
    /** Who did it, as they were called then; a rule or a job by its name. */
    by: text('by_name').notNull(),
    office: text('by_office'),
    comment: text(),
  },
  (table) => [index('request_events_request').on(table.requestId, table.id)],
)

/** Under which bounds a small increase passes by rule, and what counts as idle; one row a jurisdiction, else the defaults. */
export const requestRules = pgTable('request_rules', {
  jurisdictionId: text('jurisdiction_id').primaryKey(),
  byRule: boolean('by_rule').notNull(),
  maxVcpu: integer('most_vcpu').notNull(),
  maxMemoryGiB: integer('most_memory_gib').notNull(),
  maxStorageGiB: integer('most_storage_gib').notNull(),
  maxMonthlyFen: fenColumn('most_monthly_fen').notNull(),
  maxPerQuarter: integer('most_per_quarter').notNull(),
  idleAveragePercent: integer('idle_average_percent').notNull(),
  idlePeakPercent: integer('idle_peak_percent').notNull(),
  oversizedPeakPercent: integer('oversized_peak_percent').notNull(),
  changedBy: reference('changed_by').references(() => people.id),
  changedAt: instant('changed_at').notNull(),
})
