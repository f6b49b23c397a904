import { AppError } from '../platform/errors.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import type { CatalogueItem } from './model.ts'
import { priceOf } from './pricing/index.ts'

/** Something that is ordered of an item: by whom doesn't matter here. */
export interface Use {
  code: string
  quantity: number
  /** What the whole quantity costs a month now. */
  monthlyFen: Fen
}

/** What another edition does to one use. */
export type Effect<U extends Use> = U & {
  /**
   * `gone`: the edition doesn't have the item; `unknown`: its price goes by a size or formula that the use doesn't say;
   * otherwise what it would cost a month.
   */
  outcome: 'same' | 'dearer' | 'cheaper' | 'gone' | 'unknown'
  /** null when it is gone or unknown. */
  afterFen: Fen | null
  /** The item that takes its place, where the old one or the new edition names one. */
  successor: string | null
}

/**
 * In: what is used, the items by which it was priced, and those of another edition. Out: what the other edition does to
 * each use, in fen a month. A price that goes by a size (带宽兆数) is known only while it stays as it is: a use tells
 * how many, not how large.
 */
export function effectOn<U extends Use>(
  uses: readonly U[],
  before: ReadonlyMap<string, CatalogueItem>,
  after: ReadonlyMap<string, CatalogueItem>,
): Effect<U>[] {
  return uses.map((use): Effect<U> => {
    const item = after.get(use.code)
    const successor = before.get(use.code)?.successor ?? null
    if (item === undefined) {
      const named = successor !== null && after.has(successor) ? successor : null
      return { ...use, outcome: 'gone', afterFen: null, successor: named }
    }
    const was = before.get(use.code)
    const afterFen = samePrice(was, item) ? use.monthlyFen : priced(item, use.quantity)
    if (afterFen === null) return { ...use, outcome: 'unknown', afterFen, successor }
    const outcome = afterFen === use.monthlyFen ? 'same' : afterFen > use.monthlyFen ? 'dearer' : 'cheaper'
    return { ...use, outcome, afterFen, successor }
  })
}

function samePrice(was: CatalogueItem | undefined, is: CatalogueItem): boolean {
  const said = ({ monthlyFen, priceFormula, price }: CatalogueItem) =>
    JSON.stringify([monthlyFen, priceFormula, price])
  return was !== undefined && said(was) === said(is)
}

/** What so many cost a month; null where that hangs on a size, or isn't paid by the month. */
function priced({ price }: CatalogueItem, quantity: number): Fen | null {
  if (price === null || price.period !== 'month' || price.shape.kind === 'once') return null
  if ('variable' in price.shape && price.shape.variable !== null) return null
  try {
    return priceOf(price, { quantity })
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** All uses together: what they cost now and then, those that would be gone or are unknown counted apart. */
export interface EffectTotal {
  uses: number
  changed: number
  gone: number
  unknown: number
  /** Of the uses whose price is known on both sides. */
  beforeFen: Fen
  afterFen: Fen
}

/** In: effects. Out: their total. */
export function totalEffect(effects: readonly Effect<Use>[]): EffectTotal {
  const known = effects.filter(({ afterFen }) => afterFen !== null)
  const sum = (values: readonly number[]) => fenOf(values.reduce((total, value) => total + value, 0))
  const count = (test: (outcome: Effect<Use>['outcome']) => boolean) =>
    effects.filter(({ outcome }) => test(outcome)).length
  return {
    uses: effects.length,
    changed: count((outcome) => outcome !== 'same'),
    gone: count((outcome) => outcome === 'gone'),
    unknown: count((outcome) => outcome === 'unknown'),
    beforeFen: sum(known.map(({ monthlyFen }) => monthlyFen)),
    afterFen: sum(known.map(({ afterFen }) => afterFen ?? 0)),
  }
}
