/** Lines that share what is left, as an integer programme: every allocation, with its exact price. */
import { getOrInsert } from '../../platform/get-or-insert.ts'
import type { IntegerProgramme } from '../../platform/integer-programme.ts'
import { type Charge, type Demand, flatPriceOf, type Option } from '../cover/demand.ts'
import { problemOf } from '../cover/line-problem.ts'
import { type Capacity, type CompetingGroup, drawnBy, itemsOfOption } from './competing-lines.ts'
import { Draft, type Terms } from './programme-draft.ts'

/** Where the answers for one variant of a line stand. */
export interface VariantVariables {
  demands: readonly Demand[]
  /** By demand and option: the variable that says how often; null: never in a cheapest allocation. */
  times: readonly (readonly (number | null)[])[]
  /** The variable that says whether the line is served by this variant. */
  served: number
}
/** The programme of a group, and where its answers stand, by line and variant. */
export interface GroupProgramme {
  programme: IntegerProgramme
  lines: readonly (readonly VariantVariables[])[]
}

/** In: a group. Out: its programme without a target (see `served`), or null where some price can't stand in one. */
export function programmeOf({ lines, capacity }: CompetingGroup): GroupProgramme | null {
  const draft = new Draft(capacity)
  const all: VariantVariables[][] = []
  for (const { variants } of lines) {
    const found = variants.flatMap((demands) => putVariant(draft, demands, capacity) ?? [])
    if (found.length < variants.length) return null
    if (found.length > 1)
      draft.row(
        null,
        1,
        found.map(({ served }) => [served, 1] as const),
      )
    all.push(found)
  }
  return { programme: draft.programme, lines: all }
}

function putVariant(draft: Draft, demands: readonly Demand[], capacity: Capacity): VariantVariables | null {
  const problem = problemOf(demands)
  const served = draft.variable(0, 1)
  const required = requiredOnceOf(demands)
  // What is ordered once may be chosen as well: its number, and so its price and its draw, stand in a variable of their own.
  const counted = new Map([...required, ...problem.counted].map((each) => [each.key, each]))
  const numbers = new Map<string, Terms>()
  let column = 0
  const times = demands.map((demand) =>
    demand.options.map((option) => {
      const { max = 0 } = problem.columns[column] ?? {}
      column += 1
      if (isDominated(demand, option, capacity)) return null
      const plain = option.charges.filter(({ charge }) => !counted.has(charge.key))
      const fen = plain.reduce((sum, { charge, quantity }) => sum + (charge.tariff.each ?? 0) * quantity, 0)
      const variable = draft.variable(fen, max)
      draft.draw(itemsOfOption({ ...option, charges: plain }), variable)
      for (const { charge, quantity } of option.charges)
        if (counted.has(charge.key)) getOrInsert(numbers, charge.key, () => []).push([variable, quantity])
      return variable
    }),
  )
  const variables = { demands, times, served }
  for (const [index, demand] of demands.entries()) putAmounts(draft, demand, times[index] ?? [], served)
  const once = new Map(required.map(({ key }) => [key, putRequired(draft, key, variables)]))
  for (const charge of counted.values()) {
    const isPut = putCharge(draft, charge, {
      most: problem.counters[problem.counted.indexOf(charge)]?.max ?? 1,
      uses: numbers.get(charge.key) ?? [],
      needed: once.get(charge.key),
    })
    if (!isPut) return null
  }
  return variables
}

/** What a charge costs by its number, and what it draws. Out: false where its price can't stand in a programme. */
function putCharge(
  draft: Draft,
  { code, items, tariff }: Charge,
  { most, uses, needed }: { most: number; uses: Terms; needed: number | undefined },
): boolean {
  const number = draft.variable(tariff.each ?? 0, most)
  draft.draw([{ code, quantity: items }], number)
  // Beside what needs it once, it is at least as many as are chosen; else exactly.
  draft.row(0, needed === undefined ? 0 : null, [
    [number, 1],
    ...uses.map(([variable, factor]) => [variable, -factor] as const),
  ])
  if (needed !== undefined)
    draft.row(0, null, [
      [number, 1],
      [needed, -1],
    ])
  return tariff.each !== null || draft.tariff(tariff, number, most)
}

function requiredOnceOf(demands: readonly Demand[]): Charge[] {
  const all = demands.flatMap(({ options }) => options.flatMap(({ requiredOnce }) => requiredOnce))
  return [...new Map(all.map((charge) => [charge.key, charge])).values()]
}

/** Whether another option that isn't limited provides as much for less: only where the prices of both are flat. */
function isDominated({ options, amounts, isExact }: Demand, option: Option, capacity: Capacity): boolean {
  const fen = flatPriceOf(option)
  if (fen === null) return false
  const isAsMuch = (one: Option, other: Option) =>
    isExact || amounts.every((_, at) => (one.provides[at] ?? 0) >= (other.provides[at] ?? 0))
  return options.some((other) => {
    const price = other === option ? null : flatPriceOf(other)
    if (price === null || price > fen || drawnBy(itemsOfOption(other), capacity).size > 0) return false
    return isAsMuch(other, option) && !(isAsMuch(option, other) && fen <= price)
  })
}

/** Each demand of a served line gets its amounts. */
function putAmounts(
  draft: Draft,
  { options, amounts, isExact }: Demand,
  times: readonly (number | null)[],
  served: number,
): void {
  for (const [at, amount] of amounts.entries()) {
    if (amount === 0) continue
    const terms: Terms = options.flatMap(({ provides }, place) => {
      const variable = times[place] ?? null
      const provided = Math.min(provides[at] ?? 0, amount)
      return variable === null || provided === 0 ? [] : [[variable, provided] as const]
    })
    draft.row(0, isExact ? 0 : null, [...terms, [served, -amount]])
  }
}

/** Out: the variable that says whether something is ordered because something chosen needs it. */
function putRequired(draft: Draft, key: string, { demands, times, served }: VariantVariables): number {
  const needed = draft.variable(0, 1)
  for (const [index, { options }] of demands.entries()) {
    const needing = options.map(({ requiredOnce }) => requiredOnce.some((charge) => charge.key === key))
    if (needing.every((each) => each))
      draft.row(0, null, [
        [needed, 1],
        [served, -1],
      ])
    for (const [place, isNeeding] of needing.entries()) {
      const variable = times[index]?.[place] ?? null
      if (isNeeding && variable !== null)
        draft.row(0, null, [
          [needed, draft.upperOf(variable)],
          [variable, -1],
        ])
    }
  }
  return needed
}
