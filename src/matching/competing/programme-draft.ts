import { getOrInsert } from '../../platform/get-or-insert.ts'
import type { IntegerProgramme, ProgrammeRow } from '../../platform/integer-programme.ts'
import { type Segment, type Tariff, unitsOfOneFen, valueAt } from '../cover/tariff.ts'
import { type Capacity, drawnBy } from './competing-lines.ts'

export type Terms = (readonly [variable: number, factor: number])[]

/** Numbers of a formula that stand one by one in a programme. */
const maxPoints = 500

/** An integer programme while it is written. */
export class Draft {
  readonly #cost: number[] = []
  readonly #upper: number[] = []
  readonly #rows: ProgrammeRow[] = []
  readonly #capacity: Capacity
  /** By pool, what draws on it. */
  readonly #draws = new Map<string, Terms>()

  constructor(capacity: Capacity) {
    this.#capacity = capacity
  }

  /** Out: the programme, under which no more is drawn from any pool than is left. */
  get programme(): IntegerProgramme {
    const pools = [...this.#draws].map(([pool, terms]): ProgrammeRow => {
      const factors = new Map<number, number>()
      for (const [variable, factor] of terms) factors.set(variable, (factors.get(variable) ?? 0) + factor)
      return { lower: null, upper: this.#capacity.left.get(pool) ?? 0, terms: [...factors] }
    })
    return { cost: this.#cost, upper: this.#upper, rows: [...this.#rows, ...pools] }
  }

  /** Out: a new variable, from 0 to `upper`, each one of which costs so much. */
  variable(cost: number, upper: number): number {
    this.#cost.push(cost)
    return this.#upper.push(upper) - 1
  }

  upperOf(variable: number): number {
    return this.#upper[variable] ?? 0
  }

  row(lower: number | null, upper: number | null, terms: Terms): void {
    this.#rows.push({ lower, upper, terms })
  }

  /** In: items, as many of which are ordered for each one of a variable. */
  draw(items: readonly { code: string; quantity: number }[], variable: number): void {
    for (const [pool, units] of drawnBy(items, this.#capacity))
      getOrInsert(this.#draws, pool, () => []).push([variable, units])
  }

  /**
   * In: a tariff, the variable of its number, and how many there can be. The number's price by its tariff: one of the
   * tariff's pieces, or none of it. Out: false where that can't be said.
   */
  tariff(tariff: Tariff, number: number, most: number): boolean {
    const pieces = piecesOf(tariff, most)
    if (pieces === null) return false
    const chosen: Terms = []
    const counted: Terms = [[number, -1]]
    const price: Terms = []
    for (const piece of pieces) {
      const { isIt, within, price: own } = this.#piece(piece, Math.min(piece.to, most))
      chosen.push([isIt, 1])
      counted.push([within, 1])
      price.push(...own)
    }
    this.row(null, 1, chosen)
    this.row(0, 0, counted)
    const isWhole = pieces.every(({ base, rate }) => base % unitsOfOneFen === 0 && rate % unitsOfOneFen === 0)
    if (isWhole) for (const [variable, units] of price) this.#cost[variable] = units / unitsOfOneFen
    else {
      // Half a fen is rounded up: the fen are the least whole number above the price less half a fen.
      const dearest = Math.max(...pieces.map((piece) => valueAt(piece, Math.min(piece.to, most))))
      const fen = this.variable(1, Math.ceil(dearest / unitsOfOneFen) + 1)
      this.row(-(unitsOfOneFen / 2 - 1), null, [
        [fen, unitsOfOneFen],
        ...price.map(([variable, units]) => [variable, -units] as const),
      ])
    }
    return true
  }

  /** Out: the variables that say whether a piece is it, and the number within it; and its price, in millionths of a yuan. */
  #piece({ from, per, origin, base, rate }: Segment, to: number) {
    const isIt = this.variable(0, 1)
    const within = this.variable(0, to)
    this.row(0, null, [
      [within, 1],
      [isIt, -from],
    ])
    this.row(null, 0, [
      [within, 1],
      [isIt, -to],
    ])
    if (per === 1)
      return {
        isIt,
        within,
        price: [
          [isIt, base - origin * rate],
          [within, rate],
        ] satisfies Terms,
      }
    const stairs = this.variable(0, Math.ceil((to - origin) / per) + 1)
    this.row(0, null, [
      [stairs, per],
      [within, -1],
      [isIt, origin + per - 1],
    ])
    return {
      isIt,
      within,
      price: [
        [isIt, base],
        [stairs, rate],
      ] satisfies Terms,
    }
  }
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
