import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { people } from '../../identity/schema.ts'
import { calendarDate, identity, instant, listed, reference } from '../../platform/schema.ts'
import { systems } from '../../systems/schema.ts'
import { type EvaluationKind, type EvaluationStatus, evaluationKinds, evaluationStatuses } from './model.ts'

/** 评价 of a system: of its operation, its own, of effectiveness, a spot check. */
export const evaluations = pgTable(
  'evaluations',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** The system's unit when it was recorded. */
    organisationId: reference('organisation_id').notNull(),
    systemId: reference('system_id')
      .notNull()
      .references(() => systems.id),
    kind: text().$type<EvaluationKind>().notNull(),
    status: text().$type<EvaluationStatus>().notNull(),
    evaluatedOn: calendarDate('evaluated_on').notNull(),
    met: boolean().notNull(),
    details: text().notNull(),
    document: text().notNull(),
    recordedBy: reference('recorded_by')
      .notNull()
      .references(() => people.id),
    confirmedBy: reference('confirmed_by').references(() => people.id),
    /** What was not met has been rectified: the day, the document, who says so and who confirmed it. */
    rectifiedOn: calendarDate('rectified_on'),
    rectifiedDocument: text('rectified_document'),
    rectifiedBy: reference('rectified_by').references(() => people.id),
    rectifiedConfirmedBy: reference('rectified_confirmed_by').references(() => people.id),
    /** It was a mistake: why, who says so and who withdrew it. */
    withdrawReason: text('withdraw_reason'),
    withdrawProposedBy: reference('withdraw_proposed_by').references(() => people.id),
    withdrawnBy: reference('withdrawn_by').references(() => people.id),
    withdrawnAt: instant('withdrawn_at'),
    /** Rises with every step, so that nobody signs what they haven't read. */
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('evaluations_system').on(table.jurisdictionId, table.systemId, table.evaluatedOn),
    check('evaluations_kind', sql`${table.kind} in (${listed(Object.keys(evaluationKinds))})`),
    check('evaluations_status', sql`${table.status} in (${listed(Object.keys(evaluationStatuses))})`),
    check('evaluations_confirmed', sql`(${table.status} = 'drafted') = (${table.confirmedBy} is null)`),
    check('evaluations_confirmer', sql`${table.confirmedBy} <> ${table.recordedBy}`),
    check(
      'evaluations_rectified',
      sql`(${table.status} = 'withdrawn' or (${table.status} = 'rectified') = (${table.rectifiedConfirmedBy} is not null))
        and (${table.rectifiedOn} is null) = (${table.rectifiedBy} is null) and (${table.rectifiedOn} is null or not ${table.met})
        and (${table.rectifiedConfirmedBy} is null or ${table.rectifiedOn} is not null)`,
    ),
    check('evaluations_rectified_confirmer', sql`${table.rectifiedConfirmedBy} <> ${table.rectifiedBy}`),
    check(
      'evaluations_withdrawn',
      sql`(${table.status} = 'withdrawn') = (${table.withdrawnBy} is not null)
        and (${table.withdrawProposedBy} is null) = (${table.withdrawReason} is null)
        and (${table.withdrawnBy} is null or ${table.withdrawProposedBy} is not null)`,
    ),
    check('evaluations_withdrawer', sql`${table.withdrawnBy} <> ${table.withdrawProposedBy}`),
    check('evaluations_rectified_later', sql`${table.rectifiedOn} >= ${table.evaluatedOn}`),
  ],
)
