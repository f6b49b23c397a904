import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { organisations, people } from '../identity/schema.ts'
import { calendarDate, fenColumn, identity, instant, listed, reference } from '../platform/schema.ts'
import { systems } from '../systems/schema.ts'
import {
  type MilestoneOutcome,
  type MilestoneStatus,
  type MilestoneStep,
  milestoneOutcomes,
  milestoneStatuses,
  milestoneStepNames,
  type ProjectRole,
  projectRoles,
} from './model.ts'

/** 项目: what milestones belong to. */
export const projects = pgTable(
  'projects',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** The unit that leads it. */
    organisationId: reference('organisation_id')
      .notNull()
      .references(() => organisations.id),
    number: text().notNull(),
    name: text().notNull(),
    /** As estimated; what is approved is the approval's. */
    investmentFen: fenColumn('investment_fen'),
    createdBy: reference('created_by')
      .notNull()
      .references(() => people.id),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    unique('projects_in_jurisdiction').on(table.id, table.jurisdictionId),
    unique('projects_number').on(table.jurisdictionId, table.number),
    index('projects_unit').on(table.jurisdictionId, table.organisationId),
  ],
)

/** Which systems a project builds, rebuilds or runs. */
export const projectSystems = pgTable(
  'project_systems',
  {
    projectId: reference('project_id').notNull(),
    systemId: reference('system_id')
      .notNull()
      .references(() => systems.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** The unit that leads the project. */
    organisationId: reference('organisation_id').notNull(),
    role: text().$type<ProjectRole>().notNull(),
    /** Of those that build or rebuild the system the first: the register's own dates are this one's. */
    leads: boolean().notNull(),
    linkedBy: reference('linked_by')
      .notNull()
      .references(() => people.id),
    linkedAt: instant('linked_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.systemId] }),
    uniqueIndex('project_systems_leading').on(table.systemId).where(sql`leads`),
    foreignKey({
      columns: [table.projectId, table.jurisdictionId],
      foreignColumns: [projects.id, projects.jurisdictionId],
      name: 'project_systems_project_fk',
    }),
    check('project_systems_role', sql`${table.role} in (${listed(Object.keys(projectRoles))})`),
    check('project_systems_builder', sql`not ${table.leads} or ${table.role} <> 'runs'`),
  ],
)

/** 项目节点: what happened with a project on which day. Never changed but by the decision of a second person, once. */
export const projectMilestones = pgTable(
  'project_milestones',
  {
    id: identity('id').primaryKey(),
    projectId: reference('project_id').notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    organisationId: reference('organisation_id').notNull(),
    step: text().$type<MilestoneStep>().notNull(),
    day: calendarDate('day').notNull(),
    outcome: text().$type<MilestoneOutcome>(),
    until: calendarDate('until'),
    fen: fenColumn('fen'),
    /** Name and number of the document. */
    document: text(),
    reason: text(),
    /** Out of the order in which it should have been, and recorded all the same. */
    asHappened: boolean('as_happened').notNull().default(false),
    /** Taken over from what the register said already. */
    fromLedger: boolean('from_ledger').notNull().default(false),
    revokes: reference('revokes').references((): AnyPgColumn => projectMilestones.id),
    status: text().$type<MilestoneStatus>().notNull(),
    recordedBy: reference('recorded_by')
      .notNull()
      .references(() => people.id),
    recordedAt: instant('recorded_at').notNull(),
    decidedBy: reference('decided_by').references(() => people.id),
    decidedAt: instant('decided_at'),
    comment: text(),
  },
  (table) => [
    index('project_milestones_project').on(table.projectId, table.day, table.id),
    // One at a time waits for its second person: two people recording the same step see each other's.
    uniqueIndex('project_milestones_waiting')
      .on(table.projectId, table.step, sql`coalesce(revokes, 0)`)
      .where(sql`status = 'recorded'`),
    uniqueIndex('project_milestones_revoked')
      .on(table.revokes)
      .where(sql`revokes is not null and status <> 'refused'`),
    index('project_milestones_awaited').on(table.jurisdictionId).where(sql`status = 'recorded'`),
    foreignKey({
      columns: [table.projectId, table.jurisdictionId],
      foreignColumns: [projects.id, projects.jurisdictionId],
      name: 'project_milestones_project_fk',
    }),
    check('project_milestones_step', sql`${table.step} in (${listed(milestoneStepNames)})`),
    check('project_milestones_status', sql`${table.status} in (${listed(Object.keys(milestoneStatuses))})`),
    check(
      'project_milestones_outcome',
      sql`${table.outcome} in (${listed(Object.keys(milestoneOutcomes))}) and (${table.outcome} is not null) = (${table.step} = 'accepted')`,
    ),
    check(
      'project_milestones_until',
      sql`(${table.until} is not null) = (${table.step} = 'acceptance-extended') and ${table.until} >= ${table.day}`,
    ),
    check(
      'project_milestones_reason',
      sql`${table.reason} is not null or not (${table.asHappened} or ${table.revokes} is not null)`,
    ),
    check('project_milestones_two_people', sql`${table.decidedBy} <> ${table.recordedBy}`),
    check(
      'project_milestones_decided',
      sql`(${table.decidedBy} is not null) = (${table.status} <> 'recorded' and not ${table.fromLedger})
        and (${table.decidedBy} is null) = (${table.decidedAt} is null) and (not ${table.fromLedger} or ${table.status} = 'confirmed')`,
    ),
  ],
)
