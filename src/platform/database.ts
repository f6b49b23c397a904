import { type SQL, sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { AppError } from './errors.ts'
import { busyCode, isLostConnection, withReconnect } from './reconnect.ts'
import { type DatabaseLimits, settingsOf, timeLimits } from './time-limits.ts'

export type Database = PostgresJsDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

export interface Connection {
  database: Database
  client: postgres.Sql
  close(): Promise<void>
}

/**
 * In: a PostgreSQL address, the size of the pool, and how long its transactions may take (default: as requests). Out: drizzle over postgres.js; connects on first use.
 * Dates stay text, `bigint` becomes a number (identities and fen stay below 2^53).
 */
export function connect(
  url: string,
  options: { max?: number; connectTimeout?: number; limits?: DatabaseLimits } = {},
): Connection {
  const driver = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: options.connectTimeout ?? 5,
    idle_timeout: 60,
    // Its own backoff lets requests wait up to 20 s after an outage; a refused connection costs nothing.
    backoff: () => 0.2,
    onnotice: () => {},
    connection: { application_name: 'dengyun', TimeZone: 'Asia/Shanghai' },
  })
  const client = withReconnect(driver, options.limits ?? timeLimits.requests)
  return { database: drizzle(client), client, close: () => client.end({ timeout: 5 }) }
}

/** What a transaction may see: rows of one jurisdiction, and in it all organisations or the ones named. */
export interface Visibility {
  jurisdictionId: string
  organisations: 'all' | readonly number[]
  /** Sees accounts and their security, and the record of what administrators did, instead of business rows. */
  administers?: boolean
}

/**
 * The role every query of the app runs under. It owns nothing and can't bypass row-level security;
 * `set_config(…, true)` is `set local`: both end with the transaction.
 */
export const applicationRole = 'dengyun_app'

/** Statements of a transaction that nobody waited for, and the first of them that failed. */
interface SentAhead {
  pending: Promise<unknown>[]
  failed: unknown
}
const sentAhead = new WeakMap<Transaction, SentAhead>()

/**
 * Sends a statement whose rows nobody needs: it travels with the next one, or with the commit, and costs no round trip
 * of its own. If it fails, PostgreSQL refuses every later statement of the transaction and its commit, and `transactAs`
 * throws its error. In a transaction that `transactAs` didn't open it is waited for.
 */
export async function pipelined(tx: Transaction, statement: SQL): Promise<void> {
  const sent = sentAhead.get(tx)
  const pending = tx.execute(statement)
  if (sent === undefined) {
    await pending
    return
  }
  // Awaiting begins the query; its failure is kept, so that a transaction that ends before it leaves nothing unheard.
  sent.pending.push(
    pending.then(undefined, (error: unknown) => {
      sent.failed ??= error
    }),
  )
}

/** Opens a transaction behind the second wall: the application role, and what `visibility` lets it see. */
export async function transactAs<T>(
  database: Database,
  visibility: Visibility | 'sign-in' | 'all-jurisdictions',
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const sent: SentAhead = { pending: [], failed: null }
  try {
    const result = await database.transaction((tx) => {
      sentAhead.set(tx, sent)
      void pipelined(tx, wallsFor(visibility))
      return work(tx)
    })
    await Promise.all(sent.pending)
    if (sent.failed === null) return result
  } catch (error) {
    // 25P02: refused because an earlier statement of the transaction had failed; that one says why.
    throw codeOf(error) === '25P02' ? (sent.failed ?? error) : error
  }
  throw sent.failed
}

/**
 * Lets a transaction see all organisations of its jurisdiction while `work` runs: what must be whole (a fold of everything
 * recorded, a sum) can't be made of what a department sees. The caller has made sure of what the actor may do.
 */
export async function seeingAll<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  const [seen] = await tx.execute<{ organisations: string }>(sql`
    select organisations, set_config('dengyun.organisations', '*', true)
    from (select current_setting('dengyun.organisations') as organisations offset 0) before`)
  const result = await work()
  await pipelined(tx, sql`select set_config('dengyun.organisations', ${seen?.organisations ?? ''}, true)`)
  return result
}

/** Gives one transaction other limits than its pool has. */
export async function limitTime(tx: Transaction, limits: DatabaseLimits): Promise<void> {
  const settings = Object.entries(settingsOf(limits))
  await pipelined(
    tx,
    sql`select ${sql.join(
      settings.map(([name, value]) => sql`set_config(${name}, ${value}, true)`),
      sql`, `,
    )}`,
  )
}

/** In: what a transaction may see. Out: the statement that puts it behind the second wall. */
function wallsFor(visibility: Visibility | 'sign-in' | 'all-jurisdictions'): SQL {
  const jurisdiction = typeof visibility === 'string' ? '' : visibility.jurisdictionId
  const organisations =
    typeof visibility === 'string'
      ? ''
      : visibility.organisations === 'all'
        ? '*'
        : `{${visibility.organisations.join(',')}}`
  const realm =
    typeof visibility === 'string' ? visibility : visibility.administers ? 'administration' : 'jurisdiction'
  return sql`select set_config('role', ${applicationRole}, true),
    set_config('dengyun.realm', ${realm}, true),
    set_config('dengyun.jurisdiction', ${jurisdiction}, true),
    set_config('dengyun.organisations', ${organisations}, true)`
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'cause' in error ? codeOf(error.cause) : undefined
}

/** In: any error of a query. Out: the AppError users get for it, or null when it is no fault of the database. */
export function databaseError(error: unknown): AppError | null {
  const code = codeOf(error)
  if (code === undefined) return null
  // 53300: too many clients.
  if (isLostConnection(code) || code === '53300')
    return new AppError('database-unavailable', '数据库暂时连接不上，数据没有改动。请稍后再试。', {
      cause: error,
    })
  // 55P03: a lock, 57014: a statement took longer than allowed.
  if (code === busyCode || code === '55P03' || code === '57014')
    return new AppError('database-busy', '数据库正忙，这次操作没有完成，数据没有改动。请过几秒钟再试。', {
      cause: error,
    })
  // 53100: disk full; 58030: input/output error.
  if (code === '53100' || code === '58030')
    return new AppError(
      'storage-unavailable',
      '服务器磁盘已满，这次操作没有保存。请联系系统管理员清理磁盘后重试。',
      {
        cause: error,
      },
    )
  // 23505, 40001, 40P01: unique violation, serialisation failure, deadlock.
  if (code === '23505' || code === '40001' || code === '40P01')
    return new AppError('conflict', '另一个人刚刚改动了同一处内容，请刷新后再试。', { cause: error })
  return null
}

/** In: an error. Out: the SQLSTATE or the driver's code in it, or undefined. */
export { codeOf as databaseErrorCode }
