import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Role } from '../../platform/permissions.ts'
import {
  addJurisdiction,
  addOrganisation,
  addPerson,
  nameInput,
  organisationNameInput,
  usernameInput,
} from '../people/accounts.ts'
import type { SecondFactorPolicy } from '../schema.ts'
import { invite } from '../sign-in/one-time-tokens.ts'

/** What the first jurisdiction and every further one are made of. */
export const jurisdictionFields = {
  jurisdictionId: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,40}$/, '辖区代码用小写字母、数字和连字符，如 lingchuan'),
  jurisdictionName: z.string().trim().min(2, '请填写辖区名称').max(40, '辖区名称过长'),
  /** Empty: none yet; two people adopt one later. */
  regulationId: z.string().default(''),
  organisationName: organisationNameInput,
  name: nameInput,
  username: usernameInput,
  securityName: nameInput,
  securityUsername: usernameInput,
  auditName: nameInput,
  auditUsername: usernameInput,
}

type NewJurisdiction = z.output<z.ZodObject<typeof jurisdictionFields>>

/** A check for schemas with these fields: three administrators are three people. */
export function threeAccounts(
  value: Pick<NewJurisdiction, 'username' | 'securityUsername' | 'auditUsername'>,
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>()
  for (const path of ['username', 'securityUsername', 'auditUsername'] as const) {
    const username = value[path].toLowerCase()
    if (seen.has(username))
      context.addIssue({ code: 'custom', path: [path], message: '三名管理员须是三个不同的账号' })
    seen.add(username)
  }
}

/** An administrator, and the path at which they set their password, good once. */
export interface Invited {
  role: Role
  name: string
  invitation: string
}

export interface MakingOptions {
  /** Ids of the regulations that the software knows. */
  regulations: readonly string[]
  secondFactor: SecondFactorPolicy
  /** The system administrator's password; null: they are invited as well. */
  passwordHash: string | null
}

/**
 * Makes a jurisdiction, the administrators' organisation and its three administrators, those without a password by
 * invitation: nobody but they knows theirs. Throws invalid-input for an account that is taken and an unknown regulation.
 */
export async function makeJurisdiction(
  { clock }: Context,
  tx: Transaction,
  input: NewJurisdiction,
  { regulations, secondFactor, passwordHash }: MakingOptions,
): Promise<Invited[]> {
  const { jurisdictionId, regulationId } = input
  if (regulationId !== '' && !regulations.includes(regulationId))
    throw taken('regulationId', '没有收录这部法规，请从列表里选')
  await addJurisdiction(tx, {
    id: jurisdictionId,
    name: input.jurisdictionName,
    regulationId: regulationId === '' ? null : regulationId,
    secondFactor,
    createdAt: clock.now(),
  })
  const organisationId = await addOrganisation(tx, jurisdictionId, input.organisationName)
  const three = [
    { role: 'system-admin', name: input.name, username: input.username, path: 'username', passwordHash },
    {
      role: 'security-admin',
      name: input.securityName,
      username: input.securityUsername,
      path: 'securityUsername',
      passwordHash: null,
    },
    {
      role: 'audit-admin',
      name: input.auditName,
      username: input.auditUsername,
      path: 'auditUsername',
      passwordHash: null,
    },
  ] as const
  const invited: Invited[] = []
  for (const { role, name, username, path, passwordHash: hash } of three) {
    const person = { jurisdictionId, organisationId, username, name, passwordHash: hash, roles: [role] }
    const personId = await addPerson(tx, person, taken(path, '账号已被使用，请换一个'))
    if (hash === null) invited.push({ role, name, invitation: await invite(tx, clock, personId) })
  }
  return invited
}

/** The error for a name that somebody has already. */
export function taken(path: string, message: string): AppError {
  return new AppError('invalid-input', `${message}。`, { errors: [{ path, message }] })
}
