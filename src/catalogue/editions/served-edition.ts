import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { editionInForce, type PublishedEdition } from './published-editions.ts'

/**
 * Publishing is to be seen within a second, by every instance. What is younger than the first is served as it is; from
 * then on somebody looks at the database while the others are still served; what is older than the second isn't served.
 */
export const [freshFor, servedFor] = [600, 900]

/** An edition in force as it is served: with what was rendered of it, which goes when it does. */
export interface ServedEdition {
  edition: PublishedEdition
  /** Finished answers by address, the one used longest ago first; an edition never changes, nor do they. */
  answers: Map<string, Uint8Array<ArrayBuffer>>
}

interface Kept {
  /** When the look at the database began that found it. */
  at: number
  served: ServedEdition | null
}
interface Known {
  kept?: Kept
  /** The look that is under way. */
  looking?: Promise<ServedEdition | null> | undefined
}

/** By database: an isolate or a test may have several. On Workers each request brings its own, and nothing is kept. */
const known = new WeakMap<Database, Map<string, Known>>()

const now = () => performance.now()

/**
 * In: a jurisdiction. Out: its edition in force, at most 900 ms old; null when there is none.
 * For pages and answers that the public reads; verbs that decide something ask `editionInForce`.
 */
export async function servedEdition(context: Context, jurisdictionId: string): Promise<ServedEdition | null> {
  const entry = entryOf(context.database, jurisdictionId)
  const age = entry.kept === undefined ? Number.POSITIVE_INFINITY : now() - entry.kept.at
  if (entry.kept !== undefined && age < freshFor) return entry.kept.served
  entry.looking ??= look(context, jurisdictionId, entry)
  if (entry.kept === undefined || age >= servedFor) return entry.looking
  // Whoever waits for the next look is told of its failure; this request is answered without it.
  entry.looking.catch(() => {})
  return entry.kept.served
}

/** In: a database and a jurisdiction. Out: its edition in force if that was looked up a moment ago; null: look it up. */
export function freshEdition(database: Database, jurisdictionId: string): ServedEdition | null {
  const entry = known.get(database)?.get(jurisdictionId)
  if (entry?.kept === undefined) return null
  // While somebody looks, the others needn't.
  return now() - entry.kept.at < (entry.looking === undefined ? freshFor : servedFor)
    ? entry.kept.served
    : null
}

async function look(context: Context, jurisdictionId: string, entry: Known): Promise<ServedEdition | null> {
  const at = now()
  try {
    const edition = await editionInForce(context, jurisdictionId)
    const before = entry.kept?.served
    const same = before != null && before.edition.id === edition?.id
    const served = edition === null ? null : { edition, answers: same ? before.answers : new Map() }
    entry.kept = { at, served }
    return served
  } finally {
    entry.looking = undefined
  }
}

/** What is published here is seen here at once. */
export function forgetServed({ database }: Context, jurisdictionId: string): void {
  known.get(database)?.delete(jurisdictionId)
}

function entryOf(database: Database, jurisdictionId: string): Known {
  const entries = known.get(database) ?? new Map<string, Known>()
  known.set(database, entries)
  const entry = entries.get(jurisdictionId) ?? {}
  entries.set(jurisdictionId, entry)
  return entry
}

const maxAnswers = 100
const largestAnswer = 1_000_000

/** In: an edition and an address. Out: the answer made for it before, or made now and kept. */
export async function answerOf(
  { answers }: ServedEdition,
  address: string,
  make: () => Promise<string> | string,
): Promise<Uint8Array<ArrayBuffer>> {
  const found = answers.get(address)
  const answer = found ?? new TextEncoder().encode(await make())
  if (answer.length > largestAnswer) return answer
  answers.delete(address)
  answers.set(address, answer)
  for (const oldest of answers.keys()) {
    if (answers.size <= maxAnswers) break
    answers.delete(oldest)
  }
  return answer
}
