/** The allocation of one group as integer programmes: as many lines as possible, and those at the lowest price. */
import type { IntegerProgramme, ProgrammeSolver } from '../../platform/integer-programme.ts'
import type { Demand } from '../cover/demand.ts'
import { allocateGreedily, isFeasible, priceOfAll } from './allocate.ts'
import type { AllocatedLine, Allocation, CompetingGroup } from './competing-lines.ts'
import { type GroupProgramme, programmeOf } from './programme.ts'

/** Who solves a group, and within what. */
export interface GroupSolver {
  solve: ProgrammeSolver
  /** performance.now() by which an answer must be there. */
  deadline: number
  signal?: AbortSignal | undefined
}

/**
 * In: a group, a solver and limits. Out: the allocation that serves most lines and, among those, costs least; proven
 * only where the solver proved both. The solver's answer is checked in whole numbers; without one that holds, or where
 * it isn't better, what was found without it.
 */
export async function solveGroup(
  group: CompetingGroup,
  { solve, deadline, signal }: GroupSolver,
): Promise<Allocation> {
  const quick = allocateGreedily(group)
  const demands = group.lines.flatMap(({ variants }) => variants.flat())
  const isComplete = demands.every((demand) => demand.isComplete && !demand.isRepeated)
  const whole = quick.proven ? null : programmeOf(group)
  if (whole === null) return quick
  const ask = (programme: IntegerProgramme) =>
    solve(programme, { seconds: Math.max(0.05, (deadline - performance.now()) / 1_000), signal })
  const asMany = (served: number) => ask(cheapest(whole, served))

  const all = await asMany(group.lines.length)
  if (!all.infeasible) return better(group, quick, { whole, isComplete, ...all, served: group.lines.length })
  if (group.lines.length === 1) return quick
  const most = await ask(maxLines(whole))
  if (most.values === null) return quick
  const { values: found } = most
  const served = servedBy(whole).reduce((sum, variable) => sum + (found[variable] ?? 0), 0)
  const unbeaten = most.atLeast !== null && -most.atLeast <= served
  const answer = await asMany(served)
  const values = answer.values ?? found
  const allocation = better(group, quick, { whole, isComplete, values, atLeast: answer.atLeast, served })
  return { ...allocation, proven: allocation.proven && unbeaten }
}

interface Answer {
  whole: GroupProgramme
  /** Whether every way to serve the lines stands in the programme. */
  isComplete: boolean
  values: readonly number[] | null
  atLeast: number | null
  served: number
}

/** The answer where it holds and serves more lines or the same for less; else the quick one. */
function better({ capacity }: CompetingGroup, quick: Allocation, answer: Answer): Allocation {
  const lines = allocatedBy(answer)
  const quickServed = quick.lines.filter((line) => line !== null).length
  const bound = answer.isComplete ? (answer.atLeast ?? 0) : 0
  const atLeastFen = Math.max(bound, quickServed === answer.served ? quick.atLeastFen : 0)
  if (lines === null || !isFeasible(capacity, lines))
    return { ...quick, atLeastFen: quickServed === answer.served ? atLeastFen : quick.atLeastFen }
  const [price, quickPrice] = [priceOfAll(lines), priceOfAll(quick.lines)]
  if (quickServed >= answer.served && quickPrice < price)
    return { ...quick, atLeastFen, proven: quickPrice <= atLeastFen }
  return { lines, atLeastFen, proven: price <= atLeastFen }
}

function allocatedBy({ whole, values }: Answer): (AllocatedLine | null)[] | null {
  if (values === null) return null
  return whole.lines.map((variants) => {
    const variant = variants.find(({ served }) => values[served] === 1)
    if (variant === undefined) return null
    const { demands, times } = variant
    const selection = demands.map((demand, index) => {
      const counts = demand.options.map((_, place) => values[times[index]?.[place] ?? -1] ?? 0)
      return trimSurplus(demand, counts)
    })
    return { demands, selection }
  })
}

/** What is free, or was found in a hurry, can be more than is demanded; not where fewer cost more. */
function trimSurplus({ options, amounts, isExact }: Demand, counts: readonly number[]): number[] {
  const trimmed = [...counts]
  if (isExact) return trimmed
  const spare = amounts.map(
    (amount, at) =>
      options.reduce((sum, { provides }, place) => sum + (provides[at] ?? 0) * (counts[place] ?? 0), 0) -
      amount,
  )
  for (const [place, { provides, charges }] of options.entries()) {
    if (charges.some(({ charge }) => !charge.tariff.rises)) continue
    const removable = spare.map((each, at) =>
      (provides[at] ?? 0) === 0 ? Infinity : Math.floor(each / (provides[at] ?? 1)),
    )
    const times = Math.min(trimmed[place] ?? 0, ...removable)
    if (times <= 0) continue
    trimmed[place] = (trimmed[place] ?? 0) - times
    for (const [at, each] of spare.entries()) spare[at] = each - (provides[at] ?? 0) * times
  }
  return trimmed
}

const servedBy = ({ lines }: GroupProgramme) => lines.flatMap((line) => line.map(({ served }) => served))

/** Serves exactly as many lines, at the lowest price. */
function cheapest(whole: GroupProgramme, many: number): IntegerProgramme {
  const terms = servedBy(whole).map((variable): [number, number] => [variable, 1])
  const { programme } = whole
  return { ...programme, rows: [...programme.rows, { lower: many, upper: many, terms }] }
}

function maxLines(whole: GroupProgramme): IntegerProgramme {
  const isServed = new Set(servedBy(whole))
  const { programme } = whole
  return { ...programme, cost: programme.cost.map((_, variable) => (isServed.has(variable) ? -1 : 0)) }
}
