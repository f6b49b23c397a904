import { z } from 'zod'
import { type Health, type IndicatorCounts, indicatorCounts, permilleOf } from '../migration/index.ts'
import { addMonthsTo, type Month } from '../platform/dates.ts'
import { type Fen, sumFen } from '../platform/money.ts'
import { storedCount, storedDate, storedFen, storedMonth } from '../platform/stored.ts'
import { stageOrder } from '../systems/index.ts'

const ground = z.object({
  clause: z.string().nullable(),
  article: z.string(),
  reason: z.string(),
  since: storedDate.nullable(),
})
/** One article that stops a system's O&M money, as the verdict gave it. */
export type Ground = z.output<typeof ground>

const listedSystem = z.object({ code: z.string(), name: z.string(), unit: z.string() })
/** What names a system in every list of the report. */
export type ListedSystem = z.output<typeof listedSystem>

const unitProgress = z.object({
  unit: z.string(),
  required: storedCount,
  confirmed: storedCount,
  overdue: storedCount,
})
export type UnitProgress = z.output<typeof unitProgress>

const overdueSystem = z.object({
  ...listedSystem.shape,
  dueOn: storedDate.nullable(),
  daysLate: z.int().nullable(),
  stage: z.enum(stageOrder).nullable(),
  /** Empty when no article stops its O&M money. */
  grounds: z.array(ground),
  annualOperationsFen: storedFen.nullable(),
})
export type OverdueSystem = z.output<typeof overdueSystem>

const restrictedLine = z.object({
  ...listedSystem.shape,
  verdict: z.enum(['denied', 'suspended']),
  grounds: z.array(ground),
  annualOperationsFen: storedFen.nullable(),
})
/** An O&M line that may not be paid. */
export type RestrictedLine = z.output<typeof restrictedLine>

const exemptionLine = z.object({
  ...listedSystem.shape,
  document: z.string().nullable(),
  until: storedDate.nullable(),
  /** `undated`: a document without an end, which exempts from nothing. */
  state: z.enum(['running', 'expired', 'undated']),
})
export type ExemptionLine = z.output<typeof exemptionLine>

const runningTwice = z.object({
  ...listedSystem.shape,
  migratedOn: storedDate.nullable(),
  annualOperationsFen: storedFen.nullable(),
})
/** 已迁未下线: paid twice. */
export type RunningTwice = z.output<typeof runningTwice>

/** The head figures of a report, as its snapshot has them. */
export const reportFigures = z.object({
  asOf: storedDate,
  formulaVersion: z.int(),
  counts: indicatorCounts,
  restricted: storedCount,
})
export type ReportFigures = z.output<typeof reportFigures>

const totals = z.object({
  required: storedCount,
  confirmed: storedCount,
  overdue: storedCount,
  restricted: storedCount,
  restrictedFen: storedFen,
})
/** The figures a report is compared by. */
export type Totals = z.output<typeof totals>

const changes = z.object({
  /** The month compared with: the one before, or the last one that has a report. */
  since: storedMonth,
  previous: totals,
  newlyConfirmed: z.array(listedSystem),
  /** Confirmed last time, and no longer. */
  withdrawn: z.array(listedSystem),
  newlyOverdue: z.array(listedSystem),
  /** Overdue last time, and no longer. */
  settled: z.array(listedSystem),
  newlyStopped: z.array(listedSystem),
  restored: z.array(listedSystem),
})
/** What differs from the report before. */
export type Changes = z.output<typeof changes>

/** Everything the monthly report says, frozen (JSON). Files and pages are made from this alone. */
export const monthlySnapshot = z.object({
  version: z.literal(1),
  jurisdiction: z.object({ id: z.string(), name: z.string() }),
  /** The unit that signs. */
  issuedBy: z.string(),
  month: storedMonth,
  /** The day the tracker's numbers are of: the last one tracked up to the month's end. */
  asOf: storedDate,
  madeOn: storedDate,
  formulaVersion: z.int(),
  counts: indicatorCounts,
  units: z.array(unitProgress),
  overdue: z.array(overdueSystem),
  restricted: z.array(restrictedLine),
  /** How many systems have which O&M verdict; null: no regulation was adopted on that day. */
  verdicts: z
    .object({
      denied: storedCount,
      suspended: storedCount,
      undetermined: storedCount,
      warned: storedCount,
      eligible: storedCount,
    })
    .nullable(),
  exemptions: z.array(exemptionLine),
  runningTwice: z.array(runningTwice),
  /** Everything confirmed, for the next month to compare with. */
  confirmed: z.array(listedSystem),
  /** null: the first report. */
  changes: changes.nullable(),
  /** The newest signed head of the audit log, so that it also lives on paper; null: none was signed yet. */
  auditHead: z.object({ treeSize: storedCount, root: z.string(), at: z.string() }).nullable(),
})
export type MonthlySnapshot = z.output<typeof monthlySnapshot>

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
