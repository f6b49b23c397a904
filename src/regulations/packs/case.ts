import type { WorkCalendar } from '../../calendar/index.ts'
import { dateOf } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { fenOf } from '../../platform/money.ts'
import type { Pack } from '../engine/rules.ts'
import { evaluate } from '../evaluate.ts'
import type { Facts, Order } from '../facts.ts'
import type { Deadline, Effect, Fund, FundVerdict, Verdict } from '../model.ts'

/** What is expected of the clause a case is about; null: no finding of it. */
export interface ExpectedFinding {
  effect: Effect
  funds?: readonly Fund[]
  since?: string | null
  missing?: readonly string[]
  /** The whole reason, where the effect alone doesn't tell one situation from another. */
  reason?: string
}

/** A row of a case table: facts that differ from those of a system in order, and what the clause says of them. */
export interface Case {
  /** null: the state of the system that no clause names. */
  clause: string | null
  /** Other clauses that the case is about, too: an exception, say. */
  also?: readonly string[]
  name: string
  asOf: string
  facts: Facts
  expect: ExpectedFinding | null
  /** Further findings of the clause, as strong or weaker. */
  second?: ExpectedFinding
  third?: ExpectedFinding
  /** The regulation is not in force on that day. */
  notInForce?: true
  scope?: Verdict['scope']
  verdicts?: Partial<Record<Fund, FundVerdict>>
  /** null: none. */
  deadline?: (Omit<Deadline, 'clause' | 'dueOn' | 'metOn'> & { dueOn: string; metOn: string | null }) | null
}

const d = dateOf

/** A system of which no regulation has anything to complain. */
export const inOrder: Facts = {
  classified: false,
  emergency: false,
  registered: true,
  approvedOn: d(stateSince('')),
  constructionStartedOn: d('2023-06-01'),
  disguised: false,
  builtOn: d('2024-03-15'),
  liveOn: d('2024-04-01'),
  acceptedOn: d('2024-06-20'),
  acceptanceFiledOn: d('2024-07-10'),
  acceptanceExtendedTo: null,
  contractSignedOn: d('2023-05-20'),
  contractFiledOn: d('2023-05-24'),
  migrationRequired: true,
  migrationDueOn: d('2025-12-31'),
  migratedOn: d('2025-11-12'),
  migrationConditionsRipeOn: d('2024-01-01'),
  exemption: null,
  hosting: 'government-cloud',
  publicCloudAssessedOn: null,
  dataSharing: true,
  businessCoordination: true,
  coConstruction: true,
  platformConnected: true,
  orders: [],
  evaluation: { on: d('2025-05-10'), met: true, rectifiedOn: null },
  investmentFen: fenOf(45_000_000),
  financeReviewedOn: null,
  budgetRepliedOn: null,
  budgetFiledOn: null,
  decommissionedOn: null,
  disposalReportedOn: null,
  buildingOpinionOn: null,
}

/** In: the day from which a clause is in force. Out: since when a state of a system in order has broken it: not before the system was approved. */
export function stateSince(from: string): string {
  const approved = '2023-05-08'
  return from > approved ? from : approved
}

export type Row = readonly [
  name: string,
  asOf: string,
  facts: Facts,
  expect: ExpectedFinding | null,
  more?: Omit<Case, 'clause' | 'name' | 'asOf' | 'facts' | 'expect'>,
]

/** In: a clause and rows of its table. Out: its cases. */
export function about(clause: string | null, ...rows: readonly Row[]): readonly Case[] {
  return rows.map(([name, asOf, facts, expect, more]) => ({ clause, name, asOf, facts, expect, ...more }))
}

/** Rows about a duty that ends with the system. In: facts that break it, and what is found while the system runs. */
export function scrappedCases(broken: Facts, running: ExpectedFinding): readonly Row[] {
  const on = d('2026-05-06')
  const asOf = '2026-05-06'
  return [
    ['停用当日：责任随系统终止', asOf, { ...broken, decommissionedOn: on }, null],
    ['次日才停用', '2026-05-05', { ...broken, decommissionedOn: on }, running],
    [
      '是否停用不知道，处置情况当日已报送',
      asOf,
      { ...broken, decommissionedOn: undefined, disposalReportedOn: on },
      null,
    ],
    [
      '是否停用、报送都不知道：视为仍在运行',
      asOf,
      { ...broken, decommissionedOn: undefined, disposalReportedOn: undefined },
      running,
    ],
  ]
}

const found =
  (effect: Effect) =>
  (since: string, ...funds: readonly Fund[]): ExpectedFinding => ({ effect, since, funds })
export const denied = found('denied')
export const suspended = found('suspended')
export const warned = found('warned')
export const noted = found('noted')

/** Undetermined for want of these facts, on these funds. */
export const wanting = (missing: readonly string[], ...funds: readonly Fund[]): ExpectedFinding => ({
  effect: 'undetermined',
  since: null,
  funds,
  missing,
})

/** In: a pack, a case and the calendar. Out: in which respects the verdict is not what was expected; empty when it is. */
export function differences(pack: Pack, given: Case, calendar: WorkCalendar): string[] {
  try {
    const verdict = evaluate(pack, { ...inOrder, ...given.facts }, d(given.asOf), calendar)
    return given.notInForce === true ? ['in force'] : differencesFrom(given, verdict)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'regulation-not-in-force') throw error
    return given.notInForce === true ? [] : ['not in force']
  }
}

function differencesFrom(given: Case, verdict: Verdict): string[] {
  const wrong: string[] = []
  const check = (what: string, got: unknown, wanted: unknown) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted))
      wrong.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`)
  }
  const expected = [given.expect, given.second, given.third].filter(
    (finding) => finding !== null && finding !== undefined,
  )
  const findings = verdict.findings.filter(({ clause }) => clause === given.clause)
  check('findings', findings.length, expected.length)
  for (const [index, { effect, funds, since, missing = [], reason }] of expected.entries()) {
    const finding = findings[index]
    check('effect', finding?.effect, effect)
    if (funds !== undefined) check('funds', finding?.funds, funds)
    if (since !== undefined) check('since', finding?.since, since)
    check('missing', finding?.missing, missing)
    if (reason !== undefined) check('reason', finding?.reason, reason)
  }
  check('scope', verdict.scope, given.scope ?? 'in')
  for (const [fund, wanted] of Object.entries(given.verdicts ?? {}))
    check(fund, Object.entries(verdict.funds ?? {}).find(([name]) => name === fund)?.[1], wanted)
  if (given.deadline !== undefined) {
    const deadlines = verdict.deadlines.filter(({ clause }) => clause === given.clause)
    check('deadline', deadlines, given.deadline === null ? [] : [{ clause: given.clause, ...given.deadline }])
  }
  return wrong
}

/** An order to rectify that nothing has come of yet, for tables. */
export function order(
  kind: Order['kind'],
  issuedOn: string,
  dueOn: string,
  since: Partial<Order> = {},
): Order {
  return { kind, issuedOn: d(issuedOn), dueOn: d(dueOn), resolvedOn: null, refusedOn: null, ...since }
}
