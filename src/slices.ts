import { auditSlice } from './audit/slice.ts'
import { calendarSlice } from './calendar/slice.ts'
import { capacitySlice } from './capacity/slice.ts'
import { catalogueSlice } from './catalogue/slice.ts'
import { deskSlice } from './desk/slice.ts'
import { fundingRecounter } from './funding/index.ts'
import { fundingSlice } from './funding/slice.ts'
import { identitySlice } from './identity/slice.ts'
import { matchingSlice } from './matching/slice.ts'
import { migrationSlice } from './migration/slice.ts'
import { registerPermissions } from './platform/permissions.ts'
import type { Slice } from './platform/slice.ts'
import { registerNavigation } from './platform/ui/navigation.tsx'
import { registerVocabulary } from './platform/vocabulary.ts'
import { regulationsSlice } from './regulations/slice.ts'
import { reportsSlice } from './reports/slice.ts'
import { impactSummary } from './requests/index.ts'
import { requestsSlice } from './requests/slice.ts'
import { rulesSlice } from './rules/slice.ts'
import { systemsSlice } from './systems/slice.ts'

/** Those that the desk takes its tasks from, in the order of the navigation. */
const working: readonly Slice[] = [
  catalogueSlice(impactSummary),
  systemsSlice,
  migrationSlice,
  matchingSlice,
  requestsSlice,
  capacitySlice,
  regulationsSlice,
  rulesSlice,
  fundingSlice,
  calendarSlice([fundingRecounter]),
  reportsSlice,
]

/**
 * Every slice of the house, in the order of the navigation. The app, its navigation, the desk, the jobs, the words of
 * the audit log, the permission table and the boundary test read this list; importing it sets them.
 */
export const slices: readonly Slice[] = [
  deskSlice(working.flatMap(({ tasks }) => tasks ?? [])),
  ...working,
  auditSlice,
  identitySlice,
]

/** Makes slices known to what asks by name: permissions, navigation, words. */
export function registerSlices(all: readonly Slice[]): void {
  registerPermissions(all.flatMap(({ permissions }) => permissions ?? []))
  registerNavigation({
    places: all.flatMap(({ places }) => places ?? []),
    tabs: all.flatMap(({ tabs }) => tabs ?? []),
  })
  registerVocabulary(
    all.flatMap(({ vocabulary }) => vocabulary ?? []),
    all.flatMap(({ jobs }) => jobs ?? []),
  )
}

registerSlices(slices)
