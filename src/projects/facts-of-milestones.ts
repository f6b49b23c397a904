/** Pure. */

import type { CalendarDate } from '../platform/dates.ts'
import type { ProjectFactColumn } from '../systems/index.ts'
import type { Milestone, MilestoneStep } from './model.ts'

/** Facts of which each project of a system has its own. */
export const projectColumns = [
  'emergency',
  'approvedOn',
  'investmentFen',
  'financeReviewedOn',
  'budgetRepliedOn',
  'budgetFiledOn',
  'contractSignedOn',
  'contractFiledOn',
  'constructionStartedOn',
  'builtOn',
  'liveOn',
  'acceptedOn',
  'acceptanceExtendedTo',
  'acceptanceFiledOn',
] as const satisfies readonly ProjectFactColumn[]

/** What follows for the system itself, whichever of its projects says it. */
export const columnsOfRunning = ['decommissionedOn', 'disposalReportedOn'] as const

/** The register's columns that a project's milestones own. */
export const ownedColumns = [...projectColumns, ...columnsOfRunning] as const
export type OwnedColumn = (typeof ownedColumns)[number]

/** One fact, and the milestone that says it. */
export interface MilestoneFact {
  value: CalendarDate | 'infinity' | number | boolean
  by: number
  /**
   * Not so far as this project knows; a day from that one on that the register knows from elsewhere stands against it.
   */
  notSince?: CalendarDate
}
export type MilestoneFacts = Partial<Record<OwnedColumn, MilestoneFact>>

/**
 * The facts that a project's milestones come to; a fact that none says is left out. In: confirmed milestones that nothing
 * revoked, in any order. Out: the earliest beginning; of everything else the last. An acceptance that only failed is known
 * not to have happened, and so is what follows a milestone and is kept in the same record: the acceptance and its extension
 * after the completion, a filing after what is filed.
 */
export function factsOfMilestones(milestones: readonly Milestone[]): MilestoneFacts {
  const all = milestones.toSorted((a, b) => a.day.localeCompare(b.day) || a.id - b.id)
  const of = (...steps: MilestoneStep[]) => all.filter(({ step }) => steps.includes(step))
  const last = (step: MilestoneStep) => of(step).at(-1)
  const contract = contractOf(of('contract-signed'), of('contract-filed'))
  const passed = of('accepted')
    .filter(({ outcome }) => outcome === 'passed')
    .at(-1)
  const failed = last('accepted')
  const extended = of('acceptance-extended').toSorted((a, b) => (a.until ?? '').localeCompare(b.until ?? ''))
  const emergency = last('emergency')
  const withSum = of('approval')
    .filter(({ fen }) => fen !== null)
    .at(-1)
  return known({
    emergency: emergency && { value: true, by: emergency.id },
    approvedOn: on(last('approval')),
    investmentFen: withSum && { value: withSum.fen ?? 0, by: withSum.id },
    financeReviewedOn: on(last('finance-reviewed')),
    budgetRepliedOn: on(last('budget-replied')),
    budgetFiledOn: filed(last('budget-filed'), last('budget-replied')),
    contractSignedOn: on(contract.signed),
    contractFiledOn: filed(contract.filed, contract.signed),
    constructionStartedOn: on(of('construction-started')[0]),
    builtOn: on(last('built')),
    liveOn: on(last('live')),
    acceptedOn: on(passed) ?? (failed && { value: 'infinity', by: failed.id }) ?? notYet(last('built')),
    acceptanceExtendedTo: until(extended.at(-1)) ?? notYet(last('built')),
    acceptanceFiledOn: filed(last('acceptance-filed'), passed),
    decommissionedOn: on(last('decommissioned')),
    disposalReportedOn: filed(last('disposal-reported'), last('decommissioned')),
  })
}

/** What happens to a project one after the other. */
const course = [
  'approvedOn',
  'constructionStartedOn',
  'builtOn',
  'liveOn',
  'acceptedOn',
  'acceptanceFiledOn',
] as const satisfies readonly OwnedColumn[]

/**
 * The same of a project that isn't its system's leading one: the register tells nothing of it, its own record is all there is.
 * So what comes after the last that happened is known not to have.
 */
export function factsOfFurther(milestones: readonly Milestone[]): MilestoneFacts {
  const facts = factsOfMilestones(milestones)
  const place = course.findLastIndex((column) => facts[column] !== undefined)
  const last = facts[course[place] ?? 'approvedOn']
  if (last === undefined || milestones.find(({ id }) => id === last.by)?.fromLedger === true) return facts
  const later = course.slice(place + 1).map((column) => [column, { value: 'infinity', by: last.by }])
  return { ...facts, ...Object.fromEntries(later) }
}

const on = (milestone: Milestone | undefined): MilestoneFact | undefined =>
  milestone && { value: milestone.day, by: milestone.id }

const until = (milestone: Milestone | undefined): MilestoneFact | undefined =>
  milestone?.until ? { value: milestone.until, by: milestone.id } : undefined

/** In: the last filing, and what was to be filed. A filing from before that is another one's. */
function filed(filing: Milestone | undefined, of: Milestone | undefined): MilestoneFact | undefined {
  if (of === undefined || of.fromLedger || (filing !== undefined && filing.day >= of.day)) return on(filing)
  return notYet(of)
}

/** What follows a milestone in the same record and isn't in it; what a ledger doesn't say stays unknown. */
const notYet = (of: Milestone | undefined): MilestoneFact | undefined =>
  of && !of.fromLedger ? { value: 'infinity', by: of.id, notSince: of.day } : undefined

/** Of several contracts the earliest that isn't filed binds, else the last. Each filing is of the earliest left. */
function contractOf(signed: readonly Milestone[], filings: readonly Milestone[]) {
  const left = [...filings]
  for (const contract of signed) {
    const place = left.findIndex(({ day }) => day >= contract.day)
    if (place < 0) return { signed: contract, filed: undefined }
    const [filing] = left.splice(place, 1)
    if (contract === signed.at(-1)) return { signed: contract, filed: filing }
  }
  return { signed: undefined, filed: filings.at(-1) }
}

function known(facts: { [Column in OwnedColumn]: MilestoneFact | undefined }): MilestoneFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined))
}
