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
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { catalogueEditions } from '../../catalogue/schema.ts'
import { ofOrganisation } from '../../identity/columns-schema.ts'
import { people } from '../../identity/schema.ts'
import {
  calendarDate,
  fenColumn,
  identity,
  instant,
  listed,
  reference,
  storedJson,
} from '../../platform/schema.ts'
import { storedRowIssue } from '../../platform/spreadsheet/row-issues.ts'
import { systems } from '../../systems/schema.ts'
import { approvedItems } from '../filing/match-schema.ts'
import { resourceRequests } from '../filing/schema.ts'
import {
  type ChangeStatus,
  changeStatusList,
  type ResourceStatus,
  resourceStatusList,
  type UsageImportStatus,
  usageImportStatuses,
} from './model.ts'
import { usageRow } from './usage-rows.ts'

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
    check('running_resources_status', sql`${table.status} in (${listed(resourceStatusList)})`),
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
    check('resource_changes_status_known', sql`${table.status} in (${listed(changeStatusList)})`),
    check('resource_changes_other_person', sql`${table.decidedBy} <> ${table.askedBy}`),
    check(
      'resource_changes_decided',
      sql`(${table.status} in ('asked', 'lapsed')) = (${table.decidedBy} is null)`,
    ),
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
    rows: storedJson('rows', z.array(usageRow), '使用率预览').notNull(),
    issues: storedJson('faults', z.array(storedRowIssue), '使用率预览').notNull(),
    status: text().$type<UsageImportStatus>().notNull(),
    importedAt: instant('imported_at'),
  },
  (table) => [
    check('usage_imports_status', sql`${table.status} in (${listed(Object.keys(usageImportStatuses))})`),
  ],
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
