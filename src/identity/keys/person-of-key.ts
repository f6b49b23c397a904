import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Context, Person } from '../../platform/context.ts'
import { transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { loadPerson } from '../people/load-person.ts'
import { apiKeys } from '../schema.ts'
import { hashOfToken } from '../sign-in/tokens.ts'

/**
 * In: the key of an `Authorization: Bearer` header. Out: its person, limited to the key's operations.
 * Throws not-signed-in when it is unknown, revoked or expired, or its person is gone.
 */
export async function personOfKey(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  key: string,
): Promise<Person> {
  const tokenHash = await hashOfToken(key)
  const now = clock.now()
  const person = await transactAs(database, 'sign-in', async (tx) => {
    const [row] = await tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.tokenHash, tokenHash), isNull(apiKeys.revokedAt), gt(apiKeys.expiresAt, now)))
    if (row === undefined) return null
    // Once a minute is precise enough for people, and spares a write on every request.
    if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > 60_000)
      await tx.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, row.id))
    const owner = await loadPerson(tx, row.personId)
    if (owner === null) return null
    const { mustEnrol: _mustEnrol, ...rest } = owner
    const label = `${row.name}（接口密钥，责任人 ${owner.name}）`
    return { ...rest, name: label, key: { id: row.id, name: row.name, operations: row.operations } }
  })
  if (person === null)
    throw new AppError('not-signed-in', '接口密钥无效、已过期或已撤销，请向系统管理员另要一个。')
  return person
}
