/** Pure. */

import { type CalendarDate, laterOf } from '../platform/dates.ts'
import { factsOfMilestones, type MilestoneFact, type OwnedColumn } from './facts-of-milestones.ts'
import type { Milestone } from './model.ts'

/** What a recording of facts says, by the names of the register's columns. */
export type Said = Readonly<Record<string, unknown>>

/** A recording that a milestone asks for. */
export interface Wanted {
  milestoneId: number
  holdsFrom: CalendarDate
  values: Said
}

/** A system under a project, as others know it. */
export interface KnownOtherwise {
  /** The register's columns that the project's milestones tell of it. */
  columns: readonly OwnedColumn[]
  /** The first day on which the register has the system; null: it doesn't. */
  since: CalendarDate | null
  /** What all recordings but the project's own come to. */
  said: Said
  /** On which days a declaration of completeness says something of a column: it knew nothing of what is recorded late. */
  declared: readonly { column: string; day: CalendarDate }[]
}

/**
 * The recordings that a project's milestones ask for of one of its systems: from the day of each, and not before the
 * register had the system. In: the milestones that count. Out: by day, one for each milestone that changes something on it.
 */
export function recordingsWanted(
  milestones: readonly Milestone[],
  { columns, since, said, declared }: KnownOtherwise,
): Wanted[] {
  const from = ({ day }: Milestone) => (since === null ? day : laterOf(day, since))
  const stands = new Map<string, { value: MilestoneFact['value'] | null; by: number }>()
  const wanted: Wanted[] = []
  const days = new Set([...milestones.map(from), ...declared.map(({ day }) => day)])
  for (const day of [...days].sort()) {
    const facts = factsOfMilestones(milestones.filter((one) => from(one) <= day))
    const changes = new Map<number, Record<string, unknown>>()
    for (const column of columns) {
      const [fact, before] = [facts[column], stands.get(column)]
      const by = fact?.by ?? before?.by
      // null: what the others say stands.
      const value = fact === undefined || isKnownOtherwise(fact, said[column]) ? null : fact.value
      const again = value !== null && declared.some((one) => one.column === column && one.day === day)
      if (by === undefined || ((before?.value ?? null) === value && !again)) continue
      stands.set(column, { value, by })
      changes.set(by, { ...changes.get(by), [column]: value })
    }
    for (const [milestoneId, values] of changes) wanted.push({ milestoneId, holdsFrom: day, values })
  }
  return wanted
}

/** What the register knows of though the project doesn't. */
export const isKnownOtherwise = ({ notSince }: MilestoneFact, other: unknown): boolean =>
  notSince !== undefined && typeof other === 'string' && other !== 'infinity' && other >= notSince

/** In: what is wanted, and what is recorded. Out: what is missing, and recordings that say what isn't wanted any more. */
export function missingAndVoid<Recorded extends Wanted>(
  wanted: readonly Wanted[],
  own: readonly Recorded[],
): { missing: Wanted[]; voided: Recorded[] } {
  const left = new Map(own.map((one) => [keyOf(one), one]))
  const missing = wanted.filter((one) => !left.delete(keyOf(one)))
  return { missing, voided: [...left.values()] }
}

const keyOf = ({ milestoneId, holdsFrom, values }: Wanted): string =>
  JSON.stringify([milestoneId, holdsFrom, values], sorted)

/** The database keeps keys in an order of its own. */
const sorted = (_: string, value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
