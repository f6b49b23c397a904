import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { organisations, people } from '../identity/schema.ts'
import {
  calendarDate,
  fenColumn,
  identity,
  instant,
  listed,
  reference,
  storedJson,
} from '../platform/schema.ts'
import {
  type Bureau,
  type Category,
  type EditionStatus,
  editionStatuses,
  type UnlistedNeedStatus,
  unlistedNeedStatuses,
} from './model.ts'
import { type MidMonthRule, priceSchema } from './pricing/index.ts'

/** 目录版次: compiled by the big-data centre, approved by both bureaus, published, then immutable. */
export const catalogueEditions = pgTable(
  'catalogue_editions',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** "2026年第1版". */
    number: text().notNull(),
    status: text().$type<EditionStatus>().notNull().default('draft'),
    compiledBy: reference('compiled_by')
      .notNull()
      .references(() => people.id),
    compiledAt: instant('compiled_at').notNull(),
    publishedOn: calendarDate('published_on'),
    supersededOn: calendarDate('superseded_on'),
    sourceName: text('source_name'),
    sourceKey: text('source_key'),
    /** Why it was sent back for correction, by whom and when; cleared when it is submitted again. */
    returnedReason: text('returned_reason'),
    returnedBy: reference('returned_by').references(() => people.id),
    returnedOn: calendarDate('returned_on'),
    /** The day on which a scheduled edition takes effect. */
    publishesOn: calendarDate('publishes_on'),
    /** What a month in part costs, under this edition. */
    midMonthRule: text('mid_month_rule').$type<MidMonthRule>().notNull().default('full-month'),
  },
  (table) => [
    check(
      'catalogue_editions_mid_month_rule',
      sql`${table.midMonthRule} in ('full-month', 'half-month', 'by-day')`,
    ),
    unique('catalogue_editions_number').on(table.jurisdictionId, table.number),
    uniqueIndex('catalogue_editions_in_force')
      .on(table.jurisdictionId)
      .where(sql`${table.status} = 'published'`),
    check('catalogue_editions_status', sql`${table.status} in (${listed(editionStatuses)})`),
    check(
      'catalogue_editions_publishes_on',
      sql`${table.status} <> 'scheduled' or ${table.publishesOn} is not null`,
    ),
    check(
      'catalogue_editions_published_on',
      sql`(${table.status} in ('published', 'superseded')) = (${table.publishedOn} is not null)`,
    ),
  ],
)

export const catalogueItems = pgTable(
  'catalogue_items',
  {
    id: identity('id').primaryKey(),
    editionId: reference('edition_id')
      .notNull()
      .references(() => catalogueEditions.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    position: integer().notNull(),
    code: text().notNull(),
    category: text().$type<Category>().notNull(),
    group: text('item_group').notNull(),
    name: text().notNull(),
    specification: text().notNull(),
    unit: text().notNull(),
    billing: text().notNull(),
    /** null when the price is a formula. */
    monthlyFen: fenColumn('monthly_fen'),
    priceFormula: text('price_formula'),
    vcpu: integer(),
    memoryGiB: integer('memory_gib'),
    storageGiB: integer('storage_gib'),
    zones: text().array().notNull(),
    architecture: text(),
    /** 信创. */
    domestic: boolean().notNull(),
    /** Highest 等保 level served, 1 to 5. */
    protectionLevel: smallint('protection_level'),
    leadTimeWorkingDays: integer('lead_time_working_days'),
    availability: text(),
    /** 公共应用支撑: departments may not build it again. */
    shared: boolean().notNull(),
    aliases: text().array().notNull(),
    description: text().notNull(),
    /** null: not stored; what the columns above say of it is read. */
    price: storedJson('price', priceSchema, '计价规则'),
    dependencies: text().array().notNull().default(sql`'{}'`),
    successor: text(),
    pool: text(),
    poolCapacity: integer('pool_capacity'),
    poolUnits: integer('pool_units').notNull().default(1),
    quotaPerDepartment: integer('quota_per_department'),
    /** Rises with every change in the browser: who changes what somebody else has changed meanwhile is told. */
    version: integer().notNull().default(1),
  },
  (table) => [
    check('catalogue_items_pool', sql`${table.poolCapacity} >= 0 and ${table.poolUnits} >= 1`),
    check('catalogue_items_quota', sql`${table.quotaPerDepartment} >= 0`),
    unique('catalogue_items_code').on(table.editionId, table.code),
    index('catalogue_items_position').on(table.editionId, table.position),
    check('catalogue_items_category', sql`${table.category} in ('IaaS', 'PaaS', 'SaaS')`),
    check('catalogue_items_price', sql`(${table.monthlyFen} is null) <> (${table.priceFormula} is null)`),
    check('catalogue_items_level', sql`${table.protectionLevel} between 1 and 5`),
  ],
)

/** One approval per bureau and edition. */
export const catalogueApprovals = pgTable(
  'catalogue_approvals',
  {
    editionId: reference('edition_id')
      .notNull()
      .references(() => catalogueEditions.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    bureau: text().$type<Bureau>().notNull(),
    organisationId: reference('organisation_id')
      .notNull()
      .references(() => organisations.id),
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    approvedOn: calendarDate('approved_on').notNull(),
    comment: text(),
    /** What was approved: the hash of the items. */
    contentHash: text('content_hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.editionId, table.bureau] }),
    check('catalogue_approvals_bureau', sql`${table.bureau} in ('competent-bureau', 'finance')`),
  ],
)

/** 审核意见: what a bureau says of one item, or of the whole edition (code null), while it decides. */
export const catalogueComments = pgTable(
  'catalogue_comments',
  {
    id: identity('id').primaryKey(),
    editionId: reference('edition_id')
      .notNull()
      .references(() => catalogueEditions.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    code: text(),
    /** The item as the writer saw it: by this the next reader knows whether it was changed since. */
    itemHash: text('item_hash'),
    bureau: text().$type<Bureau>().notNull(),
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    writtenAt: instant('written_at').notNull(),
    comment: text().notNull(),
    /** Set when the edition is submitted again. */
    resolvedOn: calendarDate('resolved_on'),
  },
  (table) => [
    index('catalogue_comments_edition').on(table.editionId),
    check('catalogue_comments_bureau', sql`${table.bureau} in ('competent-bureau', 'finance')`),
  ],
)

/** 目录外需求: what a department needs and the catalogue lacks. */
export const unlistedNeeds = pgTable(
  'catalogue_wishes',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id')
      .notNull()
      .references(() => organisations.id),
    filedBy: reference('filed_by')
      .notNull()
      .references(() => people.id),
    filedOn: calendarDate('filed_on').notNull(),
    title: text().notNull(),
    details: text().notNull(),
    quantity: integer().notNull(),
    unit: text().notNull(),
    /** What the department thinks or knows that it costs a month, all together; null: not known. */
    monthlyFen: fenColumn('monthly_fen'),
    status: text().$type<UnlistedNeedStatus>().notNull().default('open'),
    answer: text(),
    answeredBy: reference('answered_by').references(() => people.id),
    answeredOn: calendarDate('answered_on'),
    /** The item that serves it, or that was drafted for it, and in which edition. */
    itemCode: text('item_code'),
    editionId: reference('edition_id').references(() => catalogueEditions.id, { onDelete: 'set null' }),
  },
  (table) => [
    index('catalogue_wishes_organisation').on(table.jurisdictionId, table.organisationId),
    check('catalogue_wishes_status', sql`${table.status} in (${listed(Object.keys(unlistedNeedStatuses))})`),
    check('catalogue_wishes_quantity', sql`${table.quantity} >= 1 and ${table.monthlyFen} >= 0`),
    check('catalogue_wishes_answer', sql`(${table.status} = 'open') = (${table.answeredOn} is null)`),
  ],
)
