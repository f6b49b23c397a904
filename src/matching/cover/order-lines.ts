import type { OrderedItem } from '../model.ts'
import { totalOf } from '../money.ts'
import type { Charge, Demand, Selection } from './demand.ts'

/** One charge of an order, with its number in the whole line. */
export interface OrderLine {
  charge: Charge
  quantity: number
  fen: number
  /** Ordered only because something else needs it. */
  isRequired: boolean
}

/**
 * In: the demands of a line and what is chosen for them. Out: everything that is ordered and what it costs: each charge
 * once, priced by its number in the whole line, with what must be ordered besides.
 */
export function orderLinesOf(demands: readonly Demand[], selection: Selection): OrderLine[] {
  const found = new Map<string, OrderLine>()
  const required = new Map<string, Charge>()
  for (const [index, { options }] of demands.entries())
    for (const [place, { charges, requiredOnce }] of options.entries()) {
      const times = selection[index]?.[place] ?? 0
      if (times === 0) continue
      for (const [at, { charge, quantity }] of charges.entries()) {
        const line = found.get(charge.key) ?? { charge, quantity: 0, fen: 0, isRequired: true }
        line.quantity += quantity * times
        line.isRequired &&= at > 0
        found.set(charge.key, line)
      }
      for (const charge of requiredOnce) required.set(charge.key, charge)
    }
  for (const [key, charge] of required)
    if (!found.has(key)) found.set(key, { charge, quantity: 1, fen: 0, isRequired: true })
  for (const line of found.values()) line.fen = line.charge.tariff.of(line.quantity)
  return [...found.values()]
}

/** In: the demands of a line and what is chosen for them. Out: what the order costs, in fen. */
export function priceOfSelection(demands: readonly Demand[], selection: Selection): number {
  return priceOfOrder(orderLinesOf(demands, selection))
}

/** In: what is ordered. Out: its price in fen. */
export function priceOfOrder(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, { fen }) => sum + fen, 0)
}

/** In: what is ordered. Out: the items, each code once; what is used beyond packs counts with its item's price. */
export function orderedItemsOf(lines: readonly OrderLine[]): OrderedItem[] {
  const items = new Map<string, { quantity: number; fen: number }>()
  for (const { charge, quantity, fen } of lines) {
    const before = items.get(charge.code) ?? { quantity: 0, fen: 0 }
    items.set(charge.code, { quantity: before.quantity + charge.items * quantity, fen: before.fen + fen })
  }
  return [...items].map(([code, { quantity, fen }]) => ({ code, quantity, monthlyFen: totalOf([fen]) }))
}
