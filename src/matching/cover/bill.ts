import type { OrderedItem } from '../model.ts'
import { totalOf } from '../money.ts'
import type { Charge, Demand } from './demands.ts'

/** How often each choice of each part is taken. */
export type Taken = readonly (readonly number[])[]

export interface Entry {
  billed: Charge
  quantity: number
  fen: number
  /** Ordered only because something else needs it. */
  isCompany: boolean
}

/**
 * In: the parts of a line and what is taken of them. Out: everything that is ordered and what it costs: each item once,
 * priced by its number in the whole line, with what must be ordered besides.
 */
export function billOf(parts: readonly Demand[], taken: Taken): Entry[] {
  const found = new Map<string, Entry>()
  const brought = new Map<string, Charge>()
  for (const [index, { choices }] of parts.entries())
    for (const [place, { takes, brings }] of choices.entries()) {
      const times = taken[index]?.[place] ?? 0
      if (times === 0) continue
      for (const [at, { billed, quantity }] of takes.entries()) {
        const entry = found.get(billed.key) ?? { billed, quantity: 0, fen: 0, isCompany: true }
        entry.quantity += quantity * times
        entry.isCompany &&= at > 0
        found.set(billed.key, entry)
      }
      for (const billed of brings) brought.set(billed.key, billed)
    }
  for (const [key, billed] of brought)
    if (!found.has(key)) found.set(key, { billed, quantity: 1, fen: 0, isCompany: true })
  for (const entry of found.values()) entry.fen = entry.billed.tariff.of(entry.quantity)
  return [...found.values()]
}

/** In: what is ordered. Out: its price in fen. */
export function fenOfBill(bill: readonly Entry[]): number {
  return bill.reduce((sum, { fen }) => sum + fen, 0)
}

/** In: what is ordered. Out: the items, each code once; what is used beyond packs counts with its item's price. */
export function orderedItemsOfBill(bill: readonly Entry[]): OrderedItem[] {
  const picks = new Map<string, { quantity: number; fen: number }>()
  for (const { billed, quantity, fen } of bill) {
    const before = picks.get(billed.code) ?? { quantity: 0, fen: 0 }
    picks.set(billed.code, { quantity: before.quantity + billed.items * quantity, fen: before.fen + fen })
  }
  return [...picks].map(([code, { quantity, fen }]) => ({ code, quantity, monthlyFen: totalOf([fen]) }))
}
