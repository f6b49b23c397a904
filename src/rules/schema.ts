import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { jurisdictions, organisations, people } from '../identity/schema.ts'
import { calendarDate, identity, instant, listed, reference, storedJson } from '../platform/schema.ts'
import { packSchema, ruleSchema } from '../regulations/index.ts'
import { type AdoptionStatus, adoptionStatuses } from './editions/model.ts'
import { definitionSchema } from './supplements/definition.ts'
import { type SupplementStatus, supplementStatuses } from './supplements/model.ts'

/** 规则版本: the rules of one version of a pack as data, kept so that every verdict can be repeated; immutable. */
export const ruleEditions = pgTable(
  'rule_editions',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id')
      .notNull()
      .references(() => jurisdictions.id),
    regulationId: text('regulation_id').notNull(),
    version: text().notNull(),
    /** SM3 of the canonical JSON of the rules: what people sign. */
    hash: text().notNull(),
    rules: storedJson('rules', packSchema, '规则版本').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    unique('rule_editions_hash').on(table.jurisdictionId, table.hash),
    unique('rule_editions_in_jurisdiction').on(table.id, table.jurisdictionId),
  ],
)

/** 采用: from which day the jurisdiction is judged by which edition, once two people have signed. */
export const ruleAdoptions = pgTable(
  'rule_adoptions',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    editionId: reference('edition_id').notNull(),
    /** The first day judged by it. */
    effectiveFrom: calendarDate('effective_from').notNull(),
    status: text().$type<AdoptionStatus>().notNull(),
    /** The first edition of a jurisdiction, adopted without signatures: there was nothing to compare it with. */
    automatic: boolean().notNull().default(false),
    proposedAt: instant('proposed_at').notNull(),
    adoptedAt: instant('adopted_at'),
    withdrawnBy: reference('withdrawn_by').references(() => people.id),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
  },
  (table) => [
    foreignKey({
      columns: [table.editionId, table.jurisdictionId],
      foreignColumns: [ruleEditions.id, ruleEditions.jurisdictionId],
      name: 'rule_adoptions_edition_fk',
    }),
    unique('rule_adoptions_in_jurisdiction').on(table.id, table.jurisdictionId),
    uniqueIndex('rule_adoptions_proposed').on(table.jurisdictionId).where(sql`${table.status} = 'proposed'`),
    uniqueIndex('rule_adoptions_first').on(table.jurisdictionId).where(sql`${table.automatic}`),
    check('rule_adoptions_status', sql`${table.status} in (${listed(Object.keys(adoptionStatuses))})`),
    check('rule_adoptions_adopted', sql`(${table.status} = 'adopted') = (${table.adoptedAt} is not null)`),
    check(
      'rule_adoptions_withdrawn',
      sql`(${table.status} = 'withdrawn') = (${table.withdrawnAt} is not null)`,
    ),
  ],
)

/** One signature under an adoption. */
export const ruleSignatures = pgTable(
  'rule_signatures',
  {
    adoptionId: reference('adoption_id').notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    organisationId: reference('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** In which capacity: one of the two must approve. */
    role: text().$type<'bureau-handler' | 'competent-bureau'>().notNull(),
    hash: text().notNull(),
    signedAt: instant('signed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.adoptionId, table.personId] }),
    foreignKey({
      columns: [table.adoptionId, table.jurisdictionId],
      foreignColumns: [ruleAdoptions.id, ruleAdoptions.jurisdictionId],
      name: 'rule_signatures_adoption_fk',
    }),
    check('rule_signatures_role', sql`${table.role} in ('bureau-handler', 'competent-bureau')`),
  ],
)

/** 补充规则: a rule of the jurisdiction's own, resting on a document of its own. */
export const supplementaryRules = pgTable(
  'supplementary_rules',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id')
      .notNull()
      .references(() => jurisdictions.id),
    /** "SUP-2026-1": what verdicts cite. */
    clause: text().notNull(),
    status: text().$type<SupplementStatus>().notNull().default('draft'),
    /** Document, article, time in force and building blocks, as entered. */
    definition: storedJson('definition', definitionSchema, '补充规则').notNull(),
    /** The rule made from the definition when it was submitted: what judges, whatever becomes of the building blocks. */
    rule: storedJson('rule', ruleSchema, '补充规则'),
    /** SM3 of the canonical JSON of definition and rule: what is submitted and approved. */
    hash: text(),
    forceFrom: calendarDate('force_from').notNull(),
    forceUntil: calendarDate('force_until'),
    /** Everybody who has written in it: none of them approves it. */
    authors: reference('authors').array().notNull(),
    createdAt: instant('created_at').notNull(),
    submittedBy: reference('submitted_by').references(() => people.id),
    submittedAt: instant('submitted_at'),
    approvedBy: reference('approved_by').references(() => people.id),
    approvedAt: instant('approved_at'),
    /** Why it was sent back, by whom and when; cleared when it is submitted again. */
    returnedReason: text('returned_reason'),
    returnedBy: reference('returned_by').references(() => people.id),
    returnedAt: instant('returned_at'),
    /** The first day on which it no longer holds, the document that says so, who asked for it and who approved it. */
    repealFrom: calendarDate('repeal_from'),
    repealDocument: text('repeal_document'),
    repealProposedBy: reference('repeal_proposed_by').references(() => people.id),
    repealProposedAt: instant('repeal_proposed_at'),
    repealedBy: reference('repealed_by').references(() => people.id),
    repealedAt: instant('repealed_at'),
  },
  (table) => [
    unique('supplementary_rules_clause').on(table.jurisdictionId, table.clause),
    check('supplementary_rules_status', sql`${table.status} in (${listed(Object.keys(supplementStatuses))})`),
    check(
      'supplementary_rules_frozen',
      sql`(${table.status} = 'draft') = (${table.rule} is null) and (${table.rule} is null) = (${table.hash} is null)
        and (${table.status} = 'draft') = (${table.submittedBy} is null)`,
    ),
    check(
      'supplementary_rules_approved',
      sql`(${table.status} = 'approved') = (${table.approvedBy} is not null)`,
    ),
    check(
      'supplementary_rules_approver',
      sql`${table.approvedBy} <> all (${table.authors}) and ${table.approvedBy} <> ${table.submittedBy}`,
    ),
    check('supplementary_rules_repealer', sql`${table.repealedBy} <> ${table.repealProposedBy}`),
    check(
      'supplementary_rules_repeal',
      sql`(${table.repealProposedBy} is null) = (${table.repealFrom} is null)
        and (${table.repealedBy} is null or ${table.repealProposedBy} is not null)`,
    ),
    check(
      'supplementary_rules_force',
      sql`${table.forceUntil} > ${table.forceFrom} and ${table.repealFrom} >= ${table.forceFrom}`,
    ),
  ],
)
