/** The allocation of one group as integer programmes: as many lines as possible, and those at the lowest price. */
import type { IntegerProgramme, ProgrammeRow, ProgrammeSolver } from '../../platform/integer-programme.ts'
import { holds, inOrder, priceOfAll } from './allot.ts'
import { type Allocation, type Choice, type CompetingGroup, drawnBy, type Part } from './competing.ts'
import { kept } from './pools.ts'

export interface GroupLimits {
  /** performance.now() by which an answer must be there. */
  deadline: number
  signal?: AbortSignal | undefined
}

/** A variable of the programme: how often a line takes a choice of one of its parts. */
interface Variable {
  line: number
  part: number
  place: number
  choice: Choice
}

/**
 * In: a group, a solver and limits. Out: the allocation that serves most lines and, among those, costs least; proven
 * only where the solver proved both. The solver's answer is checked in whole numbers; without one that holds, or where
 * it isn't better, what was found without it.
 */
export async function solveGroup(
  group: CompetingGroup,
  solve: ProgrammeSolver,
  { deadline, signal }: GroupLimits,
): Promise<Allocation> {
  const quick = inOrder(group)
  if (quick.proven) return quick
  const variables = variablesOf(group)
  const ask = (programme: IntegerProgramme) =>
    solve(programme, { seconds: Math.max(0.05, (deadline - performance.now()) / 1_000), signal })
  const asLargeAs = (served: number) => ask(cheapest(group, variables, served))

  const all = await asLargeAs(group.lines.length)
  if (!all.infeasible) return better(group, quick, { variables, ...all, served: group.lines.length })
  const most = await ask(mostLines(group, variables))
  if (most.values === null) return quick
  const served = most.values.slice(variables.length).reduce((sum, value) => sum + value, 0)
  const unbeaten = most.atLeast !== null && -most.atLeast <= served
  const answer = await asLargeAs(served)
  const values = answer.values ?? most.values
  const found = better(group, quick, { variables, values, atLeast: answer.atLeast, served })
  return { ...found, proven: found.proven && unbeaten }
}

interface Answer {
  variables: readonly Variable[]
  values: readonly number[] | null
  atLeast: number | null
  served: number
}

/** The answer where it holds and serves more lines or the same for less; else the quick one. */
function better(group: CompetingGroup, quick: Allocation, answer: Answer): Allocation {
  const taken = takenOf(group, answer)
  const quickServed = quick.taken.filter((parts) => parts !== null).length
  const atLeastFen = Math.max(answer.atLeast ?? 0, quickServed === answer.served ? quick.atLeastFen : 0)
  if (taken === null || !holds(group, taken))
    return { ...quick, atLeastFen: quickServed === answer.served ? atLeastFen : quick.atLeastFen }
  const [price, quickPrice] = [priceOfAll(group.lines, taken), priceOfAll(group.lines, quick.taken)]
  if (quickServed >= answer.served && quickPrice < price)
    return { ...quick, atLeastFen, proven: quickPrice <= atLeastFen }
  return { taken, atLeastFen, proven: price <= atLeastFen }
}

function takenOf({ lines }: CompetingGroup, { variables, values }: Answer): (number[][] | null)[] | null {
  if (values === null) return null
  const taken = lines.map(({ parts }) => parts.map(({ choices }) => choices.map(() => 0)))
  for (const [index, { line, part, place }] of variables.entries()) {
    const counts = taken[line]?.[part]
    if (counts !== undefined) counts[place] = values[index] ?? 0
  }
  return taken.map((counts, line) => {
    if (values[variables.length + line] !== 1) return null
    return counts.map((part, index) => withoutSpare(lines[line]?.parts[index], part))
  })
}

/** What is free, or was found in a hurry, can be more than is demanded. */
function withoutSpare(part: Part | undefined, counts: readonly number[]): number[] {
  const trimmed = [...counts]
  if (part === undefined || part.exactly) return trimmed
  const spare = part.demands.map(
    (demand, index) =>
      part.choices.reduce((sum, { gives }, place) => sum + (gives[index] ?? 0) * (counts[place] ?? 0), 0) -
      demand,
  )
  for (const [place, { gives }] of part.choices.entries()) {
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

/** Choices that could be in a cheapest allocation: none that costs more than one that gives as much and isn't limited. */
function variablesOf({ lines, capacity }: CompetingGroup): Variable[] {
  return lines.flatMap(({ parts }, line) =>
    parts.flatMap((part, index) => {
      const free = part.choices.filter(({ takes }) => drawnBy(takes, capacity).size === 0)
      return part.choices.flatMap((choice, place) =>
        free.some(
          (other) => other !== choice && isNoWorse(part, other, choice) && !isNoWorse(part, choice, other),
        )
          ? []
          : [{ line, part: index, place, choice }],
      )
    }),
  )
}

function isNoWorse({ demands, exactly }: Part, one: Choice, other: Choice): boolean {
  if (one.fen > other.fen) return false
  return exactly || demands.every((_, index) => (one.gives[index] ?? 0) >= (other.gives[index] ?? 0))
}

/** Serves exactly as many lines, at the lowest price. */
function cheapest(group: CompetingGroup, variables: readonly Variable[], served: number): IntegerProgramme {
  const programme = rowsOf(group, variables)
  const lines = group.lines.map((_, line): [number, number] => [variables.length + line, 1])
  return {
    ...programme,
    cost: [...variables.map(({ choice }) => choice.fen), ...lines.map(() => 0)],
    rows: [...programme.rows, { lower: served, upper: served, terms: lines }],
  }
}

function mostLines(group: CompetingGroup, variables: readonly Variable[]): IntegerProgramme {
  return { ...rowsOf(group, variables), cost: [...variables.map(() => 0), ...group.lines.map(() => -1)] }
}

/** What every allocation obeys: each part of a served line gets its demands, and no item is overdrawn. */
function rowsOf(
  { lines, capacity }: CompetingGroup,
  variables: readonly Variable[],
): Omit<IntegerProgramme, 'cost'> {
  const rows: ProgrammeRow[] = []
  const byPart = new Map<string, [number, Variable][]>()
  for (const [index, variable] of variables.entries())
    kept(byPart, `${variable.line}/${variable.part}`, () => []).push([index, variable])
  for (const [line, { parts }] of lines.entries())
    for (const [index, { demands, exactly }] of parts.entries())
      for (const [dimension, demand] of demands.entries()) {
        if (demand === 0) continue
        const terms = (byPart.get(`${line}/${index}`) ?? []).flatMap(([variable, { choice }]) => {
          const gives = Math.min(choice.gives[dimension] ?? 0, demand)
          return gives === 0 ? [] : [[variable, gives] as const]
        })
        const served = [variables.length + line, -demand] as const
        rows.push({ lower: 0, upper: exactly ? 0 : null, terms: [...terms, served] })
      }
  const byPool = new Map<string, [number, number][]>()
  for (const [variable, { choice }] of variables.entries())
    for (const [pool, units] of drawnBy(choice.takes, capacity))
      kept(byPool, pool, () => []).push([variable, units])
  for (const [pool, terms] of byPool) rows.push({ lower: null, upper: capacity.left.get(pool) ?? 0, terms })
  const upper = variables.map(({ line, part, choice }) => {
    const demands = lines[line]?.parts[part]?.demands ?? []
    return Math.max(
      ...demands.map((demand, index) => Math.ceil(demand / (choice.gives[index] || demand || 1))),
    )
  })
  return { rows, upper: [...upper, ...lines.map(() => 1)] }
}
