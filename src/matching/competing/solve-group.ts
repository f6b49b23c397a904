/** The allocation of one group as integer programmes: as many lines as possible, and those at the lowest price. */
import type { IntegerProgramme, ProgrammeSolver } from '../../platform/integer-programme.ts'
import type { Demand } from '../cover/demands.ts'
import { allocateGreedily, isFeasible, priceOfAll } from './allocate.ts'
import type { Allocation, CompetingGroup } from './competing-lines.ts'
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
  const complete = group.lines.every(({ parts }) => parts.every((part) => part.complete && !part.repeated))
  const whole = quick.proven ? null : programmeOf(group)
  if (whole === null) return quick
  const ask = (programme: IntegerProgramme) =>
    solve(programme, { seconds: Math.max(0.05, (deadline - performance.now()) / 1_000), signal })
  const asLargeAs = (served: number) => ask(cheapest(whole, served))

  const all = await asLargeAs(group.lines.length)
  if (!all.infeasible) return better(group, quick, { whole, complete, ...all, served: group.lines.length })
  if (group.lines.length === 1) return quick
  const most = await ask(maxLines(whole))
  if (most.values === null) return quick
  const { values: found } = most
  const served = whole.served.reduce((sum, variable) => sum + (found[variable] ?? 0), 0)
  const unbeaten = most.atLeast !== null && -most.atLeast <= served
  const answer = await asLargeAs(served)
  const values = answer.values ?? found
  const allocation = better(group, quick, { whole, complete, values, atLeast: answer.atLeast, served })
  return { ...allocation, proven: allocation.proven && unbeaten }
}

interface Answer {
  whole: GroupProgramme
  /** Whether every way to serve the lines stands in the programme. */
  complete: boolean
  values: readonly number[] | null
  atLeast: number | null
  served: number
}

/** The answer where it holds and serves more lines or the same for less; else the quick one. */
function better(group: CompetingGroup, quick: Allocation, answer: Answer): Allocation {
  const taken = takenOf(group, answer)
  const quickServed = quick.taken.filter((parts) => parts !== null).length
  const bound = answer.complete ? (answer.atLeast ?? 0) : 0
  const atLeastFen = Math.max(bound, quickServed === answer.served ? quick.atLeastFen : 0)
  if (taken === null || !isFeasible(group, taken))
    return { ...quick, atLeastFen: quickServed === answer.served ? atLeastFen : quick.atLeastFen }
  const [price, quickPrice] = [priceOfAll(group.lines, taken), priceOfAll(group.lines, quick.taken)]
  if (quickServed >= answer.served && quickPrice < price)
    return { ...quick, atLeastFen, proven: quickPrice <= atLeastFen }
  return { taken, atLeastFen, proven: price <= atLeastFen }
}

function takenOf({ lines }: CompetingGroup, { whole, values }: Answer): (number[][] | null)[] | null {
  if (values === null) return null
  return lines.map(({ parts }, line) => {
    if (values[whole.served[line] ?? -1] !== 1) return null
    return parts.map((part, index) => {
      const counts = part.choices.map((_, place) => values[whole.times[line]?.[index]?.[place] ?? -1] ?? 0)
      return trimSurplus(part, counts)
    })
  })
}

/** What is free, or was found in a hurry, can be more than is demanded; not where fewer cost more. */
function trimSurplus(part: Demand, counts: readonly number[]): number[] {
  const trimmed = [...counts]
  if (part.exactly) return trimmed
  const spare = part.demands.map(
    (demand, index) =>
      part.choices.reduce((sum, { gives }, place) => sum + (gives[index] ?? 0) * (counts[place] ?? 0), 0) -
      demand,
  )
  for (const [place, { gives, takes }] of part.choices.entries()) {
    if (takes.some(({ billed }) => !billed.tariff.rises)) continue
    const removable = spare.map((each, index) =>
      (gives[index] ?? 0) === 0 ? Infinity : Math.floor(each / (gives[index] ?? 1)),
    )
    const times = Math.min(trimmed[place] ?? 0, ...removable)
    if (times <= 0) continue
    trimmed[place] = (trimmed[place] ?? 0) - times
    for (const [index, each] of spare.entries()) spare[index] = each - (gives[index] ?? 0) * times
  }
  return trimmed
}

/** Serves exactly as many lines, at the lowest price. */
function cheapest({ programme, served }: GroupProgramme, many: number): IntegerProgramme {
  const terms = served.map((variable): [number, number] => [variable, 1])
  return { ...programme, rows: [...programme.rows, { lower: many, upper: many, terms }] }
}

function maxLines({ programme, served }: GroupProgramme): IntegerProgramme {
  const isServed = new Set(served)
  return { ...programme, cost: programme.cost.map((_, variable) => (isServed.has(variable) ? -1 : 0)) }
}
