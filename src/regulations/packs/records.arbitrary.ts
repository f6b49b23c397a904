import fc from 'fast-check'
import { dateOf } from '../../platform/dates.ts'
import { fenOf } from '../../platform/money.ts'
import { type Facts, flagNames, type Order } from '../facts.ts'

/** Everything recorded, as users can record it, of a system that keeps to the law. */
export const kept: Facts = {
  classified: false,
  emergency: false,
  registered: true,
  disguised: false,
  migrationRequired: true,
  dataSharing: true,
  businessCoordination: true,
  coConstruction: true,
  platformConnected: true,
  approvedOn: dateOf('2025-03-03'),
  contractSignedOn: dateOf('2025-03-20'),
  contractFiledOn: dateOf('2025-03-25'),
  constructionStartedOn: dateOf('2025-04-01'),
  builtOn: dateOf('2025-06-02'),
  liveOn: dateOf('2025-06-10'),
  migratedOn: dateOf('2025-07-01'),
  migrationDueOn: dateOf('2025-12-31'),
  migrationConditionsRipeOn: dateOf('2025-01-06'),
  acceptedOn: dateOf('2025-08-01'),
  acceptanceFiledOn: dateOf('2025-08-11'),
  acceptanceExtendedTo: null,
  publicCloudAssessedOn: null,
  financeReviewedOn: dateOf('2025-02-24'),
  budgetRepliedOn: dateOf('2025-02-26'),
  budgetFiledOn: dateOf('2025-02-27'),
  decommissionedOn: null,
  disposalReportedOn: null,
  buildingOpinionOn: null,
  hosting: 'government-cloud',
  investmentFen: fenOf(100_000_000),
  exemption: null,
  evaluation: { on: dateOf('2026-08-03'), met: true },
  orders: [],
}

const order = (change: Partial<Order>): Order => ({
  kind: 'supervision',
  issuedOn: dateOf('2026-09-01'),
  receivedOn: dateOf('2026-09-02'),
  dueOn: dateOf('2026-10-09'),
  resolvedOn: null,
  refusedOn: null,
  ...change,
})

const day = fc.constantFrom('2025-02-01', '2026-03-02', '2026-06-01', '2026-10-09', '2026-11-27').map(dateOf)
/** What a record can say otherwise. */
const records: Record<string, fc.Arbitrary<unknown>> = {
  ...Object.fromEntries(flagNames.map((name) => [name, fc.option(fc.boolean(), { nil: undefined })])),
  ...Object.fromEntries(
    Object.keys(kept)
      .filter((name) => /On$|To$/.test(name))
      .map((name) => [name, fc.oneof(day, fc.constant(null), fc.constant(undefined))]),
  ),
  hosting: fc.constantFrom('own-room', 'public-cloud', undefined),
  investmentFen: fc.constantFrom(fenOf(59_999_999), fenOf(60_000_000)),
  exemption: fc.constantFrom(undefined, { documentNumber: '陵数函〔2026〕9号', until: dateOf('2027-06-30') }),
  evaluation: fc.constantFrom(
    undefined,
    null,
    { on: dateOf('2026-08-03'), met: false, rectifiedOn: null },
    { on: dateOf('2026-08-03'), met: false, rectifiedOn: dateOf('2026-10-09') },
  ),
  orders: fc.constantFrom(
    undefined,
    [order({})],
    [order({ refusedOn: dateOf('2026-09-10') })],
    [order({ kind: 'audit' })],
    [order({ kind: 'effectiveness' })],
    [order({ resolvedOn: dateOf('2026-10-01') })],
    [order({ dueOn: dateOf('2026-12-15') })],
    [order({ kind: 'audit', dueOn: dateOf('2026-12-15') })],
  ),
}
/** A few facts recorded otherwise. */
export const change = fc
  .uniqueArray(fc.constantFrom(...Object.keys(records)), { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, records[name] ?? fc.constant(null)]))),
  )
