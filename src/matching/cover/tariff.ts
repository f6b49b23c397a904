/** What so many of an item cost a month, ordered together for one line, by the catalogue's own prices. */
import type { CatalogueItem } from '../../catalogue/index.ts'
import { neverFalls, type Price, priceOf, priceOfOne } from '../../catalogue/pricing/index.ts'
import { AppError } from '../../platform/errors.ts'
import { getOrInsert } from '../../platform/get-or-insert.ts'
import { priceOf as timesPrice } from '../money.ts'

/** Rates are whole millionths of a yuan, of which this many are a fen. */
export const unitsOfOneFen = 10_000

/**
 * From `from` to `to` pieces cost base + ⌊(pieces − origin) ÷ per⌋ × rate, in millionths of a yuan; half a fen is
 * rounded up at the end.
 */
export interface Segment {
  from: number
  to: number
  origin: number
  base: number
  rate: number
  per: number
}

export interface Tariff {
  /** Fen for each one, where the number doesn't matter; null where it does. */
  each: number | null
  /** In: how many. Out: fen for all of them together; Infinity where so many have no price. Throws beyond whole numbers. */
  of(quantity: number): number
  /** The same in pieces, from one on; null: a formula that has none. */
  segments: readonly Segment[] | null
  /** Whether more never costs less. */
  rises: boolean
}

const everyOne = (rate: number): Segment => ({ from: 1, to: Infinity, origin: 1, base: rate, rate, per: 1 })

/** In: fen for each. Out: the tariff by which the number doesn't matter. */
export function plainTariff(each: number): Tariff {
  return {
    each,
    of: (quantity) => timesPrice(each, quantity),
    segments: [everyOne(each * unitsOfOneFen)],
    rises: true,
  }
}

/** In: fen. Out: the tariff by which all together cost so much, however many. */
export function onceTariff(fen: number): Tariff {
  return {
    each: null,
    of: (quantity) => (quantity === 0 ? 0 : fen),
    segments: [flat(1, Infinity, fen * unitsOfOneFen)],
    rises: true,
  }
}

const known = new WeakMap<CatalogueItem, Tariff | null>()

/**
 * In: an item. Out: what it costs a month by its number; null where no number says it (a size of its own, a formula that
 * nobody can read, a price by the year that isn't the same for each). What is paid once costs nothing a month.
 */
export function tariffOf(item: CatalogueItem): Tariff | null {
  return getOrInsert(known, item, () => {
    const { price, monthlyFen } = item
    return price !== null ? tariffOfPrice(price) : monthlyFen === null ? null : plainTariff(monthlyFen)
  })
}

/** Whether an item is paid once, whatever the time: its price is none of a month. */
export const isPaidOnce = ({ price }: CatalogueItem) => price?.shape.kind === 'once'

/** In: a price. Out: its tariff by the number ordered, or null. */
export function tariffOfPrice(price: Price): Tariff | null {
  if (price.shape.kind === 'once' || price.shape.kind === 'free') return plainTariff(0)
  if ('variable' in price.shape && price.shape.variable !== null) return null
  const segments = segmentsOf(price)
  const each = eachOf(segments)
  if (price.period === 'year') return each === null ? null : plainTariff(Math.floor((each * 2 + 12) / 24))
  if (each !== null) return plainTariff(each)
  return { each, of: (quantity) => orderedFen(price, segments, quantity), segments, rises: neverFalls(price) }
}

/** In: a price by size and a size. Out: the tariff of so many of that size; null where the size has no price. */
export function tariffOfSize(price: Price, size: number): Tariff | null {
  const bySize = 'variable' in price.shape && price.shape.variable !== null
  // Where the price counts units, each line is an order of its own.
  const one = priceOfOne(bySize ? { ...price, minimumQuantity: null, minimumFen: null } : price, size)
  if (one === null) return null
  return bySize ? tariffOfPrice({ ...price, shape: { kind: 'flavour', fen: one } }) : plainTariff(one)
}

/** In: a rate of what is used beyond packs. Out: its tariff by the unit. */
export function overageTariff(rate: number): Tariff {
  return (
    tariffOfPrice({
      shape: { kind: 'unit', rate },
      period: 'month',
      minimumQuantity: null,
      minimumFen: null,
    }) ?? plainTariff(0)
  )
}

/** Below it twice a price is a whole number that is exact. */
const maxExact = 2 ** 51

function orderedFen(price: Price, segments: readonly Segment[] | null, quantity: number): number {
  if (quantity === 0) return 0
  const segment = segments?.find(({ to }) => quantity <= to)
  const value = segment === undefined ? Infinity : valueAt(segment, quantity)
  if (value < maxExact) return Math.floor((value * 2 + unitsOfOneFen) / (unitsOfOneFen * 2))
  try {
    return priceOf(price, { quantity })
  } catch (error) {
    // A formula can have no price for some numbers; there are none so large that a line could ask for them.
    if (error instanceof AppError && price.shape.kind === 'formula') return Infinity
    throw error
  }
}

function eachOf(segments: readonly Segment[] | null): number | null {
  const [only, ...others] = segments ?? []
  const isFlat = only !== undefined && others.length === 0 && only.base === only.rate && only.per === 1
  return isFlat && only.rate % unitsOfOneFen === 0 ? only.rate / unitsOfOneFen : null
}

export function valueAt({ base, origin, rate, per }: Segment, quantity: number): number {
  return base + Math.floor((quantity - origin) / per) * rate
}

function segmentsOf({ shape, minimumQuantity, minimumFen }: Price): Segment[] | null {
  const plain = shapeSegments(shape)
  if (plain === null) return null
  const least = minimumQuantity ?? 0
  const many = least > 1 ? atLeastAsMany(plain, least) : plain
  return minimumFen === null ? many : atLeastAsMuch(many, minimumFen * unitsOfOneFen)
}

function shapeSegments(shape: Price['shape']): Segment[] | null {
  switch (shape.kind) {
    case 'flavour':
    case 'machine':
    case 'pack':
      return [everyOne(shape.fen * unitsOfOneFen)]
    case 'unit':
      return [everyOne(shape.rate)]
    case 'base': {
      const { included, increment, rate } = shape
      const base = shape.base * unitsOfOneFen
      const from = included + 1
      return [
        { from: 1, to: included, origin: 1, base, rate: 0, per: 1 },
        { from, to: Infinity, origin: from, base: base + rate, rate, per: increment },
      ]
    }
    case 'steps': {
      let [from, total] = [1, 0]
      return shape.steps.map(({ upTo, rate }) => {
        const base = shape.graduated ? total + rate : from * rate
        const segment = { from, to: upTo ?? Infinity, origin: from, base, rate, per: 1 }
        if (upTo !== null) [from, total] = [upTo + 1, total + (upTo - from + 1) * rate]
        return segment
      })
    }
    default:
      return null
  }
}

const flat = (from: number, to: number, base: number): Segment => ({
  from,
  to,
  origin: from,
  base,
  rate: 0,
  per: 1,
})

/** Fewer cost as many. */
function atLeastAsMany(segments: readonly Segment[], least: number): Segment[] {
  const there = segments.find(({ to }) => to >= least)
  if (there === undefined) return [...segments]
  const beyond = segments
    .filter(({ to }) => to > least)
    .map((each) => ({ ...each, from: Math.max(each.from, least + 1) }))
  return [flat(1, least, valueAt(there, least)), ...beyond]
}

/** No order costs less: what is below is flat. */
function atLeastAsMuch(segments: readonly Segment[], least: number): Segment[] {
  return segments.flatMap((segment) => {
    const { from, to } = segment
    if (valueAt(segment, from) >= least) return [segment]
    const begins = firstReaching(segment, least)
    if (begins > to) return [flat(from, to, least)]
    return [flat(from, begins - 1, least), { ...segment, from: begins }]
  })
}

/** The first number from which the segment costs at least so much; beyond its end where it never does. */
function firstReaching({ base, origin, rate, per }: Segment, least: number): number {
  return rate === 0 ? Infinity : origin + Math.ceil((least - base) / rate) * per
}

/** In: a tariff. Out: the numbers from which on more costs less than just before. */
export function turnsOf({ segments }: Tariff): number[] {
  return (segments ?? []).flatMap((segment, place, all) => {
    const before = all[place - 1]
    return before !== undefined && valueAt(segment, segment.from) < valueAt(before, before.to)
      ? [segment.from]
      : []
  })
}

/** Whether no price has fractions of a fen. */
export function isWholeFen({ segments }: Tariff): boolean {
  return (
    segments === null ||
    segments.every(({ base, rate }) => base % unitsOfOneFen === 0 && rate % unitsOfOneFen === 0)
  )
}
