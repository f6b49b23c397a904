import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { type Database, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { locks } from '../../platform/locks.ts'
import {
  addJurisdiction,
  addOrganisation,
  addPerson,
  nameInput,
  organisationNameInput,
  usernameInput,
} from '../people/accounts.ts'
import { invite } from '../sign-in/one-time-tokens.ts'
import { assertStrong } from '../sign-in/password-strength.ts'
import { hashPassword, passwordInput } from '../sign-in/passwords.ts'

export const setUpInput = z
  .strictObject({
    token: z.string().min(1, '请填写启动日志里的一次性口令'),
    jurisdictionId: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,40}$/, '辖区代码用小写字母、数字和连字符，如 lingchuan'),
    jurisdictionName: z.string().trim().min(2, '请填写辖区名称').max(40, '辖区名称过长'),
    regulationId: z.string().min(1, '请选择适用的法规'),
    organisationName: organisationNameInput,
    name: nameInput,
    username: usernameInput,
    password: passwordInput,
    securityName: nameInput,
    securityUsername: usernameInput,
    auditName: nameInput,
    auditUsername: usernameInput,
  })
  .superRefine((value, context) => {
    const seen = new Set<string>()
    for (const path of ['username', 'securityUsername', 'auditUsername'] as const) {
      const username = value[path].toLowerCase()
      if (seen.has(username))
        context.addIssue({ code: 'custom', path: [path], message: '三名管理员须是三个不同的账号' })
      seen.add(username)
    }
  })

export interface SetUpOutcome {
  /** Paths at which the two other administrators set their passwords, each good once. */
  securityInvitation: string
  auditInvitation: string
}

/** Whether nobody has set the installation up yet. */
export async function needsSetUp(database: Database): Promise<boolean> {
  const rows = await transactAs(database, 'sign-in', (tx) =>
    tx.execute<{ empty: boolean }>(sql`select not exists (select from people) as empty`),
  )
  return rows[0]?.empty ?? false
}

/**
 * Makes the first jurisdiction and its three administrators, once: the system administrator with a password, the
 * other two with invitations, so that nobody but they knows theirs. Administrators then need a second factor.
 * In: the form, and the token printed in the log at start. Throws forbidden on a wrong token, conflict when set up already.
 */
export async function setUp(
  context: Context,
  input: z.infer<typeof setUpInput>,
  expectedToken: string | undefined,
): Promise<SetUpOutcome> {
  if (expectedToken === undefined || input.token.trim() !== expectedToken)
    throw new AppError('forbidden', '一次性口令不对。口令在服务启动时的日志里，重启后会换新。')
  assertStrong(input.password, [input.username, input.name, input.jurisdictionId, input.organisationName])
  const passwordHash = await hashPassword(input.password)
  const { jurisdictionId } = input
  const { clock } = context
  return transactAs(context.database, 'sign-in', async (tx) => {
    // Two people on the same page at once: the second waits here and then finds somebody.
    await tx.execute(sql`select pg_advisory_xact_lock(${locks.setUp})`)
    const rows = await tx.execute<{ empty: boolean }>(sql`select not exists (select from people) as empty`)
    if (!rows[0]?.empty) throw new AppError('conflict', '系统已经初始化过了，请直接登录。')
    await addJurisdiction(tx, {
      id: jurisdictionId,
      name: input.jurisdictionName,
      regulationId: input.regulationId,
      secondFactor: 'deciding',
      createdAt: clock.now(),
    })
    const organisationId = await addOrganisation(tx, jurisdictionId, input.organisationName)
    const common = { jurisdictionId, organisationId }
    await addPerson(tx, {
      ...common,
      username: input.username,
      name: input.name,
      passwordHash,
      roles: ['system-admin'],
    })
    const securityId = await addPerson(tx, {
      ...common,
      username: input.securityUsername,
      name: input.securityName,
      passwordHash: null,
      roles: ['security-admin'],
    })
    const auditId = await addPerson(tx, {
      ...common,
      username: input.auditUsername,
      name: input.auditName,
      passwordHash: null,
      roles: ['audit-admin'],
    })
    const { username, securityUsername, auditUsername } = input
    await record({ ...context, actor: { kind: 'public', jurisdictionId } }, tx, [
      {
        operation: 'identity.set-up',
        objectType: 'jurisdiction',
        objectId: jurisdictionId,
        after: { name: input.jurisdictionName, username, securityUsername, auditUsername },
      },
    ])
    return {
      securityInvitation: await invite(tx, clock, securityId),
      auditInvitation: await invite(tx, clock, auditId),
    }
  })
}
