import { Cache } from '../../platform/cache.ts'
import type { Database } from '../../platform/database.ts'
import { type Jurisdiction, listJurisdictions } from './jurisdictions.ts'

/** A jurisdiction set up by another instance is in the list this much later; by its name it is found at once. */
const keptForMs = 10_000

/**
 * The jurisdictions of one app, kept so that not every request asks for them. They are only ever added, and what is
 * known of one here doesn't change; an installation without any is asked for each time, so set-up shows at once.
 * Only the rows are kept, never a query on its way: on Workers one request must not wait for another's.
 */
export class KnownJurisdictions {
  readonly #kept: Cache<'all', readonly Jurisdiction[]>

  /** In: milliseconds of a clock that never stands still (default: the runtime's). */
  constructor(now?: () => number) {
    this.#kept = new Cache({ most: 1, ms: keptForMs, ...(now === undefined ? {} : { now }) })
  }

  /** Out: all of them, in the order in which they were made. */
  async list(database: Database): Promise<readonly Jurisdiction[]> {
    return this.#kept.get('all') ?? this.#ask(database)
  }

  /** In: an id. Out: that jurisdiction, asked for again when it isn't known; null when there is none. */
  async find(database: Database, id: string): Promise<Jurisdiction | null> {
    const isIt = (jurisdiction: Jurisdiction) => jurisdiction.id === id
    return (await this.list(database)).find(isIt) ?? (await this.#ask(database)).find(isIt) ?? null
  }

  async #ask(database: Database): Promise<readonly Jurisdiction[]> {
    const listed = await listJurisdictions(database)
    if (listed.length > 0) this.#kept.set('all', listed)
    return listed
  }
}
