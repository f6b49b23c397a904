/** The highest straight line below a tariff: what stands for a price that hangs on the number, where it is bounded. */
import { isWholeFen, type Tariff, unitsOfOneFen, valueAt } from './tariff.ts'

/** base + slope × (quantity − from), nowhere above the tariff; the tariff itself at `from`'s hull and at `meets`. */
export interface LowerLine {
  base: number
  slope: number
  from: number
  meets: number
}

/** Numbers next to the lower end whose price is taken exactly, with its rounding. */
const exactly = 64
/** Numbers of a formula that are looked at one by one. */
const maxLookedAt = 2_000

/** In: a tariff, the ends of a range, and the unit of prices as a part of a fen. Out: the line that bounds it, in that unit. */
export function lowerLine(
  tariff: Tariff,
  { from, to, scale }: { from: number; to: number; scale: number },
): LowerLine {
  const points = pointsBelow(tariff, from, to).map(({ quantity, fen }) => ({ quantity, value: fen * scale }))
  const base = Math.min(...points.map(({ value }) => value))
  let [slope, meets] = [Infinity, from]
  for (const { quantity, value } of points) {
    if (quantity === from) continue
    const rise = wholeQuotient(value - base, quantity - from)
    if (rise <= slope) [slope, meets] = [rise, quantity]
  }
  return { base, slope: slope === Infinity ? 0 : slope, from, meets }
}

/** Points of which no line between them is above the tariff. */
function pointsBelow(tariff: Tariff, from: number, to: number): { quantity: number; fen: number }[] {
  const isRounded = !isWholeFen(tariff)
  const next = isRounded ? Math.min(to, from + exactly) : from
  const near = Array.from({ length: next - from + 1 }, (_, step) => from + step)
  const points = near.map((quantity) => ({ quantity, fen: tariff.of(quantity) }))
  if (next === to) return points
  for (const quantity of cornersOf(tariff, next, to)) {
    const segment = quantity === 0 ? undefined : tariff.segments?.find((each) => quantity <= each.to)
    // Half a fen at most is rounded down.
    const fen =
      segment === undefined || !isRounded
        ? tariff.of(quantity)
        : (valueAt(segment, quantity) - unitsOfOneFen / 2 + 1) / unitsOfOneFen
    points.push({ quantity, fen })
  }
  return points
}

/** ⌊over ÷ under⌋, right also where the division rounds up to a whole number. */
function wholeQuotient(over: number, under: number): number {
  if (over === Infinity) return Infinity
  const quotient = Math.floor(over / under)
  return quotient * under > over ? quotient - 1 : quotient
}

/**
 * In: a tariff and a range. Out: numbers among which the tariff's lower hull over the range has its corners, ascending,
 * both ends of the range among them; of a formula over a long range only its begin, below which no later price is.
 */
export function cornersOf({ segments }: Tariff, low: number, high: number): number[] {
  if (segments === null)
    return high - low > maxLookedAt ? [low] : Array.from({ length: high - low + 1 }, (_, step) => low + step)
  const inside = segments.flatMap(({ from, to, origin, per }) => {
    const [first, last] = [Math.max(from, low), Math.min(to, high)]
    if (first > last) return []
    // The last of each stair costs as much as its first: the hull goes through the last ones.
    const end = (quantity: number) => origin + (Math.floor((quantity - origin) / per) + 1) * per - 1
    const stairs = [end(first), end(last) - per].filter((each) => each > first && each < last)
    return [first, ...stairs, last]
  })
  return [...new Set([low, ...inside, high])].sort((a, b) => a - b)
}
