import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { type FactChange, type FactsRow, factsBeforeAndAfter } from './facts-before-and-after.ts'

/** What a change of facts lifts of a system's stops, in the words users read. */
export interface Lifting {
  /** null: today already; else the first day on which a stop that would have come doesn't. */
  from: CalendarDate | null
  /** Funds of which the verdict becomes more lenient. */
  funds: { fund: string; before: string; after: string }[]
  /** Grounds that stopped money and do so no longer, though the fund's verdict may stay for other reasons. */
  grounds: { article: string; effect: string; reason: string }[]
}

/**
 * Who says what a change of facts does to money. It stands above and registers itself (src/slices.ts), as whoever counts
 * by the calendar does. In: the transaction, in which it reads once what it judges by. Out: what compares a system before
 * and after; null: nothing is lifted.
 */
export type LiftingJudge = (
  context: Context,
  tx: Transaction,
) => Promise<(before: FactsRow, after: FactsRow) => Lifting | null>

let registered: LiftingJudge | null = null

/** Sets who judges. Without one no fact is changed at all: forgetting it must not open the door. */
export function registerLiftingJudge(judge: LiftingJudge): void {
  registered = judge
}

/** In: the facts of systems before and after. Out: by system what the change lifts; those of which it lifts nothing are left out. */
export async function liftingsBetween(
  context: Context,
  tx: Transaction,
  before: ReadonlyMap<number, FactsRow>,
  after: ReadonlyMap<number, FactsRow>,
): Promise<Map<number, Lifting>> {
  const compare = await judgeOf(context, tx)
  const liftings = new Map<number, Lifting>()
  let compared = 0
  for (const [id, was] of before) {
    const becomes = after.get(id)
    const lifting = becomes === undefined ? null : compare(was, becomes)
    if (lifting !== null) liftings.set(id, lifting)
    compared += 1
    if (compared % turn === 0) await new Promise((resume) => setTimeout(resume))
  }
  return liftings
}

function judgeOf(context: Context, tx: Transaction): ReturnType<LiftingJudge> {
  if (registered === null) throw new Error('no slice judges what a change of facts lifts')
  return registered(context, tx)
}

/** A lifting, and the system it was found by comparing with. */
export interface Found extends Lifting {
  systemId: number
}

/** Pairs compared before others get their turn: some milliseconds' work. */
const turn = 50

/**
 * Makes ready to say which changes of facts lift a stop: such a change waits for a second person. The one question that
 * every way of changing facts asks before it writes; any number of changes at once costs one query.
 * Out: what compares; it gives for each change, in order, the first lifting found, or null.
 */
export async function openLiftingJudge(
  context: Context,
  tx: Transaction,
): Promise<(changes: readonly FactChange[]) => Promise<(Found | null)[]>> {
  const compare = await judgeOf(context, tx)
  return async (changes) => {
    const found = changes.map((): Found | null => null)
    const pairs = await factsBeforeAndAfter(tx, changes)
    for (const [index, { place, systemId, before, after }] of pairs.entries()) {
      if (index % turn === turn - 1) await new Promise((resume) => setTimeout(resume))
      if (found[place] !== null) continue
      const lifting = compare(before, after)
      if (lifting !== null) found[place] = { ...lifting, systemId }
    }
    return found
  }
}
