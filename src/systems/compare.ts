/** Pure. */

import type { CalendarDate } from '../platform/dates.ts'
import type { LedgerSystem } from './ledger-rows.ts'
import {
  type RegisterColumn,
  type RegisterValue,
  type RegisterValues,
  registerColumnNames,
} from './register-columns.ts'
import type { StoredSystem } from './stored-systems.ts'

/** A system the register doesn't have yet; null facts are left out. */
export interface AddedSystem {
  row: number
  code: string
  unit: string
  values: Partial<RegisterValues>
}

/** A system of which the ledger says something else than the register. */
export interface ChangedSystem {
  row: number
  code: string
  unit: string
  stored: StoredSystem
  /** null when it stays with its unit. */
  unitBefore: string | null
  after: RegisterValues
  changes: Partial<RegisterValues>
}

/** What the register knew and can no longer know, by what the ledger says beside a blank. */
function forget({ values, dayMissing }: LedgerSystem, stored: StoredSystem, after: RegisterValues): void {
  const { exemptionDocument: document } = values
  const isOther = typeof document === 'string' && document !== stored.values.exemptionDocument
  // Another document, and no end: until when is unknown.
  if (isOther && values.exemptionUntil === undefined) after.exemptionUntil = null
  // It has been confirmed, and no day: it isn't known not to have happened.
  if (dayMissing && stored.values.migratedOn === 'infinity') after.migratedOn = null
}

/** A cell that says something else than the record on which its fact rests: it is not imported. */
export interface Contradiction {
  column: RegisterColumn
  /** What the ledger says, and what the record does. */
  ledger: RegisterValue
  recorded: RegisterValue
}

/**
 * In: a system of the ledger, the register's, of which columns it has records, and of which it knows something later than
 * the ledger. Out: the ledger's values without those; and where it contradicts the records.
 */
export function givingWay(
  { values, assumed }: Pick<LedgerSystem, 'values' | 'assumed'>,
  stored: StoredSystem,
  recorded: ReadonlyMap<string, unknown>,
  later: ReadonlySet<string>,
): Pick<LedgerSystem, 'values' | 'assumed'> & { contradictions: Contradiction[] } {
  const left: Partial<RegisterValues> = {}
  const contradictions: Contradiction[] = []
  for (const column of registerColumnNames) {
    const ledger = values[column]
    if (ledger === undefined) continue
    if (!recorded.has(column)) {
      if (!later.has(column)) left[column] = ledger
    } else if (ledger !== stored.values[column])
      contradictions.push({ column, ledger, recorded: stored.values[column] })
  }
  const free = Object.entries(assumed).filter(([column]) => !recorded.has(column) && !later.has(column))
  return { values: left, assumed: Object.fromEntries(free), contradictions }
}

/** In: a system of the ledger that the register lacks, and the day its facts hold from. */
export function addedSystem(system: LedgerSystem & { code: string }, holdsFrom: CalendarDate): AddedSystem {
  const values: Partial<RegisterValues> = {}
  for (const column of registerColumnNames) {
    const value = system.values[column] ?? system.assumed[column] ?? null
    if (value !== null) values[column] = value
  }
  if (values.stage !== undefined) values.stageSince = holdsFrom
  return { row: system.row, code: system.code, unit: system.unit, values }
}

/** In: a system of the ledger and of the register. Out: what would change; null when nothing would. */
export function changedSystem(
  system: LedgerSystem & { code: string },
  stored: StoredSystem,
  storedUnit: string,
  holdsFrom: CalendarDate,
): ChangedSystem | null {
  const after: RegisterValues = { ...stored.values, ...system.values }
  for (const column of registerColumnNames) after[column] ??= system.assumed[column] ?? null
  forget(system, stored, after)
  if (after.stage !== stored.values.stage) after.stageSince = after.stage === null ? null : holdsFrom
  const changes: Partial<RegisterValues> = {}
  for (const column of registerColumnNames)
    if (after[column] !== stored.values[column]) changes[column] = after[column]
  const unitBefore = system.unit === storedUnit ? null : storedUnit
  if (unitBefore === null && Object.keys(changes).length === 0) return null
  return { row: system.row, code: system.code, unit: system.unit, stored, unitBefore, after, changes }
}
