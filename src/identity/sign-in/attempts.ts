import { and, gt, inArray, lt, sql } from 'drizzle-orm'
import RateLimiterPostgres from 'rate-limiter-flexible/lib/RateLimiterPostgres.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import { type Database, type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { rateLimits } from '../schema.ts'

/** What failed attempts are counted by: who is tried, from where, and whose second factor. */
export type AttemptKind = 'account' | 'address' | 'code'

/**
 * Five failures lock an account for a quarter of an hour (GB/T 22239-2019 8.1.4.1 b wants such a limit); an office
 * behind one address may mistype ten times as often.
 */
const limits: Record<AttemptKind, { points: number; minutes: number }> = {
  account: { points: 5, minutes: 15 },
  address: { points: 50, minutes: 15 },
  code: { points: 5, minutes: 15 },
}

/** Runs the limiter's statements behind row-level security, each in a transaction that a refused sign-in doesn't undo. */
function clientOf(database: Database) {
  return {
    async query({ text, values }: { text: string; values: unknown[] }) {
      const rows = await transactAs(database, 'sign-in', (tx) =>
        tx.execute(
          sql.join(
            text
              .split(/(\$\d+)/)
              .map((part) =>
                /^\$\d+$/.test(part) ? sql`${values[Number(part.slice(1)) - 1]}` : sql.raw(part),
              ),
          ),
        ),
      )
      return { rows, rowCount: rows.count }
    },
  }
}

function limiterOf(database: Database, kind: AttemptKind) {
  const { points, minutes } = limits[kind]
  return new RateLimiterPostgres({
    storeClient: clientOf(database),
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: kind,
    points,
    duration: minutes * 60,
    blockDuration: minutes * 60,
  })
}

/**
 * Counts an attempt before it is checked, so that many at once can't slip through.
 * Throws too-many-requests with the time at which the next one is heard.
 */
export async function countAttempt(database: Database, kind: AttemptKind, key: string): Promise<void> {
  try {
    await limiterOf(database, kind).consume(key)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    const minutes = Math.max(1, Math.ceil(refused.msBeforeNext / 60_000))
    const what = kind === 'address' ? '这个网络地址' : '这个账号'
    throw new AppError(
      'too-many-requests',
      `${what}连续失败次数过多，已锁定，约 ${minutes} 分钟后再试；急用请联系安全管理员解除锁定。`,
    )
  }
}

/** The attempt was good: an account's failures are forgotten, an address gets its one attempt back. */
export async function forgiveAttempt(database: Database, kind: AttemptKind, key: string): Promise<void> {
  const limiter = limiterOf(database, kind)
  if (kind === 'address') await limiter.reward(key, 1)
  else await limiter.delete(key)
}

/** Removes what has expired. In: a transaction that may see the counts. */
export async function sweepAttempts(tx: Transaction): Promise<void> {
  await tx.delete(rateLimits).where(lt(rateLimits.expire, Date.now()))
}

/** In: keys as `account:zhangsan`. Out: until when each of them is locked; those that aren't are left out. */
export async function lockedUntil(tx: Transaction, keys: readonly string[]): Promise<Map<string, Date>> {
  if (keys.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(rateLimits)
    .where(and(inArray(rateLimits.key, [...keys]), gt(rateLimits.expire, Date.now())))
  return new Map(
    rows
      .filter(({ key, points }) => points > limits[kindOf(key)].points)
      .map(({ key, expire }) => [key, new Date(expire ?? 0)]),
  )
}

/** Lifts locks. Out: how many there were. */
export async function unlock(tx: Transaction, keys: readonly string[]): Promise<number> {
  const lifted = await tx
    .delete(rateLimits)
    .where(inArray(rateLimits.key, [...keys]))
    .returning({ key: rateLimits.key })
  return lifted.length
}

/** In: a person. Out: the keys their failures are counted under. */
export function attemptKeysOf(person: { id: number; username: string }): string[] {
  return [`account:${person.username.toLowerCase()}`, `code:${person.id}`]
}

function kindOf(key: string): AttemptKind {
  if (key.startsWith('code:')) return 'code'
  return key.startsWith('address:') ? 'address' : 'account'
}
