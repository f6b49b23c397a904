import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { catalogueEditions } from '../catalogue/schema.ts'
import { organisations, people } from '../identity/schema.ts'
import { calendarDate, fenColumn, identity, instant, reference } from '../platform/schema.ts'
import { systems } from '../systems/schema.ts'
import type { Measure } from './capacity/model.ts'
import { type EventAction, type RequestStatus, requestStatuses } from './filing/model.ts'
import type { lineKinds } from './preview-input.ts'
import type { ChangeStatus, ResourceStatus } from './resources/model.ts'
import type { UsageRow } from './resources/usage-rows.ts'

const listed = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))
const ofOrganisation = () => ({
  jurisdictionId: text('jurisdiction_id').notNull(),
  organisationId: reference('organisation_id')
    .notNull()
    .references(() => organisations.id),
})

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
    text: text('words'),
    /** What it was read from, where it was pasted. */
    source: text(),
    /** false: read from pasted words and not yet looked at by a person. */
    confirmed: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.position] })],
)

/** What a request was matched with when it was submitted: the whole as hashed text, never altered. */
export const requestMatches = pgTable(
  'request_matches',
  {
    id: identity('id').primaryKey(),
    requestId: reference('request_id').notNull(),
    ...ofOrganisation(),
    editionId: reference('edition_id')
      .notNull()
      .references(() => catalogueEditions.id),
    editionNumber: text('edition_number').notNull(),
    engineVersion: text('engine_version').notNull(),
    frozenAt: instant('frozen_at').notNull(),
    frozenBy: reference('frozen_by')
      .notNull()
      .references(() => people.id),
    /** Canonical JSON (RFC 8785) of a FrozenMatch. */
    content: text().notNull(),
    contentHash: text('content_hash').notNull(),
    monthlyFen: fenColumn('monthly_fen').notNull(),
  },
  (table) => [
    unique('request_matches_of_request').on(table.id, table.requestId),
    index('request_matches_request').on(table.requestId),
    check(
      'request_matches_hash',
      sql`${table.contentHash} = encode(sha256(convert_to(${table.content}, 'UTF8')), 'hex')`,
    ),
  ],
)

/** The items of a frozen match with what they cost and take: what can be approved, and nothing else. */
export const matchItems = pgTable(
  'match_items',
  {
    matchId: reference('match_id')
      .notNull()
      .references(() => requestMatches.id),
    lineId: text('line_id').notNull(),
    code: text().notNull(),
    ...ofOrganisation(),
    name: text().notNull(),
    specification: text().notNull(),
    unit: text().notNull(),
    quantity: integer().notNull(),
    /** Of the whole quantity. */
    monthlyFen: fenColumn('monthly_fen').notNull(),
    /** Of one unit. */
    vcpu: integer(),
    memoryGiB: integer('memory_gib'),
    storageGiB: integer('storage_gib'),
    zone: text(),
    domestic: boolean().notNull(),
    /** The catalogue's limited pool that it is taken from, and how much of it one takes; null: not limited. */
    pool: text(),
    poolUnits: integer('pool_units').notNull(),
    leadTimeWorkingDays: integer('lead_time_working_days'),
  },
  (table) => [
    primaryKey({ columns: [table.matchId, table.lineId, table.code] }),
    check('match_items_quantity', sql`${table.quantity} > 0`),
  ],
)

/** What was approved of a frozen match: the foreign key refuses anything outside it. */
export const approvedItems = pgTable(
  'approved_items',
  {
    matchId: reference('match_id').notNull(),
    lineId: text('line_id').notNull(),
    code: text().notNull(),
    ...ofOrganisation(),
  },
  (table) => [
    primaryKey({ columns: [table.matchId, table.lineId, table.code] }),
    foreignKey({
      columns: [table.matchId, table.lineId, table.code],
      foreignColumns: [matchItems.matchId, matchItems.lineId, matchItems.code],
      name: 'approved_items_frozen_fk',
    }),
  ],
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
  mostVcpu: integer('most_vcpu').notNull(),
  mostMemoryGiB: integer('most_memory_gib').notNull(),
  mostStorageGiB: integer('most_storage_gib').notNull(),
  mostMonthlyFen: fenColumn('most_monthly_fen').notNull(),
  mostPerQuarter: integer('most_per_quarter').notNull(),
  idleAveragePercent: integer('idle_average_percent').notNull(),
  idlePeakPercent: integer('idle_peak_percent').notNull(),
  oversizedPeakPercent: integer('oversized_peak_percent').notNull(),
  changedBy: reference('changed_by').references(() => people.id),
  changedAt: instant('changed_at').notNull(),
})

/** 资源池: how much of one measure there is, of one zone and technical kind; or a pool that the catalogue names. */
export const capacityPools = pgTable(
  'capacity_pools',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    measure: text().$type<Measure>().notNull(),
    /** '' for a pool of the catalogue. */
    zone: text().notNull(),
    domestic: boolean().notNull(),
    /** Of the catalogue; '' for a pool of a zone. */
    name: text().notNull(),
    capacity: integer().notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    unique('capacity_pools_what').on(
      table.jurisdictionId,
      table.measure,
      table.zone,
      table.domestic,
      table.name,
    ),
    check('capacity_pools_measure', sql`${table.measure} in ('vcpu', 'memory', 'storage', 'named')`),
    check('capacity_pools_name', sql`(${table.measure} = 'named') = (${table.name} <> '')`),
    check('capacity_pools_capacity', sql`${table.capacity} >= 0`),
  ],
)

/**
 * 容量台账: so much of a pool, for a period, for one approved or reviewed item. It takes room on the days from
 * `starts_on` to `ends_on`, and from `returned_on` on no more.
 */
export const capacityHoldings = pgTable(
  'capacity_holdings',
  {
    id: identity('id').primaryKey(),
    poolId: reference('pool_id')
      .notNull()
      .references(() => capacityPools.id),
    ...ofOrganisation(),
    requestId: reference('request_id')
      .notNull()
      .references(() => resourceRequests.id),
    lineId: text('line_id').notNull(),
    code: text().notNull(),
    amount: integer().notNull(),
    startsOn: calendarDate('starts_on').notNull(),
    endsOn: calendarDate('ends_on').notNull(),
    heldAt: instant('held_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    returnedOn: calendarDate('returned_on'),
  },
  (table) => [
    index('capacity_holdings_pool').on(table.poolId, table.endsOn),
    index('capacity_holdings_request').on(table.requestId),
    check('capacity_holdings_amount', sql`${table.amount} > 0`),
    check('capacity_holdings_period', sql`${table.endsOn} >= ${table.startsOn}`),
  ],
)

/** 在用资源: opened as approved, until it is released or its period ends. */
export const runningResources = pgTable(
  'running_resources',
  {
    id: identity('id').primaryKey(),
    ...ofOrganisation(),
    requestId: reference('request_id')
      .notNull()
      .references(() => resourceRequests.id),
    matchId: reference('match_id').notNull(),
    lineId: text('line_id').notNull(),
    /** The item that was approved; `code` is the one it has now. */
    approvedCode: text('approved_code').notNull(),
    systemId: reference('system_id').references(() => systems.id),
    systemName: text('system_name').notNull(),
    /** How usage files call it: unique among the jurisdiction's resources. */
    name: text().notNull(),
    editionId: reference('edition_id')
      .notNull()
      .references(() => catalogueEditions.id),
    code: text().notNull(),
    itemName: text('item_name').notNull(),
    specification: text().notNull(),
    unit: text().notNull(),
    quantity: integer().notNull(),
    /** Of the whole quantity. */
    monthlyFen: fenColumn('monthly_fen').notNull(),
    vcpu: integer(),
    memoryGiB: integer('memory_gib'),
    storageGiB: integer('storage_gib'),
    zone: text(),
    domestic: boolean().notNull(),
    pool: text(),
    poolUnits: integer('pool_units').notNull(),
    status: text().$type<ResourceStatus>().notNull().default('running'),
    startsOn: calendarDate('starts_on').notNull(),
    expiresOn: calendarDate('expires_on').notNull(),
    endedOn: calendarDate('ended_on'),
    endedReason: text('ended_reason'),
  },
  (table) => [
    unique('running_resources_name').on(table.jurisdictionId, table.name),
    unique('running_resources_approved').on(table.matchId, table.lineId, table.approvedCode),
    index('running_resources_expiry').on(table.jurisdictionId, table.status, table.expiresOn),
    index('running_resources_system').on(table.systemId),
    foreignKey({
      columns: [table.matchId, table.lineId, table.approvedCode],
      foreignColumns: [approvedItems.matchId, approvedItems.lineId, approvedItems.code],
      name: 'running_resources_approved_fk',
    }),
    check('running_resources_status', sql`${table.status} in ('running', 'released', 'expired')`),
    check('running_resources_ended', sql`(${table.status} = 'running') = (${table.endedOn} is null)`),
    check('running_resources_period', sql`${table.expiresOn} >= ${table.startsOn}`),
  ],
)

/** 变更申请 of a running resource: a longer period (续期), another flavour or quantity; decided by somebody else. */
export const resourceChanges = pgTable(
  'resource_changes',
  {
    id: identity('id').primaryKey(),
    ...ofOrganisation(),
    resourceId: reference('resource_id')
      .notNull()
      .references(() => runningResources.id),
    expiresOn: calendarDate('expires_on').notNull(),
    editionId: reference('edition_id')
      .notNull()
      .references(() => catalogueEditions.id),
    code: text().notNull(),
    quantity: integer().notNull(),
    monthlyFen: fenColumn('monthly_fen').notNull(),
    reason: text().notNull(),
    status: text().$type<ChangeStatus>().notNull().default('asked'),
    askedBy: reference('asked_by')
      .notNull()
      .references(() => people.id),
    askedAt: instant('asked_at').notNull(),
    decidedBy: reference('decided_by').references(() => people.id),
    decidedAt: instant('decided_at'),
    comment: text(),
  },
  (table) => [
    index('resource_changes_resource').on(table.resourceId, table.id),
    uniqueIndex('resource_changes_one_asked').on(table.resourceId).where(sql`${table.status} = 'asked'`),
    index('resource_changes_status').on(table.jurisdictionId, table.status),
    check('resource_changes_status_known', sql`${table.status} in ('asked', 'approved', 'refused')`),
    check('resource_changes_other_person', sql`${table.decidedBy} <> ${table.askedBy}`),
    check('resource_changes_decided', sql`(${table.status} = 'asked') = (${table.decidedBy} is null)`),
  ],
)

/** 到期提醒: once for each resource, day of expiry and distance. */
export const resourceNotices = pgTable(
  'resource_notices',
  {
    resourceId: reference('resource_id')
      .notNull()
      .references(() => runningResources.id),
    expiresOn: calendarDate('expires_on').notNull(),
    daysBefore: smallint('days_before').notNull(),
    ...ofOrganisation(),
    noticedOn: calendarDate('noticed_on').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resourceId, table.expiresOn, table.daysBefore] }),
    check('resource_notices_days', sql`${table.daysBefore} in (30, 7)`),
  ],
)

/** An uploaded file of measured use: previewed, then imported as one transaction. */
export const usageImports = pgTable(
  'usage_imports',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    uploadedBy: reference('uploaded_by')
      .notNull()
      .references(() => people.id),
    uploadedAt: instant('uploaded_at').notNull(),
    fileName: text('file_name').notNull(),
    fileKey: text('file_key').notNull(),
    rows: jsonb().$type<UsageRow[]>().notNull(),
    faults: jsonb().$type<{ row: number; message: string }[]>().notNull(),
    status: text().$type<'previewed' | 'imported'>().notNull(),
    importedAt: instant('imported_at'),
  },
  (table) => [check('usage_imports_status', sql`${table.status} in ('previewed', 'imported')`)],
)

/** Measured use of a resource in a month, in permille; null: not measured. */
export const resourceUsage = pgTable(
  'resource_usage',
  {
    resourceId: reference('resource_id')
      .notNull()
      .references(() => runningResources.id),
    month: text().notNull(),
    ...ofOrganisation(),
    averageCpu: smallint('average_cpu'),
    peakCpu: smallint('peak_cpu'),
    averageMemory: smallint('average_memory'),
    peakMemory: smallint('peak_memory'),
    storage: smallint(),
    importId: reference('import_id')
      .notNull()
      .references(() => usageImports.id),
  },
  (table) => [
    primaryKey({ columns: [table.resourceId, table.month] }),
    check('resource_usage_month', sql`${table.month} ~ '^\\d{4}-(0[1-9]|1[0-2])$'`),
  ],
)

/** What the data centre decided that a department's words mean; matching follows it from then on, until it is removed. */
export const learntPhrases = pgTable(
  'learnt_phrases',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    phrase: text().notNull(),
    /** null: nothing of the catalogue is meant. */
    code: text(),
    /** The request in which it was corrected; null: taught by itself. */
    requestId: reference('request_id').references(() => resourceRequests.id),
    learntBy: reference('learnt_by')
      .notNull()
      .references(() => people.id),
    learntAt: instant('learnt_at').notNull(),
    removedBy: reference('removed_by').references(() => people.id),
    removedAt: instant('removed_at'),
  },
  (table) => [
    uniqueIndex('learnt_phrases_known')
      .on(table.jurisdictionId, table.phrase)
      .where(sql`${table.removedAt} is null`),
    check('learnt_phrases_removal', sql`(${table.removedBy} is null) = (${table.removedAt} is null)`),
  ],
)
