import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { people } from '../../identity/schema.ts'
import { calendarDate, identity, instant, listed, reference } from '../../platform/schema.ts'
import { systems } from '../../systems/schema.ts'
import {
  type About,
  abouts,
  type DeterminationStatus,
  determinationStatuses,
  flags,
  opinions,
} from './model.ts'

/** 认定 of one system, or of the whole jurisdiction; 台账完整声明 among these. What was signed is never changed. */
export const determinations = pgTable(
  'determinations',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** The system's unit when it was drafted; null: of the whole jurisdiction. */
    organisationId: reference('organisation_id'),
    systemId: reference('system_id').references(() => systems.id),
    about: text().$type<About>().notNull(),
    /** Of a system: whether it is so; null also of an opinion. */
    value: boolean(),
    status: text().$type<DeterminationStatus>().notNull(),
    /** Why. */
    details: text().notNull(),
    document: text().notNull(),
    /** The first day on which it is so. */
    holdsFrom: calendarDate('holds_from').notNull(),
    /** Everybody who has written in it: none of them signs it. */
    authors: reference('authors').array().notNull(),
    signedBy: reference('signed_by').references(() => people.id),
    signedAt: instant('signed_at'),
    /** The first day on which it no longer holds, the document and why; who asked for it, and who lifted it. */
    liftFrom: calendarDate('lift_from'),
    liftDocument: text('lift_document'),
    liftReason: text('lift_reason'),
    liftProposedBy: reference('lift_proposed_by').references(() => people.id),
    liftedBy: reference('lifted_by').references(() => people.id),
    liftedAt: instant('lifted_at'),
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('determinations_about').on(table.jurisdictionId, table.about, table.systemId),
    check('determinations_about', sql`${table.about} in (${listed(Object.keys(abouts))})`),
    check('determinations_status', sql`${table.status} in (${listed(Object.keys(determinationStatuses))})`),
    check(
      'determinations_subject',
      sql`(${table.about} in (${listed(Object.keys({ ...flags, ...opinions }))})) = (${table.systemId} is not null)
        and (${table.about} in (${listed(Object.keys(flags))})) = (${table.value} is not null) and (${table.systemId} is null) = (${table.organisationId} is null)`,
    ),
    check('determinations_signed', sql`(${table.status} = 'drafted') = (${table.signedBy} is null)`),
    check('determinations_signer', sql`${table.signedBy} <> all (${table.authors})`),
    check('determinations_lifted', sql`(${table.status} = 'lifted') = (${table.liftedBy} is not null)`),
    check('determinations_lifter', sql`${table.liftedBy} <> ${table.liftProposedBy}`),
    check(
      'determinations_lift',
      sql`(${table.liftProposedBy} is null) = (${table.liftFrom} is null)
        and (${table.liftedBy} is null or ${table.liftProposedBy} is not null) and ${table.liftFrom} >= ${table.holdsFrom}`,
    ),
  ],
)
