import { auditSlice } from './audit/slice.ts'
import { calendarSlice } from './calendar/slice.ts'
import { capacitySlice } from './capacity/slice.ts'
import { catalogueSlice } from './catalogue/slice.ts'
import { deskSlice } from './desk/slice.ts'
import { registerEvidenceSubjects } from './evidence/index.ts'
import { evidenceSlice } from './evidence/slice.ts'
import { fundingLiftingJudge, fundingRecounter, judgingFollower } from './funding/index.ts'
import { fundingSlice } from './funding/slice.ts'
import { listJurisdictions } from './identity/index.ts'
import { identitySlice } from './identity/slice.ts'
import { matchingSlice } from './matching/slice.ts'
import { trackingFollower } from './migration/index.ts'
import { migrationSlice } from './migration/slice.ts'
import { nameNewSystems, sayOfNewSystems } from './oversight/index.ts'
import { oversightSlice } from './oversight/slice.ts'
import { registerPermissions } from './platform/permissions.ts'
import type { Slice } from './platform/slice.ts'
import { registerNavigation } from './platform/ui/navigation.tsx'
import { registerVocabulary } from './platform/vocabulary.ts'
import { projectsSlice } from './projects/slice.ts'
import { regulationsSlice } from './regulations/slice.ts'
import { reportsSlice } from './reports/slice.ts'
import { impactSummary } from './requests/index.ts'
import { requestsSlice } from './requests/slice.ts'
import { rulesSlice } from './rules/slice.ts'
import { registerFactsFollowers, registerLiftingJudge } from './systems/index.ts'
import { systemsSlice } from './systems/slice.ts'

/** In: slices in the order of the navigation. Out: with them those that serve all others: desk, audit, identity. */
export function houseOf(working: readonly Slice[]): readonly Slice[] {
  const reconciled = [...working, identitySlice]
  const audit = auditSlice(
    reconciled.flatMap(({ checks }) => checks ?? []),
    reconciled.flatMap(({ kept }) => kept ?? []),
    {
      columns: reconciled.flatMap(({ objectReferences }) => objectReferences ?? []),
      jurisdictions: listJurisdictions,
    },
  )
  const tasks = [...working, audit].flatMap((slice) => slice.tasks ?? [])
  return [deskSlice(tasks), ...working, audit, identitySlice]
}

/** What each subject has a room of its own for, in the order of the navigation. */
export const working: readonly Slice[] = [
  catalogueSlice(impactSummary),
  systemsSlice,
  evidenceSlice,
  migrationSlice,
  projectsSlice,
  requestsSlice,
  capacitySlice,
  matchingSlice,
  regulationsSlice,
  rulesSlice,
  fundingSlice,
  oversightSlice,
  calendarSlice([fundingRecounter]),
  reportsSlice,
]

/**
 * Every slice of the house. The app, its navigation, the desk, the jobs, the words of the audit log, the permission
 * table and the boundary test read this list; importing it makes them known.
 */
export const slices = houseOf(working)

/** Makes slices known to what asks by name: permissions, navigation, words, what can have evidence. */
export function registerSlices(house: readonly Slice[]): void {
  registerPermissions(house.flatMap(({ permissions }) => permissions ?? []))
  registerNavigation({
    places: house.flatMap(({ places }) => places ?? []),
    tabs: house.flatMap(({ tabs }) => tabs ?? []),
  })
  registerVocabulary(
    house.flatMap(({ vocabulary }) => vocabulary ?? []),
    house.flatMap(({ jobs }) => jobs ?? []),
  )
  registerEvidenceSubjects(house.flatMap(({ evidenceSubjects }) => evidenceSubjects ?? []))
}

registerSlices(slices)
registerLiftingJudge(fundingLiftingJudge)
registerFactsFollowers([nameNewSystems, sayOfNewSystems, trackingFollower, judgingFollower])
