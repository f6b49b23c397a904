import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { organisations, people } from '../identity/schema.ts'
import {
  calendarDate,
  dateFact,
  fenColumn,
  identity,
  instant,
  listed,
  reference,
  storedJson,
} from '../platform/schema.ts'
import { storedCount } from '../platform/stored.ts'
import { contradictedValues } from './contradictions/contradicted-values.ts'
import { type FactSourceKind, factSources } from './fact-sources.ts'
import { type ImportStatus, importStatuses } from './model.ts'
import { type ProposalStatus, proposalStatuses } from './proposals/model.ts'
import { proposedValues } from './proposals/proposed-values.ts'
import type { RegisterColumn } from './register-columns.ts'
import { storedOrders } from './stored-orders.ts'
import { storedUnderProjects } from './stored-under-projects.ts'
import type { Disposition, Hosting, NetworkZone, Stage } from './words.ts'

/**
 * Columns for the facts that the law reads, named as in the eligibility interface: of the register, and of what was
 * made of them. null is unknown; a date of `infinity` is known not to have happened.
 */
export const factColumns = () => ({
  classified: boolean(),
  emergency: boolean(),
  registered: boolean(),
  approvedOn: dateFact('approved_on'),
  constructionStartedOn: dateFact('construction_started_on'),
  disguised: boolean(),
  builtOn: dateFact('built_on'),
  liveOn: dateFact('live_on'),
  acceptedOn: dateFact('accepted_on'),
  acceptanceFiledOn: dateFact('acceptance_filed_on'),
  acceptanceExtendedTo: dateFact('acceptance_extended_to'),
  contractSignedOn: dateFact('contract_signed_on'),
  contractFiledOn: dateFact('contract_filed_on'),
  migrationRequired: boolean('migration_required'),
  migrationDueOn: dateFact('migration_due_on'),
  migratedOn: dateFact('migrated_on'),
  migrationConditionsRipeOn: dateFact('migration_conditions_ripe_on'),
  /** `infinity`: known to have no exemption. */
  exemptionUntil: dateFact('exemption_until'),
  exemptionDocument: text('exemption_document'),
  hosting: text().$type<Hosting>(),
  publicCloudAssessedOn: dateFact('public_cloud_assessed_on'),
  dataSharing: boolean('data_sharing'),
  businessCoordination: boolean('business_coordination'),
  coConstruction: boolean('co_construction'),
  platformConnected: boolean('platform_connected'),
  orders: storedJson('orders', storedOrders, '限期整改记录'),
  evaluatedOn: dateFact('evaluated_on'),
  evaluationMet: boolean('evaluation_met'),
  evaluationRectifiedOn: dateFact('evaluation_rectified_on'),
  investmentFen: fenColumn('investment_fen'),
  financeReviewedOn: dateFact('finance_reviewed_on'),
  budgetRepliedOn: dateFact('budget_replied_on'),
  budgetFiledOn: dateFact('budget_filed_on'),
  decommissionedOn: dateFact('decommissioned_on'),
  disposalReportedOn: dateFact('disposal_reported_on'),
  buildingOpinionOn: dateFact('building_opinion_on'),
  /** null: at most one project builds the system. */
  underProjects: storedJson('under_projects', storedUnderProjects, '各项目下的事实'),
})

/**
 * The register (系统目录): one row per information system with its present facts.
 * A null fact is unknown; a date fact of `infinity` is known not to have happened.
 * What a fact was before, and who recorded it, is in `fact_entries`.
 */
export const systems = pgTable(
  'systems',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id')
      .notNull()
      .references(() => organisations.id),
    code: text().notNull(),
    name: text().notNull(),
    contactOffice: text('contact_office'),
    contactPhone: text('contact_phone'),
    networkZone: text('network_zone').$type<NetworkZone>(),
    /** 等保: 0 is 未定级, null unknown. */
    protectionLevel: smallint('protection_level'),
    vcpu: integer(),
    memoryGiB: integer('memory_gib'),
    storageGiB: integer('storage_gib'),
    annualOperationsFen: fenColumn('annual_operations_fen'),
    disposition: text().$type<Disposition>(),
    wave: text(),
    stage: text().$type<Stage>(),
    /** First day known to be in this stage. */
    stageSince: calendarDate('stage_since'),
    notes: text(),

    ...factColumns(),

    /** Rises with every change: whoever writes without it, and so not through the one door, is refused by a trigger. */
    version: integer().notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    unique('systems_code').on(table.jurisdictionId, table.code),
    index('systems_organisation').on(table.jurisdictionId, table.organisationId, table.code),
    index('systems_stage').on(table.jurisdictionId, table.stage),
    // For reading the register in the order of codes, and counting it, without touching its wide rows.
    index('systems_register').on(table.jurisdictionId, table.code, table.organisationId, table.id),
    index('systems_cost').on(
      table.jurisdictionId,
      sql`${table.annualOperationsFen} desc nulls last`,
      table.code,
    ),
    check('systems_level', sql`${table.protectionLevel} between 0 and 5`),
  ],
)

/**
 * What was recorded about a system, append-only: the facts it changed, the day from which they hold,
 * when and by whom they were recorded, and the document they rest on.
 */
export const factEntries = pgTable(
  'fact_entries',
  {
    id: identity('id').primaryKey(),
    systemId: reference('system_id')
      .notNull()
      .references(() => systems.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    holdsFrom: calendarDate('holds_from').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: reference('recorded_by').references(() => people.id),
    document: text(),
    importId: reference('import_id').references(() => ledgerImports.id),
    sourceKind: text('source_kind').$type<FactSourceKind>().notNull().default('ledger'),
    /** The record of that kind; null: an import's, or a single fact's. */
    sourceId: reference('source_id'),
    reason: text(),
    /** The second person, where one is asked for. */
    confirmedBy: reference('confirmed_by').references(() => people.id),
    /** The recording that this one declares void; it says nothing itself. */
    voids: reference('voids').references((): AnyPgColumn => factEntries.id),
    /** Register columns by name → new value; null: became unknown. */
    values: storedJson('changed_values', z.record(z.string(), z.unknown()), '系统的登记记录').notNull(),
  },
  (table) => [
    index('fact_entries_system').on(table.systemId, table.holdsFrom, table.id),
    // What was recorded for a day to come, and waits for it.
    index('fact_entries_waiting')
      .on(table.jurisdictionId, table.holdsFrom)
      .where(sql`holds_from > (recorded_at at time zone 'Asia/Shanghai')::date`),
    index('fact_entries_records').on(table.systemId).where(sql`source_kind <> 'ledger'`),
    uniqueIndex('fact_entries_voided').on(table.voids).where(sql`voids is not null`),
    check('fact_entries_source', sql`${table.sourceKind} in (${listed(Object.keys(factSources))})`),
    check('fact_entries_two_people', sql`${table.confirmedBy} <> ${table.recordedBy}`),
    check('fact_entries_void', sql`${table.voids} is null or ${table.values} = '{}'`),
  ],
)

/** 更正申请: a single fact that somebody asks to be recorded, and what was decided. */
export const factProposals = pgTable(
  'fact_proposals',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    systemId: reference('system_id')
      .notNull()
      .references(() => systems.id),
    values: storedJson('proposed_values', proposedValues, '更正申请').notNull(),
    /** The same facts as they stood when it was made. */
    before: storedJson('before_values', z.record(z.string(), z.unknown()), '更正申请').notNull(),
    holdsFrom: calendarDate('holds_from').notNull(),
    document: text().notNull(),
    reason: text().notNull(),
    proposedBy: reference('proposed_by')
      .notNull()
      .references(() => people.id),
    proposedAt: instant('proposed_at').notNull(),
    status: text().$type<ProposalStatus>().notNull(),
    decidedBy: reference('decided_by').references(() => people.id),
    decidedAt: instant('decided_at'),
    /** Why it was returned. */
    comment: text(),
    /** The recording that it asks to be declared void; then `values` are what that one says. */
    voids: reference('voids').references(() => factEntries.id),
    /** The recording it has become. */
    entryId: reference('entry_id').references(() => factEntries.id),
  },
  (table) => [
    index('fact_proposals_status').on(table.jurisdictionId, table.status, table.id),
    index('fact_proposals_system').on(table.systemId, table.id),
    check('fact_proposals_status', sql`${table.status} in (${listed(Object.keys(proposalStatuses))})`),
    check('fact_proposals_two_people', sql`${table.decidedBy} <> ${table.proposedBy}`),
    check('fact_proposals_recorded', sql`(${table.status} = 'recorded') = (${table.entryId} is not null)`),
  ],
)

/** 不一致: a ledger's cell that was not imported, because a record says something else; open until somebody settles it. */
export const ledgerContradictions = pgTable(
  'ledger_contradictions',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    systemId: reference('system_id')
      .notNull()
      .references(() => systems.id),
    importId: reference('import_id')
      .notNull()
      .references(() => ledgerImports.id),
    column: text('column_name').$type<RegisterColumn>().notNull(),
    /** What the cell says, and what the record did when the ledger was imported, as the register keeps it. */
    said: storedJson('said', contradictedValues, '台账与记录不一致').notNull(),
    sourceKind: text('source_kind').$type<FactSourceKind>().notNull(),
    /** A later ledger that says otherwise settles it as well: by nobody. */
    settledAt: instant('settled_at'),
    settledBy: reference('settled_by').references(() => people.id),
  },
  (table) => [
    uniqueIndex('ledger_contradictions_open').on(table.systemId, table.column).where(sql`settled_at is null`),
    index('ledger_contradictions_settled').on(table.systemId).where(sql`settled_by is not null`),
  ],
)

/** An uploaded ledger: previewed, then imported as one transaction or discarded. */
export const ledgerImports = pgTable(
  'ledger_imports',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    uploadedBy: reference('uploaded_by')
      .notNull()
      .references(() => people.id),
    uploadedAt: instant('uploaded_at').notNull(),
    fileName: text('file_name').notNull(),
    fileKey: text('file_key').notNull(),
    /** The preview as JSON in the object store: it can be as long as the ledger. */
    previewKey: text('preview_key').notNull(),
    /** Column index → register field, where the user corrected the match. */
    mapping: storedJson('mapping', z.record(z.string(), z.string().nullable()), '台账的列对应').notNull(),
    counts: storedJson('counts', z.record(z.string(), storedCount), '台账的计数').notNull(),
    status: text().$type<ImportStatus>().notNull(),
    importedAt: instant('imported_at'),
    /** How many systems it lifts a stop of: then a second person decides. */
    lifted: integer().notNull().default(0),
    /** What the lifting rests on: name and number of a document. */
    document: text(),
    submittedBy: reference('submitted_by').references(() => people.id),
    submittedAt: instant('submitted_at'),
    decidedBy: reference('decided_by').references(() => people.id),
    decidedAt: instant('decided_at'),
    /** Why it was returned. */
    comment: text(),
  },
  (table) => [
    index('ledger_imports_at').on(table.jurisdictionId, table.uploadedAt),
    check('ledger_imports_status', sql`${table.status} in (${listed(Object.keys(importStatuses))})`),
    check(
      'ledger_imports_submitted',
      sql`${table.status} not in ('awaiting', 'returned') or (${table.submittedBy} is not null and ${table.document} is not null)`,
    ),
    check(
      'ledger_imports_second_person',
      sql`${table.decidedBy} is null or (${table.decidedBy} <> ${table.uploadedBy} and ${table.decidedBy} is distinct from ${table.submittedBy})`,
    ),
    check(
      'ledger_imports_lifting',
      sql`${table.status} <> 'imported' or ${table.lifted} = 0 or ${table.decidedBy} is not null`,
    ),
  ],
)
