import { sql } from 'drizzle-orm'
import { type Clock, clockFrom } from './clock.ts'
import type { Database } from './database.ts'

/** Half of what may lie between the two clocks comes from the network; beyond this somebody must look. */
const maxDriftMinutes = 3

/**
 * Holds the machine's clock against the database's, which all instances share. Once asked, the time is the database's,
 * carried on by a count that nobody can set: a clock put forward or back on one machine ends no period and freezes nothing.
 */
export class ClockWatch {
  readonly #machine: Clock
  #known: { database: number; counted: number } | null = null
  /** Until the database was asked, the machine's. */
  readonly clock: Clock = clockFrom(() => new Date(this.#now()))

  constructor(machine: Clock) {
    this.#machine = machine
  }

  #now(): number {
    return this.#known === null
      ? this.#machine.now().getTime()
      : this.#known.database + (performance.now() - this.#known.counted)
  }

  /** Asks the database for its time. */
  async ask(database: Database): Promise<void> {
    const rows = await database.transaction((tx) =>
      tx.execute<{ now: number }>(sql`select extract(epoch from clock_timestamp())::float8 * 1000 as now`),
    )
    const [row] = rows
    if (row !== undefined) this.#known = { database: row.now, counted: performance.now() }
  }

  /** A sentence for who runs the machine, while its clock is off; else null. */
  get warning(): string | null {
    const minutes = Math.round((this.#machine.now().getTime() - this.#now()) / 60_000)
    if (Math.abs(minutes) <= maxDriftMinutes) return null
    const amount = inWords(Math.abs(minutes))
    return `服务器的时钟比数据库的${minutes > 0 ? '快' : '慢'}${amount}。登云按数据库的时间办理，请系统管理员校准服务器的时钟（NTP）。`
  }
}

function inWords(minutes: number): string {
  if (minutes < 120) return `${minutes}分钟`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours}小时` : `${Math.round(hours / 24)}天`
}
