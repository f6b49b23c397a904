import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core'
import { z } from 'zod'
import {
  type Administrator,
  administrators,
  type Operation,
  type Role,
  roles,
} from '../platform/permissions.ts'
import { identity, instant, listed, reference, storedJson } from '../platform/schema.ts'
import {
  type AccountChangeKind,
  type AccountChangeStatus,
  accountChangeKinds,
  accountChangeStatuses,
  type MembershipStatus,
  membershipStatuses,
} from './people/model.ts'

/**
 * Who must sign in with a second factor: those whose roles decide (`decidingRoles`), or everybody. `off` is set by the
 * demo alone, and every page says so.
 */
export type SecondFactorPolicy = 'off' | 'deciding' | 'everyone'

/** 辖区: each with its own regulation, organisations and data. */
export const jurisdictions = pgTable('jurisdictions', {
  /** Stable and public, as in `?jurisdiction=lingchuan`. */
  id: text().primaryKey(),
  name: text().notNull(),
  /** The regulation its systems are judged by; null until two people have adopted one. */
  regulationId: text('regulation_id'),
  /** Who must sign in with a second factor. */
  secondFactor: text('second_factor').$type<SecondFactorPolicy>().notNull().default('off'),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** Organisations as a tree: a bureau and its subordinate units. */
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
    unique('organisations_in_jurisdiction').on(table.id, table.jurisdictionId),
    index('organisations_parent').on(table.parentId),
    foreignKey({
      columns: [table.parentId, table.jurisdictionId],
      foreignColumns: [table.id, table.jurisdictionId],
      name: 'organisations_parent_fk',
    }),
    check('organisations_not_own_parent', sql`${table.parentId} <> ${table.id}`),
  ],
)

/** What kind of work an account is for; each administrator is a kind of its own. */
export type Duty = 'business' | Administrator

export const people = pgTable(
  'people',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id')
      .notNull()
      .references(() => jurisdictions.id),
    organisationId: reference('organisation_id').notNull(),
    username: text().notNull(),
    name: text().notNull(),
    duty: text().$type<Duty>().notNull().default('business'),
    /** `scrypt$N$r$p$salt$hash`; null until the invitation is taken up. */
    passwordHash: text('password_hash'),
    passwordChangedAt: instant('password_changed_at'),
    /** Issuer and subject at the city's identity provider, once known: `https://… abc`. */
    oidcSubject: text('oidc_subject').unique('people_oidc_subject'),
    disabled: boolean().notNull().default(false),
    /** Until when they have been told what others changed about their account. */
    changesSeenAt: instant('changes_seen_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('people_username').on(sql`lower(${table.username})`),
    unique('people_duty').on(table.id, table.duty),
    index('people_organisation').on(table.organisationId),
    foreignKey({
      columns: [table.organisationId, table.jurisdictionId],
      foreignColumns: [organisations.id, organisations.jurisdictionId],
      name: 'people_organisation_fk',
    }),
    check('people_duty_known', sql`${table.duty} in ('business', ${listed(administrators)})`),
  ],
)

/**
 * A person's roles in their organisation: asked for by one administrator, granted by another.
 * `duty` follows from the role and must be the person's: so nobody holds two of the three administrators' roles,
 * nor one of them beside a business role, whoever writes to the table.
 */
export const memberships = pgTable(
  'memberships',
  {
    personId: reference('person_id').notNull(),
    role: text().$type<Role>().notNull(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    duty: text()
      .$type<Duty>()
      .notNull()
      .generatedAlwaysAs(sql`case when role in (${listed(administrators)}) then role else 'business' end`),
    status: text().$type<MembershipStatus>().notNull(),
    requestedBy: reference('requested_by').references(() => people.id),
    requestedAt: instant('requested_at').notNull().defaultNow(),
    grantedBy: reference('granted_by').references(() => people.id),
    grantedAt: instant('granted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.role] }),
    foreignKey({
      columns: [table.personId, table.duty],
      foreignColumns: [people.id, people.duty],
      name: 'memberships_duty_fk',
    }),
    check('memberships_role', sql`${table.role} in (${listed(Object.keys(roles))})`),
    check('memberships_status', sql`${table.status} in (${listed(Object.keys(membershipStatuses))})`),
    check('memberships_two_people', sql`${table.grantedBy} <> ${table.requestedBy}`),
    check('memberships_not_own', sql`${table.grantedBy} <> ${table.personId}`),
  ],
)

/**
 * What opens an account (its password, second factor, account at the identity provider), changed for its person by two
 * administrators: one asks, another releases. Neither alone can take an account over.
 */
export const accountChanges = pgTable(
  'account_changes',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    kind: text().$type<AccountChangeKind>().notNull(),
    status: text().$type<AccountChangeStatus>().notNull(),
    askedBy: reference('asked_by')
      .notNull()
      .references(() => people.id),
    askedAt: instant('asked_at').notNull(),
    decidedBy: reference('decided_by').references(() => people.id),
    decidedAt: instant('decided_at'),
    /** Of the code that opens the invitation together with its link: the releaser hands over one, the asker the other. */
    codeHash: text('code_hash'),
  },
  (table) => [
    index('account_changes_person').on(table.personId),
    uniqueIndex('account_changes_asked').on(table.personId, table.kind).where(sql`status = 'asked'`),
    check('account_changes_kind', sql`${table.kind} in (${listed(Object.keys(accountChangeKinds))})`),
    check('account_changes_status', sql`${table.status} in (${listed(Object.keys(accountChangeStatuses))})`),
    check('account_changes_two_people', sql`${table.decidedBy} <> ${table.askedBy}`),
    check('account_changes_not_own', sql`${table.personId} not in (${table.askedBy}, ${table.decidedBy})`),
  ],
)

/** Opaque sessions: only the hash of the token is kept. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    id: identity('id').unique(),
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    method: text().$type<SignInMethod>().notNull().default('password'),
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
export type SignInMethod = 'password' | 'oidc'

/** Time-based one-time passwords (RFC 6238); in use once confirmed. */
export const secondFactors = pgTable('second_factors', {
  personId: reference('person_id')
    .primaryKey()
    .references(() => people.id),
  /** Base32. */
  secret: text().notNull(),
  confirmedAt: instant('confirmed_at'),
  /** The newest 30-second step a code was accepted for: none is accepted twice. */
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
})

/** Codes for the day the phone is lost, each good once. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    codeHash: text('code_hash').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [primaryKey({ columns: [table.personId, table.codeHash] })],
)

/** What a one-time token stands for: a password proven and a code due, a way to the identity provider, an invitation. */
export type TokenPurpose = 'second-factor' | 'oidc' | 'invitation'
export const oneTimeTokens = pgTable(
  'one_time_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    purpose: text().$type<TokenPurpose>().notNull(),
    personId: reference('person_id').references(() => people.id),
    data: storedJson('data', z.record(z.string(), z.string()), '一次性链接').notNull().default({}),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    index('one_time_tokens_expiry').on(table.expiresAt),
    check('one_time_tokens_purpose', sql`${table.purpose} in ('second-factor', 'oidc', 'invitation')`),
  ],
)

/** Keys by which another system acts for a person, within fewer operations than theirs. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: identity('id').primaryKey(),
    jurisdictionId: text('jurisdiction_id').notNull(),
    /** Who answers for it, and who alone sees it, once. */
    personId: reference('person_id')
      .notNull()
      .references(() => people.id),
    name: text().notNull(),
    operations: text().array().$type<Operation[]>().notNull(),
    /** Null until its person has collected it. */
    tokenHash: text('token_hash').unique('api_keys_token'),
    /** The beginning, to recognise it by. */
    prefix: text(),
    createdBy: reference('created_by')
      .notNull()
      .references(() => people.id),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    index('api_keys_person').on(table.personId),
    check('api_keys_at_most_a_year', sql`${table.expiresAt} <= ${table.createdAt} + interval '366 days'`),
  ],
)

/** Failures counted by account and by address, in the shape rate-limiter-flexible wants. */
export const rateLimits = pgTable('rate_limits', {
  key: varchar({ length: 255 }).primaryKey(),
  points: integer().notNull().default(0),
  /** Milliseconds since 1970. */
  expire: bigint({ mode: 'number' }),
})
