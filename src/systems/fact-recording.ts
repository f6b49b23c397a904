/** Pure. */

import type { CalendarDate } from '../platform/dates.ts'
import type { FactSource } from './fact-sources.ts'
import type { FactColumn } from './facts-before-and-after.ts'
import type { RegisterColumn } from './register-columns.ts'
import type { SystemRow } from './system-by-code.ts'

/** What can be recorded of a system; null: becomes unknown. A date of `infinity` is known not to have happened. */
export type RecordedValues = {
  [Name in RegisterColumn | FactColumn | 'organisationId']?: SystemRow[Name] | undefined
}

/** One recording of facts: of which system, what, from which day, resting on what, by whom. */
export interface FactRecording {
  systemId: number
  values: RecordedValues
  holdsFrom: CalendarDate
  source: FactSource
  /** Name and number of the document. */
  document: string | null
  reason: string | null
  recordedBy: number | null
  /** The second person; null: there was none, and then nothing that lifts a stop is recorded. */
  confirmedBy: number | null
  /** The recording that this one declares void; then it says nothing itself. */
  voids?: number
}
