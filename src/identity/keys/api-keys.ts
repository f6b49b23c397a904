import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { allows, authorize, type Context, transact } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import {
  allOperations,
  businessRoles,
  isOperation,
  type Operation,
  permissionOf,
} from '../../platform/permissions.ts'
import { loadPerson } from '../people/load-person.ts'
import { apiKeys, people } from '../schema.ts'
import { actingPerson } from '../sign-in/change-password.ts'
import { hashOfToken, newToken } from '../sign-in/tokens.ts'

const operation = 'identity.manage-keys' as const
const day = 86_400_000

/** Accounts, administering and what only jobs do are never another system's business. */
const mayKeyDo = (name: Operation) => {
  const allowed = permissionOf(name).roles
  return !name.startsWith('identity.') && businessRoles.some((role) => allowed.includes(role))
}

/** Out: what some business role may do, and so a key. */
export const keyOperations = (): readonly Operation[] => allOperations().filter(mayKeyDo)

export const keyInput = z.strictObject({
  username: z.string().trim().min(1, '请填写责任人的账号').max(64, '账号过长'),
  name: z.string().trim().min(2, '请填写用途，如 财政预算一体化系统').max(60, '用途过长'),
  days: z.coerce.number('请选择有效期').int().min(1, '请选择有效期').max(365, '有效期最长一年'),
  operations: z
    .array(
      z.custom<Operation>(
        (name) => typeof name === 'string' && isOperation(name) && mayKeyDo(name),
        '有不认识的权限',
      ),
    )
    .min(1, '至少选择一项权限'),
})

/**
 * Sets up a key for the person who answers for it; they alone collect and see it.
 * In: whose, what for, for how many days, and which operations of their roles.
 * Throws invalid-input when there is no such person or they may not do an operation themselves.
 */
export async function createKey(context: Context, input: z.infer<typeof keyInput>): Promise<number> {
  authorize(context, operation)
  const createdBy = actingPerson(context).id
  const now = context.clock.now()
  return transact(context, async (tx) => {
    const [found] = await tx
      .select({ id: people.id })
      .from(people)
      .where(eq(sql`lower(${people.username})`, input.username.toLowerCase()))
    const owner = found === undefined ? null : await loadPerson(tx, found.id)
    if (owner === null) throw fault('username', '没有这个账号，或账号已停用')
    const beyond = input.operations.filter((each) => !allows(owner, each))
    if (beyond.length > 0)
      throw fault(
        'operations',
        `责任人自己没有这些权限：${beyond.map((each) => permissionOf(each).title).join('、')}`,
      )
    const row = await insertOne(
      tx,
      apiKeys,
      {
        jurisdictionId: owner.jurisdictionId,
        personId: owner.id,
        name: input.name,
        operations: input.operations,
        createdBy,
        createdAt: now,
        expiresAt: new Date(now.getTime() + input.days * day),
      },
      { id: apiKeys.id },
    )
    await recordKey(context, tx, row.id, {
      after: { name: input.name, owner: input.username, days: input.days, operations: input.operations },
    })
    return row.id
  })
}

/**
 * Collects a key set up for oneself. Out: the key, shown this once.
 * Throws conflict when it was collected, revoked, has expired or isn't one's own.
 */
export async function collectKey(context: Context, keyId: number): Promise<string> {
  const { id } = actingPerson(context)
  const key = `dy_${newToken()}`
  const tokenHash = await hashOfToken(key)
  await transactAs(context.database, 'sign-in', async (tx) => {
    const collected = await tx
      .update(apiKeys)
      .set({ tokenHash, prefix: key.slice(0, 9) })
      .where(
        and(
          eq(apiKeys.id, keyId),
          eq(apiKeys.personId, id),
          isNull(apiKeys.tokenHash),
          isNull(apiKeys.revokedAt),
          gt(apiKeys.expiresAt, context.clock.now()),
        ),
      )
      .returning({ id: apiKeys.id })
    if (collected.length === 0)
      throw new AppError('conflict', '这个密钥已领取、已撤销或已过期。需要时请系统管理员另配一个。')
    await record(context, tx, [
      {
        operation: 'identity.account',
        objectType: 'api-key',
        objectId: String(keyId),
        after: { collected: true },
      },
    ])
  })
  return key
}

/** Revokes a key at once: its person their own, the system administrator any. Throws conflict when it is revoked already. */
export async function revokeKey(context: Context, keyId: number): Promise<void> {
  const person = actingPerson(context)
  const administers = allows(person, operation)
  await transactAs(context.database, 'sign-in', async (tx) => {
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: context.clock.now() })
      .where(
        and(
          eq(apiKeys.id, keyId),
          eq(apiKeys.jurisdictionId, person.jurisdictionId),
          administers ? undefined : eq(apiKeys.personId, person.id),
          isNull(apiKeys.revokedAt),
        ),
      )
      .returning({ id: apiKeys.id })
    if (revoked.length === 0) throw new AppError('conflict', '没有这个密钥，或已被撤销。')
    await record(context, tx, [
      {
        operation: administers ? operation : 'identity.account',
        objectType: 'api-key',
        objectId: String(keyId),
        after: { revoked: true },
      },
    ])
  })
}

async function recordKey(
  context: Context,
  tx: Transaction,
  keyId: number,
  change: { after: unknown },
): Promise<void> {
  await record(context, tx, [{ operation, objectType: 'api-key', objectId: String(keyId), ...change }])
}

function fault(path: string, message: string): AppError {
  return new AppError('invalid-input', `${message}。`, { errors: [{ path, message }] })
}
