import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import type { Context } from '../platform/context.ts'
import { type Database, type Transaction, transactAs } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { type Role, roles } from '../platform/permissions.ts'
import { hashPassword } from './passwords.ts'
import { jurisdictions, memberships, organisations, people } from './schema.ts'

export const setUpInput = z.strictObject({
  token: z.string().min(1, '请填写启动日志里的一次性口令'),
  jurisdictionId: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,40}$/, '辖区代码用小写字母、数字和连字符，如 lingchuan'),
  jurisdictionName: z.string().trim().min(2, '请填写辖区名称').max(40, '辖区名称过长'),
  regulationId: z.string().min(1, '请选择适用的法规'),
  organisationName: z.string().trim().min(2, '请填写管理单位名称').max(60, '单位名称过长'),
  name: z.string().trim().min(1, '请填写姓名').max(40, '姓名过长'),
  username: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{3,64}$/, '账号用 3 至 64 个字母、数字、点、横线'),
  password: z.string().min(12, '密码至少 12 个字').max(256, '密码过长'),
})

/** Whether nobody has set the installation up yet. */
export async function needsSetUp(database: Database): Promise<boolean> {
  const rows = await transactAs(database, 'sign-in', (tx) =>
    tx.execute<{ empty: boolean }>(sql`select not exists (select from people) as empty`),
  )
  return rows[0]?.empty ?? false
}

/**
 * Makes the first jurisdiction and its administrator, once.
 * In: the form, and the token printed in the log at start. Throws forbidden on a wrong token, conflict when set up already.
 */
export async function setUp(
  context: Context,
  input: z.infer<typeof setUpInput>,
  expectedToken: string | undefined,
): Promise<void> {
  if (expectedToken === undefined || input.token.trim() !== expectedToken)
    throw new AppError('forbidden', '一次性口令不对。口令在服务启动时的日志里，重启后会换新。')
  const passwordHash = await hashPassword(input.password)
  await transactAs(context.database, 'sign-in', async (tx) => {
    // Two people on the same page at once: the second waits here and then finds somebody.
    await tx.execute(sql`select pg_advisory_xact_lock(4715202)`)
    const rows = await tx.execute<{ empty: boolean }>(sql`select not exists (select from people) as empty`)
    if (!rows[0]?.empty) throw new AppError('conflict', '系统已经初始化过了，请直接登录。')
    await tx.insert(jurisdictions).values({
      id: input.jurisdictionId,
      name: input.jurisdictionName,
      regulationId: input.regulationId,
      createdAt: context.clock.now(),
    })
    const organisationId = await addOrganisation(tx, input.jurisdictionId, input.organisationName)
    await addPerson(tx, { ...input, organisationId, passwordHash, roles: ['administrator'] })
    await record({ ...context, actor: { kind: 'public', jurisdictionId: input.jurisdictionId } }, tx, [
      {
        operation: 'identity.set-up',
        objectType: 'jurisdiction',
        objectId: input.jurisdictionId,
        after: { name: input.jurisdictionName, administrator: input.username },
      },
    ])
  })
}

/** Out: the new organisation's id. */
export async function addOrganisation(
  tx: Transaction,
  jurisdictionId: string,
  name: string,
): Promise<number> {
  const [row] = await tx
    .insert(organisations)
    .values({ jurisdictionId, name })
    .returning({ id: organisations.id })
  if (row === undefined) throw new Error('insert returned no row')
  return row.id
}

/** Out: the new person's id. */
export async function addPerson(
  tx: Transaction,
  person: {
    jurisdictionId: string
    organisationId: number
    username: string
    name: string
    passwordHash: string
    roles: readonly Role[]
  },
): Promise<number> {
  const { jurisdictionId, organisationId, username, name, passwordHash } = person
  const [row] = await tx
    .insert(people)
    .values({ jurisdictionId, username, name, passwordHash })
    .returning({ id: people.id })
  if (row === undefined) throw new Error('insert returned no row')
  await tx
    .insert(memberships)
    .values(person.roles.map((role) => ({ personId: row.id, organisationId, jurisdictionId, role })))
  return row.id
}

export const roleOptions = (Object.keys(roles) as Role[]).map((value) => ({ value, label: roles[value] }))
