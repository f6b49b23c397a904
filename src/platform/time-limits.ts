/** Pure. */

/** How long one connection pool may keep whoever asks waiting; milliseconds, 0: without end. */
export interface DatabaseLimits {
  /** For a connection that is free. */
  connection: number
  /** For a lock on a table or a row. */
  lock: number
  /** For one statement. */
  statement: number
  /** How long a transaction may do nothing, and keep its locks, until PostgreSQL ends it. */
  idle: number
}

const seconds = (count: number) => count * 1_000
const minutes = (count: number) => seconds(60 * count)

/** All times after which the server gives up, in one place. */
export const timeLimits = {
  /** Pages and API: rather a refusal that says when to come again than a page that hangs. */
  requests: { connection: seconds(5), lock: seconds(4), statement: seconds(30), idle: minutes(1) },
  /** Imports, within a request: many statements, and portions of a file between them. */
  imports: { connection: seconds(5), lock: seconds(20), statement: minutes(3), idle: minutes(2) },
  jobs: { connection: minutes(1), lock: minutes(1), statement: minutes(15), idle: minutes(5) },
  /** A large table takes as long as it takes; only a lock that never comes is given up. */
  migrations: { connection: minutes(1), lock: minutes(2), statement: 0, idle: 0 },
  /** /readyz: who asks it gives up after a few seconds. */
  readiness: { lock: seconds(2) },
  /** The object store: for the connection, without a byte moving, and for one call with all its attempts. */
  objects: { connection: seconds(3), silent: seconds(8), call: seconds(20) },
  /** Stopping: for answers under way, then for jobs under way, before both are cut. */
  stopping: { answers: seconds(3), jobs: seconds(3) },
} as const satisfies Record<string, DatabaseLimits | Record<string, number>>

/** In: limits. Out: the settings of PostgreSQL that hold them, by name. */
export function settingsOf({ lock, statement, idle }: DatabaseLimits): Record<string, string> {
  return {
    lock_timeout: `${lock}`,
    statement_timeout: `${statement}`,
    idle_in_transaction_session_timeout: `${idle}`,
  }
}
