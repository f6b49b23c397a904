/** Lines that share what is left, as an integer programme: every allocation, with its exact price. */
import type { IntegerProgramme, ProgrammeRow } from '../../platform/integer-programme.ts'
import { getOrInsert } from '../catalogue-index.ts'
import type { Charge, Demand, Option } from '../cover/demands.ts'
import { type LineProblem, problemOf } from '../cover/line-problem.ts'
import { type Segment, type Tariff, unitsOfOneFen, valueAt } from '../cover/tariff.ts'
import { type Capacity, type CompetingGroup, drawnBy, itemsOf } from './competing-lines.ts'

type Terms = (readonly [variable: number, factor: number])[]

/** The programme of a group, and where its answers stand. */
export interface GroupProgramme {
  programme: IntegerProgramme
  /** By line, part and choice: the variable that says how often; null: never in a cheapest allocation. */
  times: readonly (readonly (readonly (number | null)[])[])[]
  /** By line: the variable that says whether it is served. */
  served: readonly number[]
}

/** Numbers of a formula that stand one by one in a programme. */
const maxPoints = 500

class Draft {
  readonly cost: number[] = []
  readonly upper: number[] = []
  readonly rows: ProgrammeRow[] = []
  readonly drawn = new Map<string, Terms>()

  variable(cost: number, upper: number): number {
    this.cost.push(cost)
    return this.upper.push(upper) - 1
  }

  row(lower: number | null, upper: number | null, terms: Terms): void {
    this.rows.push({ lower, upper, terms })
  }

  draw(items: readonly { code: string; quantity: number }[], variable: number, capacity: Capacity): void {
    for (const [pool, units] of drawnBy(items, capacity))
      getOrInsert(this.drawn, pool, () => []).push([variable, units])
  }
}

/** In: a group. Out: its programme without a target (see `served`), or null where some price can't stand in one. */
export function programmeOf({ lines, capacity }: CompetingGroup): GroupProgramme | null {
  const draft = new Draft()
  const times: (number | null)[][][] = []
  const served: number[] = []
  for (const { parts } of lines) {
    const line = putLine(draft, parts, capacity)
    if (line === null) return null
    times.push(line.times)
    served.push(line.served)
  }
  for (const [pool, terms] of draft.drawn) draft.row(null, capacity.left.get(pool) ?? 0, merged(terms))
  return { programme: { cost: draft.cost, upper: draft.upper, rows: draft.rows }, times, served }
}

function merged(terms: Terms): Terms {
  const factors = new Map<number, number>()
  for (const [variable, factor] of terms) factors.set(variable, (factors.get(variable) ?? 0) + factor)
  return [...factors]
}

function putLine(
  draft: Draft,
  parts: readonly Demand[],
  capacity: Capacity,
): { times: (number | null)[][]; served: number } | null {
  const problem = problemOf(parts)
  const served = draft.variable(0, 1)
  // What is ordered once may be taken as well: its number, and so its price and its draw, stand in a variable of their own.
  const apart = new Set(broughtBy(parts).keys())
  for (const { billed } of problem.volumePriced) apart.add(billed.key)
  const numbers = new Map<string, Terms>()
  const times = parts.map((part, index) =>
    part.choices.map((choice, place) => {
      if (isNeverTaken(part, choice, capacity)) return null
      const column = problem.columns.find((each) => each.part === index && each.place === place)
      const plain = choice.takes.filter(({ billed }) => !apart.has(billed.key))
      const fen = plain.reduce((sum, { billed, quantity }) => sum + (billed.tariff.each ?? 0) * quantity, 0)
      const variable = draft.variable(fen, column?.most ?? 0)
      draft.draw(itemsOf({ ...choice, takes: plain }), variable, capacity)
      for (const { billed, quantity } of choice.takes)
        if (apart.has(billed.key)) getOrInsert(numbers, billed.key, () => []).push([variable, quantity])
      return variable
    }),
  )
  for (const [index, part] of parts.entries()) putDemands(draft, part, times[index] ?? [], served)
  const once = putCompany(draft, parts, { times, served })
  const all = new Map(
    [...problem.volumePriced.map(({ billed }) => billed), ...broughtBy(parts).values()].map((each) => [
      each.key,
      each,
    ]),
  )
  for (const [key, billed] of all) {
    const taken = numbers.get(key) ?? []
    const most = maxOf(problem, billed, parts)
    const number = draft.variable(billed.tariff.each ?? 0, most)
    draft.draw([{ code: billed.code, quantity: billed.items }], number, capacity)
    const needed = once.get(key)
    // Beside what needs it once, it is at least as many as are taken; else exactly.
    draft.row(0, needed === undefined ? 0 : null, [
      [number, 1],
      ...taken.map(([variable, factor]) => [variable, -factor] as const),
    ])
    if (needed !== undefined)
      draft.row(0, null, [
        [number, 1],
        [needed, -1],
      ])
    if (billed.tariff.each === null && !putTariff(draft, billed.tariff, number, most)) return null
  }
  return { times, served }
}

function broughtBy(parts: readonly Demand[]): Map<string, Charge> {
  return new Map(
    parts.flatMap(({ choices }) =>
      choices.flatMap(({ brings }) => brings.map((billed) => [billed.key, billed] as const)),
    ),
  )
}

function maxOf({ volumePriced, columns }: LineProblem, { key }: Charge, parts: readonly Demand[]): number {
  const known = volumePriced.find(({ billed }) => billed.key === key)
  if (known !== undefined) return known.most
  const taken = columns.reduce((sum, { part, place, most }) => {
    const take = parts[part]?.choices[place]?.takes.find(({ billed }) => billed.key === key)
    return sum + (take?.quantity ?? 0) * most
  }, 0)
  return Math.max(1, taken)
}

/** Whether another choice that isn't limited gives as much for less: only where no number and no company decides. */
function isNeverTaken(part: Demand, choice: Option, capacity: Capacity): boolean {
  const fen = plainFen(choice)
  if (fen === null) return false
  return part.choices.some((other) => {
    const price = other === choice ? null : plainFen(other)
    if (price === null || price > fen || drawnBy(itemsOf(other), capacity).size > 0) return false
    const more =
      part.exactly || part.demands.every((_, at) => (other.gives[at] ?? 0) >= (choice.gives[at] ?? 0))
    const less =
      part.exactly || part.demands.every((_, at) => (choice.gives[at] ?? 0) >= (other.gives[at] ?? 0))
    return more && !(less && fen <= price)
  })
}

function plainFen({ takes, brings }: Option): number | null {
  if (brings.length > 0) return null
  let sum = 0
  for (const { billed, quantity } of takes) {
    if (billed.tariff.each === null) return null
    sum += billed.tariff.each * quantity
  }
  return sum
}

/** Each part of a served line gets what it demands. */
function putDemands(
  draft: Draft,
  { choices, demands, exactly }: Demand,
  times: readonly (number | null)[],
  served: number,
): void {
  for (const [dimension, demand] of demands.entries()) {
    if (demand === 0) continue
    const terms: Terms = choices.flatMap(({ gives }, place) => {
      const variable = times[place] ?? null
      const given = Math.min(gives[dimension] ?? 0, demand)
      return variable === null || given === 0 ? [] : [[variable, given] as const]
    })
    draft.row(0, exactly ? 0 : null, [...terms, [served, -demand]])
  }
}

/** Out: by key, the variable that says whether it is ordered because something taken needs it. */
function putCompany(
  draft: Draft,
  parts: readonly Demand[],
  { times, served }: { times: readonly (readonly (number | null)[])[]; served: number },
): Map<string, number> {
  const once = new Map<string, number>()
  for (const key of broughtBy(parts).keys()) {
    const needed = draft.variable(0, 1)
    once.set(key, needed)
    for (const [index, part] of parts.entries()) {
      const bringing = part.choices.map(({ brings }) => brings.some((billed) => billed.key === key))
      if (bringing.every((each) => each))
        draft.row(0, null, [
          [needed, 1],
          [served, -1],
        ])
      for (const [place, brings] of bringing.entries()) {
        const variable = times[index]?.[place] ?? null
        if (brings && variable !== null)
          draft.row(0, null, [
            [needed, draft.upper[variable] ?? 0],
            [variable, -1],
          ])
      }
    }
  }
  return once
}

/** The price of `number` by its tariff: one of the tariff's pieces, or none of it. Out: false where that can't be said. */
function putTariff(draft: Draft, tariff: Tariff, number: number, most: number): boolean {
  const pieces = piecesOf(tariff, most)
  if (pieces === null) return false
  const whole = pieces.every(({ base, rate }) => base % unitsOfOneFen === 0 && rate % unitsOfOneFen === 0)
  const chosen: Terms = []
  const counted: Terms = [[number, -1]]
  const price: Terms = []
  for (const piece of pieces) {
    const { from, per, origin, rate } = piece
    const to = Math.min(piece.to, most)
    const isIt = draft.variable(0, 1)
    const within = draft.variable(0, to)
    chosen.push([isIt, 1])
    counted.push([within, 1])
    draft.row(0, null, [
      [within, 1],
      [isIt, -from],
    ])
    draft.row(null, 0, [
      [within, 1],
      [isIt, -to],
    ])
    if (per === 1) price.push([isIt, piece.base - origin * rate], [within, rate])
    else {
      const stairs = draft.variable(0, Math.ceil((to - origin) / per) + 1)
      draft.row(0, null, [
        [stairs, per],
        [within, -1],
        [isIt, origin + per - 1],
      ])
      price.push([isIt, piece.base], [stairs, rate])
    }
  }
  draft.row(null, 1, chosen)
  draft.row(0, 0, counted)
  if (whole) for (const [variable, units] of price) draft.cost[variable] = units / unitsOfOneFen
  else {
    // Half a fen is rounded up: the fen are the least whole number above the price less half a fen.
    const fen = draft.variable(
      1,
      Math.ceil(
        Math.max(...pieces.map((piece) => valueAt(piece, Math.min(piece.to, most)))) / unitsOfOneFen,
      ) + 1,
    )
    draft.row(-(unitsOfOneFen / 2 - 1), null, [
      [fen, unitsOfOneFen],
      ...price.map(([variable, units]) => [variable, -units] as const),
    ])
  }
  return true
}

function piecesOf({ segments, of }: Tariff, most: number): Segment[] | null {
  if (segments !== null) return segments.filter(({ from }) => from <= most)
  if (most > maxPoints) return null
  return Array.from({ length: most }, (_, before) => before + 1).flatMap((quantity) => {
    const fen = of(quantity)
    if (fen === Infinity) return []
    return [{ from: quantity, to: quantity, origin: quantity, base: fen * unitsOfOneFen, rate: 0, per: 1 }]
  })
}
