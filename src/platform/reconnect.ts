import type postgres from 'postgres'
import { StatementsSeen } from './prepared-statements.ts'
import { type DatabaseLimits, settingsOf } from './time-limits.ts'

/** The code of the error when no connection came free in time. */
export const busyCode = 'NO_FREE_CONNECTION'

class NoFreeConnection extends Error {
  readonly code = busyCode
}

const lostCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

/** In: the SQLSTATE or the driver's code of an error. Out: whether it says that the connection is gone or never came. */
export function isLostConnection(code: string): boolean {
  // 57P: the server stops, crashed or starts; 25P03: its own time limit; 08: connection exceptions;
  // 28: it lets this user in no longer; 3D000: the database is not there.
  return lostCodes.has(code) || /^(57P..|25P03|08...|28...|3D000)$/.test(code)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * In: a postgres.js client, and how long its transactions may take. Out: the same, with transactions that survive the
 * loss of their connection, and that give up in time.
 *
 * Version 3.4.9 rolls back on the socket that is gone, which ends the process, and lets work that goes on write
 * to that connection even when it serves somebody else by then. So a lost transaction fails at once,
 * whatever its work still asks is refused, and its end never reaches the driver.
 * Statements that are asked again within transactions are prepared.
 */
export function withReconnect(client: postgres.Sql, limits: DatabaseLimits): postgres.Sql {
  const statements = new StatementsSeen()
  const limiting = Object.entries(settingsOf(limits))
    .map(([name, value]) => `set local ${name} = ${value}`)
    .join('; ')
  return new Proxy(client, {
    get: (target, name) =>
      name === 'begin'
        ? (work: (inner: postgres.TransactionSql) => unknown) =>
            begin(target, { statements, limits, limiting }, work)
        : Reflect.get(target, name),
  })
}

/** Without values the driver sends a statement as mere text, unless told otherwise; its types don't know how. */
const prepared: postgres.UnsafeQueryOptions & { simple: boolean } = { prepare: true, simple: false }

/** More than a pool has connections: after an outage each of them may report it once. */
const maxRetries = 12

/** What the transactions of one pool have in common. */
interface Pool {
  statements: StatementsSeen
  limits: DatabaseLimits
  /** The statements that put up the limits: in the transaction, as a pooler in between keeps no settings of ours. */
  limiting: string
}

async function begin(
  client: postgres.Sql,
  pool: Pool,
  work: (inner: postgres.TransactionSql) => unknown,
): Promise<unknown> {
  for (let retries = 0; ; retries += 1) {
    const state: { lost: unknown; started: boolean } = { lost: null, started: false }
    try {
      return await beginInTime(client, pool, (inner) => {
        state.started = true
        return endUnlessLost(state, () => work(refusing(inner, pool.statements, state)))
      })
    } catch (error) {
      state.lost ??= error
      const code = codeOf(error)
      if (!isLostConnection(code)) throw error
      // Whoever asks again at once would do so while the other sockets of a stopping server close; a query written
      // to a socket in the very turn of its closing makes the driver lose that connection for good.
      await new Promise((later) => setTimeout(later, 50))
      // A connection closed while idle says so to the next one who uses it: nothing was done yet, so ask again.
      const stale =
        !state.started && (code === '57P01' || code === 'CONNECTION_CLOSED' || code === 'ECONNRESET')
      if (!stale || retries === maxRetries) throw error
    }
  }
}

/** Begins with the limits put up. Rejects when no connection came free in time; one that comes later is given back. */
function beginInTime(
  client: postgres.Sql,
  { limits, limiting }: Pool,
  work: (inner: postgres.TransactionSql) => unknown,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const tooLate = new NoFreeConnection(`no connection was free within ${limits.connection} ms`)
    let late = false
    const waiting = setTimeout(() => {
      late = true
      reject(tooLate)
    }, limits.connection)
    const begun = client.begin((inner) => {
      clearTimeout(waiting)
      if (late) throw tooLate
      // Not waited for: it travels with the first statement of the work, which would fail if it did.
      inner.unsafe(limiting).catch(() => {})
      return work(inner)
    })
    begun.then(resolve, reject).finally(() => clearTimeout(waiting))
  })
}

/** Out: what the work comes to; never settles once the connection is lost. */
function endUnlessLost(state: { lost: unknown }, work: () => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    Promise.resolve()
      .then(work)
      .then(
        (value) => {
          if (state.lost === null) resolve(value)
        },
        (error: unknown) => {
          if (state.lost === null) reject(error)
        },
      )
  })
}

/** The queries of one transaction: refused once its connection is lost. */
function refusing<T extends postgres.TransactionSql>(
  inner: T,
  statements: StatementsSeen,
  state: { lost: unknown },
): T {
  const check = () => {
    if (state.lost !== null) throw state.lost
  }
  return new Proxy(inner, {
    get(target, name) {
      if (name === 'unsafe')
        return (...[text, values]: Parameters<typeof inner.unsafe>) => {
          check()
          const prepare = statements.isWorthPreparing(text)
          const pending = target.unsafe(text, values, prepare ? prepared : {})
          pending.catch((error: unknown) => {
            if (isLostConnection(codeOf(error))) state.lost ??= error
          })
          return pending
        }
      if (name === 'savepoint')
        return (work: (nested: postgres.TransactionSql) => unknown) => {
          check()
          return target.savepoint((nested) =>
            endUnlessLost(state, () => work(refusing(nested, statements, state))),
          )
        }
      return Reflect.get(target, name)
    },
  })
}
