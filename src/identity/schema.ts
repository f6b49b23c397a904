import { sql } from 'drizzle-orm'
import {
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
import type { Role } from '../platform/permissions.ts'
import { identity, instant, reference } from '../platform/schema.ts'

/** 辖区: each with its own regulation, organisations and data. */
export const jurisdictions = pgTable('jurisdictions', {
  /** Stable and public, as in `?jurisdiction=lingchuan`. */
  id: text().primaryKey(),
  name: text().notNull(),
  /** The rule pack its systems are judged by. */
  regulationId: text('regulation_id').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const organisations = pgTable(
  'organisations',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id')
      .notNull()
      .references(() => jurisdictions.id),
    parentId: reference('parent_id'),
    name: text().notNull(),
    /** 统一社会信用代码, GB 32100; null while unknown. */
    creditCode: text('credit_code'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('organisations_name').on(table.jurisdictionId, table.name),
    foreignKey({ columns: [table.parentId], foreignColumns: [table.id] }),
  ],
)

export const people = pgTable(
  'people',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id')
      .notNull()
      .references(() => jurisdictions.id),
    username: text().notNull(),
    name: text().notNull(),
    /** `scrypt$N$r$p$salt$hash`. */
    passwordHash: text('password_hash').notNull(),
    disabled: boolean().notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('people_username').on(sql`lower(${table.username})`)],
)

/** A person's role in an organisation. */
export const memberships = pgTable(
  'memberships',
  {
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    organisationId: reference('organisation_id')
      .notNull()
      .references(() => organisations.id),
    jurisdictionId: text('jurisdiction_id').notNull(),
    role: text().$type<Role>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.organisationId, table.role] })],
)

/** Opaque sessions: only the hash of the token is kept. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    address: text(),
    agent: text(),
  },
  (table) => [
    index('sessions_person').on(table.personId),
    check('sessions_hash', sql`length(${table.tokenHash}) = 64`),
  ],
)
