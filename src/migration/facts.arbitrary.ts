import fc from 'fast-check'
import { addDays, type CalendarDate, dateOf } from '../platform/dates.ts'
import { type Disposition, dispositions, type Hosting, hostings, stageOrder } from '../systems/words.ts'
import type { MigrationFacts } from './health.ts'

/** For property tests: days close to each other, so that bounds are met often. */
export const near: fc.Arbitrary<CalendarDate> = fc
  .oneof(
    fc.integer({ min: -70, max: 70 }),
    fc.constantFrom(-61, -60, -59, -31, -30, -29, -1, 0, 1, 29, 30, 31),
  )
  .map((offset) => addDays(dateOf('2026-11-21'), offset))

const dateFact = fc.oneof(fc.constant(null), fc.constant('infinity' as const), near)
const flag = fc.constantFrom(true, true, false, null)

/** Any facts, unknown ones included. */
export const migrationFacts: fc.Arbitrary<MigrationFacts> = fc.record({
  classified: fc.constantFrom(false, false, null, true),
  migrationRequired: flag,
  migrationDueOn: dateFact,
  exemptionUntil: dateFact,
  disposition: fc.constantFrom(null, ...(Object.keys(dispositions) as Disposition[])),
  hosting: fc.constantFrom(null, ...(Object.keys(hostings) as Hosting[])),
  stage: fc.constantFrom(null, ...stageOrder),
  stageSince: fc.oneof(fc.constant(null), near),
})
