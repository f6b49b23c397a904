import { z } from 'zod'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne, insertRows } from '../../platform/insert.ts'
import { isAdministrator, type Role, roles } from '../../platform/permissions.ts'
import { type Duty, jurisdictions, memberships, organisations, people } from '../schema.ts'
import { membershipMachine } from './model.ts'

export const nameInput = z.string().trim().min(1, '请填写姓名').max(40, '姓名过长')
export const usernameInput = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._-]{3,64}$/, '账号用 3 至 64 个字母、数字、点、横线')
export const organisationNameInput = z.string().trim().min(2, '请填写单位名称').max(60, '单位名称过长')
export const roleInput = z.enum(Object.keys(roles) as [Role, ...Role[]], '请选择岗位')

export const roleOptions = (Object.keys(roles) as Role[]).map((value) => ({ value, label: roles[value] }))

/**
 * In: the roles somebody is to have. Out: the kind of work their account is for.
 * Throws invalid-input when they would join two administrators' roles, or one with a business role.
 */
export function dutyOf(wanted: readonly Role[]): Duty {
  const duties = new Set<Duty>(wanted.map((role) => (isAdministrator(role) ? role : 'business')))
  const [duty, ...others] = duties
  if (others.length > 0) throw separated()
  return duty ?? 'business'
}

/** The sentence for roles that may not meet in one person. */
export function separated(): AppError {
  const message = '三员分立：系统管理员、安全管理员、审计管理员不得由同一人兼任，也不得兼任业务岗位。'
  return new AppError('invalid-input', message, { errors: [{ path: 'role', message }] })
}

export async function addJurisdiction(
  tx: Transaction,
  jurisdiction: typeof jurisdictions.$inferInsert,
): Promise<void> {
  await tx.insert(jurisdictions).values(jurisdiction)
}

/** Out: the new organisation's id. */
export async function addOrganisation(
  tx: Transaction,
  jurisdictionId: string,
  name: string,
  parentId: number | null = null,
): Promise<number> {
  const row = await insertOne(tx, organisations, { jurisdictionId, name, parentId }, { id: organisations.id })
  return row.id
}

/**
 * Puts a person in an organisation with roles already granted: for set-up, tests and the demo.
 * Out: the new person's id. Throws invalid-input for roles that may not meet in one person, `taken` when the account exists.
 */
export async function addPerson(
  tx: Transaction,
  person: {
    jurisdictionId: string
    organisationId: number
    username: string
    name: string
    passwordHash: string | null
    roles: readonly Role[]
  },
  taken?: AppError,
): Promise<number> {
  const { jurisdictionId, organisationId, username, name, passwordHash } = person
  const row = await insertOne(
    tx,
    people,
    { jurisdictionId, organisationId, username, name, passwordHash, duty: dutyOf(person.roles) },
    { id: people.id },
    taken,
  )
  await insertRows(
    tx,
    memberships,
    person.roles.map((role) => ({
      personId: row.id,
      jurisdictionId,
      role,
      status: membershipMachine.steps['set-up'].to,
    })),
  )
  return row.id
}
