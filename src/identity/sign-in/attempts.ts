import { and, gt, inArray, like, lt, or, sql } from 'drizzle-orm'
import RateLimiterPostgres from 'rate-limiter-flexible/lib/RateLimiterPostgres.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import { type Database, type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { rateLimits } from '../schema.ts'

/**
 * What failed attempts are counted by: an account from one network, an account from everywhere (only where no second
 * factor guards it), a network, and whose second factor or invitation.
 */
export type AttemptKind = 'account' | 'everywhere' | 'address' | 'code'

/**
 * After so many failures the next attempt is heard a minute later, then two, four, at most a quarter of an hour
 * (GB/T 22239-2019 8.1.4.1 b wants a limit): guessing is slowed down, nobody is locked out for good by others, and who
 * guesses from elsewhere hinders nobody here. An office behind one address may mistype ten times as often.
 */
const free: Record<AttemptKind, number> = { account: 5, everywhere: 50, address: 50, code: 5 }
const longestWait = 15 * 60
/** So long are failures remembered. */
const remembered = 24 * 60 * 60

/** In: how many attempts failed before, and how many are free. Out: seconds until the next one after this is heard. */
export function waitAfter(failures: number, freeOnes: number): number {
  return Math.min(longestWait, 60 * 2 ** Math.max(0, failures - freeOnes))
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

function limiterOf(database: Database, keyPrefix: string, points: number, duration: number) {
  return new RateLimiterPostgres({
    storeClient: clientOf(database),
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration,
  })
}

const failuresOf = (database: Database, kind: AttemptKind) =>
  limiterOf(database, kind, Number.MAX_SAFE_INTEGER, remembered)
/** Held by the attempt that was heard last, until the next one may be. */
const turnOf = (database: Database, kind: AttemptKind) => limiterOf(database, `wait-${kind}`, 1, longestWait)

/**
 * Counts an attempt before it is checked, so that many at once can't slip through.
 * Throws too-many-requests with the time at which the next one is heard; what isn't heard isn't counted.
 */
export async function countAttempt(database: Database, kind: AttemptKind, key: string): Promise<void> {
  const failures = failuresOf(database, kind)
  const { consumedPoints } = await failures.consume(key)
  if (consumedPoints < free[kind]) return
  try {
    await turnOf(database, kind).consume(key, 1, { customDuration: waitAfter(consumedPoints, free[kind]) })
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    await failures.reward(key, 1)
    const minutes = Math.max(1, Math.ceil(refused.msBeforeNext / 60_000))
    throw new AppError(
      'too-many-requests',
      `${tooOften[kind]}请约 ${minutes} 分钟后再试；急用请联系安全管理员，在“锁定”页解除。`,
    )
  }
}

const tooOften: Record<AttemptKind, string> = {
  account: '从您这里登录这个账号，连续失败次数过多，',
  everywhere: '这个账号在多处连续登录失败，',
  address: '从您的网络地址登录，连续失败次数过多，',
  code: '验证码连续输错次数过多，',
}

/** The attempt was good: failures are forgotten; an address gets its one attempt back. */
export async function forgiveAttempt(database: Database, kind: AttemptKind, key: string): Promise<void> {
  if (kind === 'address') await failuresOf(database, kind).reward(key, 1)
  else {
    await failuresOf(database, kind).delete(key)
    await turnOf(database, kind).delete(key)
  }
}

/** Removes what has expired. In: a transaction that may see the counts. */
export async function sweepAttempts(tx: Transaction): Promise<void> {
  await tx.delete(rateLimits).where(lt(rateLimits.expire, Date.now()))
}

/** In: an account and where it is tried from. Out: what its failures from there are counted under. */
export function accountFrom(username: string, address: string | null): string {
  return `${username.toLowerCase()}@${networkOf(address)}`
}

export interface Wait {
  key: string
  kind: AttemptKind
  /** The account, the network, or the person's id. */
  what: string
  /** From where, of an account. */
  from: string | null
  until: Date
}

/** Out: what must wait now, the longest first. In: a transaction that may see the counts. */
export async function listWaits(tx: Transaction): Promise<Wait[]> {
  const rows = await tx
    .select()
    .from(rateLimits)
    .where(and(like(rateLimits.key, 'wait-%'), gt(rateLimits.expire, Date.now())))
  return rows
    .flatMap(({ key, expire }) => {
      const [, kind, rest] = /^wait-(account|everywhere|address|code):(.*)$/s.exec(key) ?? []
      if (rest === undefined || !isKind(kind)) return []
      const at = kind === 'account' ? rest.lastIndexOf('@') : -1
      return [
        {
          key: `${kind}:${rest}`,
          kind,
          what: at === -1 ? rest : rest.slice(0, at),
          from: at === -1 ? null : rest.slice(at + 1),
          until: new Date(expire ?? 0),
        },
      ]
    })
    .sort((a, b) => b.until.getTime() - a.until.getTime())
}

const isKind = (text: string | undefined): text is AttemptKind =>
  text !== undefined && Object.hasOwn(free, text)

/** Forgets failures and lifts what must wait for them. In: keys as in Wait. Out: how many rows there were. */
export async function unlock(tx: Transaction, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0
  const both = keys.flatMap((key) => [key, `wait-${key}`])
  const lifted = await tx
    .delete(rateLimits)
    .where(inArray(rateLimits.key, both))
    .returning({ key: rateLimits.key })
  return lifted.length
}

/** As unlock, for everything that is counted against a person, from wherever. */
export async function unlockPerson(
  tx: Transaction,
  person: { id: number; username: string },
): Promise<number> {
  const name = person.username.toLowerCase()
  const from = `${name.replace(/[\\%_]/g, '\\$&')}@%`
  const lifted = await tx
    .delete(rateLimits)
    .where(
      or(
        like(rateLimits.key, `account:${from}`),
        like(rateLimits.key, `wait-account:${from}`),
        inArray(
          rateLimits.key,
          [`everywhere:${name}`, `code:${person.id}`].flatMap((key) => [key, `wait-${key}`]),
        ),
      ),
    )
    .returning({ key: rateLimits.key })
  return lifted.length
}

/**
 * In: a client's address. Out: the network that one customer has: an IPv4 address, or the first 64 bits of an IPv6
 * address, of which everybody has 2^64. Pure.
 */
export function networkOf(address: string | null): string {
  if (address === null) return 'unknown'
  const plain = address.toLowerCase().replace(/%.*$/, '')
  const mapped = /^(?:0*:)*:?ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)
  if (mapped?.[1] !== undefined) return mapped[1]
  if (!plain.includes(':') || !URL.canParse(`http://[${plain}]/`)) return plain.slice(0, 45)
  // A URL writes every IPv6 address in one way, its longest run of zeros as `::`.
  const normal = new URL(`http://[${plain}]/`).hostname.slice(1, -1)
  const [left = '', right] = normal.split('::')
  const before = left === '' ? [] : left.split(':')
  const after = right === undefined || right === '' ? [] : right.split(':')
  const zeros = right === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0')
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}
