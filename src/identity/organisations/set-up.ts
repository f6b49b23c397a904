import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { type Database, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { locks } from '../../platform/locks.ts'
import { assertStrong } from '../sign-in/password-strength.ts'
import { hashPassword, passwordInput } from '../sign-in/passwords.ts'
import { type Invited, jurisdictionFields, makeJurisdiction, threeAccounts } from './make-jurisdiction.ts'

export const setUpInput = z
  .strictObject({
    token: z.string().min(1, '请填写启动日志里的一次性口令'),
    ...jurisdictionFields,
    password: passwordInput,
  })
  .superRefine(threeAccounts)

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
 * In: the form, the token printed in the log at start, and the regulations that the software knows. Out: the two who are
 * invited. Throws forbidden on a wrong token, conflict when set up already.
 */
export async function setUp(
  context: Context,
  input: z.infer<typeof setUpInput>,
  { token, regulations }: { token: string | undefined; regulations: readonly string[] },
): Promise<Invited[]> {
  if (token === undefined || input.token.trim() !== token)
    throw new AppError('forbidden', '一次性口令不对。口令在服务启动时的日志里，重启后会换新。')
  assertStrong(input.password, [input.username, input.name, input.jurisdictionId, input.organisationName])
  const passwordHash = await hashPassword(input.password)
  const { jurisdictionId } = input
  return transactAs(context.database, 'sign-in', async (tx) => {
    // Two people on the same page at once: the second waits here and then finds somebody.
    await tx.execute(sql`select pg_advisory_xact_lock(${locks.setUp})`)
    const rows = await tx.execute<{ empty: boolean }>(sql`select not exists (select from people) as empty`)
    if (!rows[0]?.empty) throw new AppError('conflict', '系统已经初始化过了，请直接登录。')
    const invited = await makeJurisdiction(context, tx, input, {
      regulations,
      secondFactor: 'deciding',
      passwordHash,
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
    return invited
  })
}
