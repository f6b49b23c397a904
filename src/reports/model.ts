import { type Health, type IndicatorCounts, permilleOf } from '../migration/index.ts'
import { addMonthsTo, type CalendarDate, type Month } from '../platform/dates.ts'
import { type Fen, sumFen } from '../platform/money.ts'
import type { FundVerdict } from '../regulations/index.ts'
import type { Stage } from '../systems/index.ts'

/** One article that stops a system's O&M money, as the verdict gave it. */
export interface Ground {
  clause: string
  article: string
  reason: string
  since: CalendarDate | null
}

/** What names a system in every list of the report. */
export interface ListedSystem {
  code: string
  name: string
  unit: string
}

export interface UnitProgress {
  unit: string
  required: number
  confirmed: number
  overdue: number
}

export interface OverdueSystem extends ListedSystem {
  dueOn: CalendarDate | null
  daysLate: number | null
  stage: Stage | null
  /** Empty when no article stops its O&M money. */
  grounds: Ground[]
  annualOperationsFen: Fen | null
}

/** An O&M line that may not be paid. */
export interface RestrictedLine extends ListedSystem {
  verdict: 'denied' | 'suspended'
  grounds: Ground[]
  annualOperationsFen: Fen | null
}

export interface ExemptionLine extends ListedSystem {
  document: string | null
  until: CalendarDate | null
  /** `undated`: a document without an end, which exempts from nothing. */
  state: 'running' | 'expired' | 'undated'
}

/** 已迁未下线: paid twice. */
export interface RunningTwice extends ListedSystem {
  migratedOn: CalendarDate | null
  annualOperationsFen: Fen | null
}

/** The head figures of a report, as its snapshot has them. */
export interface ReportFigures {
  asOf: CalendarDate
  formulaVersion: number
  counts: IndicatorCounts
  restricted: number
}

/** The figures a report is compared by. */
export interface Totals {
  required: number
  confirmed: number
  overdue: number
  restricted: number
  restrictedFen: Fen
}

/** What differs from the report before. */
export interface Changes {
  /** The month compared with: the one before, or the last one that has a report. */
  since: Month
  previous: Totals
  newlyConfirmed: ListedSystem[]
  /** Confirmed last time, and no longer. */
  withdrawn: ListedSystem[]
  newlyOverdue: ListedSystem[]
  /** Overdue last time, and no longer. */
  settled: ListedSystem[]
  newlyStopped: ListedSystem[]
  restored: ListedSystem[]
}

/** Everything the monthly report says, frozen. Files and pages are made from this alone. */
export interface MonthlySnapshot {
  version: 1
  jurisdiction: { id: string; name: string }
  /** The unit that signs. */
  issuedBy: string
  month: Month
  /** The day the tracker's numbers are of: the last one tracked up to the month's end. */
  asOf: CalendarDate
  madeOn: CalendarDate
  formulaVersion: number
  counts: IndicatorCounts
  units: UnitProgress[]
  overdue: OverdueSystem[]
  restricted: RestrictedLine[]
  /** How many systems have which O&M verdict. */
  verdicts: Record<FundVerdict, number>
  exemptions: ExemptionLine[]
  runningTwice: RunningTwice[]
  /** Everything confirmed, for the next month to compare with. */
  confirmed: ListedSystem[]
  /** null: the first report. */
  changes: Changes | null
  /** The newest signed head of the audit log, so that it also lives on paper; null: none was signed yet. */
  auditHead: { treeSize: number; root: string; at: string } | null
}

/** Out: the months from one to another, both included; none when `from` is later. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = []
  for (let month = from; month <= to; month = addMonthsTo(month, 1)) months.push(month)
  return months
}

/** In: numerator and denominator. Out: tenths of a percent, as the tracker rounds; null when nothing is required. */
export function ratePermille(counts: Pick<IndicatorCounts, 'confirmed' | 'required'>): number | null {
  return counts.required === 0 ? null : permilleOf(counts)
}

/** In: lines with yearly sums. Out: their sum, and how many have none recorded. */
export function sumOfLines(lines: readonly { annualOperationsFen: Fen | null }[]): {
  fen: Fen
  unknown: number
} {
  const known = lines.flatMap((line) => line.annualOperationsFen ?? [])
  return { fen: sumFen(known), unknown: lines.length - known.length }
}

export function healthCount(counts: IndicatorCounts, health: Health): number {
  return counts.byHealth[health] ?? 0
}

export function totalsOf(snapshot: Pick<MonthlySnapshot, 'counts' | 'restricted'>): Totals {
  return {
    required: snapshot.counts.required,
    confirmed: snapshot.counts.confirmed,
    overdue: healthCount(snapshot.counts, 'overdue'),
    restricted: snapshot.restricted.length,
    restrictedFen: sumOfLines(snapshot.restricted).fen,
  }
}

function without(list: readonly ListedSystem[], other: readonly ListedSystem[]): ListedSystem[] {
  const codes = new Set(other.map((system) => system.code))
  return list
    .filter((system) => !codes.has(system.code))
    .map(({ code, name, unit }) => ({ code, name, unit }))
}

type Compared = Pick<MonthlySnapshot, 'overdue' | 'restricted' | 'confirmed'>

/** In: the last report and this one's lists. Out: what changed between them. */
export function changesSince(previous: MonthlySnapshot, current: Compared): Changes {
  return {
    since: previous.month,
    previous: totalsOf(previous),
    newlyConfirmed: without(current.confirmed, previous.confirmed),
    withdrawn: without(previous.confirmed, current.confirmed),
    newlyOverdue: without(current.overdue, previous.overdue),
    settled: without(previous.overdue, current.overdue),
    newlyStopped: without(current.restricted, previous.restricted),
    restored: without(previous.restricted, current.restricted),
  }
}
