import { fenOf, inYuan } from '../../platform/money.ts'
import { inTurns } from '../../platform/turns.ts'
import type { CatalogueItem } from '../model.ts'
import { cheapestCover, wholeEdition } from './cover.ts'
import type { Finding } from './finding.ts'
import { covers, flavoursByService, type Sized, sizeInWords, standsFor } from './sizes.ts'

const yuan = (fen: number) => `${inYuan(fenOf(fen))}元`
const named = (flavour: Sized) => `${flavour.item.code}（${sizeInWords(flavour)}，${yuan(flavour.fen)}）`

/** How one flavour makes another needless. */
export type Dominance = 'same-size' | 'falls' | 'same-price'

/**
 * In: items. Out: flavours of a service that nobody need order, because another stands for them in everything, is at
 * least as large in every measure and no dearer; each once, with the cheapest such other, by how the two differ.
 */
export async function dominatedFlavours(
  items: readonly CatalogueItem[],
): Promise<Record<Dominance, Finding[]>> {
  const found: Record<Dominance, Finding[]> = { 'same-size': [], falls: [], 'same-price': [] }
  const turn = inTurns()
  for (const flavours of flavoursByService(items))
    for (const [place, flavour] of flavours.entries()) {
      await turn()
      const others = flavours
        .filter((other, at) => dominates(other, flavour, at < place))
        .sort((a, b) => a.fen - b.fen)
      const [other] = others
      if (other === undefined) continue
      const codes = [flavour.item.code, other.item.code]
      const saving = yuan(flavour.fen - other.fen)
      if (covers(flavour.size, other.size))
        found['same-size'].push({
          codes,
          says: `${named(flavour)}与${named(other)}规格相同，后者每月少 ${saving}`,
        })
      else if (other.fen < flavour.fen)
        found.falls.push({ codes, says: `${named(other)}比${named(flavour)}大，每月反而少 ${saving}` })
      else found['same-price'].push({ codes, says: `${named(other)}比${named(flavour)}大，价格相同` })
    }
  return found
}

/** Two that are the same in everything make the later one needless. */
function dominates(other: Sized, flavour: Sized, earlier: boolean): boolean {
  if (other === flavour || !covers(other.size, flavour.size) || other.fen > flavour.fen) return false
  if (!standsFor(other.item, flavour.item)) return false
  const same = covers(flavour.size, other.size) && other.fen === flavour.fen
  return !same || earlier || !standsFor(flavour.item, other.item)
}

/**
 * In: items. Out: flavours dearer than the cheapest combination of smaller ones of their service that has at least
 * their size, proven over every combination; the dearest
 * by comparison first; and those that are too large to look at.
 */
export async function beatenByCombination(items: readonly CatalogueItem[]): Promise<{
  beaten: Finding[]
  unchecked: Finding[]
}> {
  const beaten: (Finding & { excess: number })[] = []
  const unchecked: Finding[] = []
  const budget = wholeEdition()
  const turn = inTurns()
  for (const flavours of flavoursByService(items))
    for (const flavour of flavours) {
      await turn()
      const smaller = flavours.filter(
        ({ item, size }) =>
          covers(flavour.size, size) && !covers(size, flavour.size) && standsFor(item, flavour.item),
      )
      if (smaller.length === 0) continue
      const cover = cheapestCover(flavour.size, smaller, budget)
      if (cover === 'too-large') unchecked.push({ codes: [flavour.item.code], says: named(flavour) })
      if (cover === null || cover === 'too-large' || cover.fen >= flavour.fen) continue
      const parts = [...cover.counts].flatMap(([place, count]) => {
        const part = smaller[place]
        return part === undefined ? [] : [{ part, count }]
      })
      const words = parts.map(({ part, count }) => `${count}×${part.item.code}`).join(' + ')
      beaten.push({
        excess: flavour.fen / cover.fen,
        codes: [flavour.item.code, ...parts.map(({ part }) => part.item.code)],
        says: `${named(flavour)}比 ${words} 贵 ${Math.round((flavour.fen / cover.fen - 1) * 1_000) / 10}%（${yuan(flavour.fen - cover.fen)}，合计 ${yuan(cover.fen)}）`,
      })
    }
  beaten.sort((a, b) => b.excess - a.excess)
  return { beaten: beaten.map(({ codes, says }) => ({ codes, says })), unchecked }
}

/** How far from the median a price a unit must be, at least, and in how many scaled deviations. */
const [leastFactor, maxDeviations] = [1.5, 3.5]
/** Makes the median deviation of a normal sample its standard deviation. */
const scale = 1.4826
const fewest = 4

/**
 * In: items. Out: flavours whose price a core and a GiB (or a GB, a M) are both far from the median of their kind of
 * service: by at least half as much again, and by more than 3.5 median absolute deviations of the logarithm.
 */
export function outliers(items: readonly CatalogueItem[]): Finding[] {
  return flavoursByService(items)
    .filter((flavours) => flavours.length >= fewest)
    .flatMap((flavours) => {
      const axes = flavours[0]?.names.map((name, axis) => ({ name, ...spreadOf(flavours, axis) })) ?? []
      return flavours.flatMap((flavour): Finding[] => {
        const off = axes.map(({ middle, bound }, axis) => (logOf(flavour, axis) - middle) / bound)
        const dear = off.every((each) => each > 1)
        if (!dear && !off.every((each) => each < -1)) return []
        const figures = axes.map(({ name, middle }, axis) => {
          const size = flavour.size[axis] ?? 1
          return `每${name} ${yuan(Math.round(flavour.fen / size))}，中位数 ${yuan(Math.round(Math.exp(middle)))}`
        })
        return [
          {
            codes: [flavour.item.code],
            says: `${named(flavour)}偏${dear ? '高' : '低'}：${figures.join('；')}`,
          },
        ]
      })
    })
}

const logOf = ({ fen, size }: Sized, axis: number) => Math.log(fen / Math.max(1, size[axis] ?? 1))

function spreadOf(flavours: readonly Sized[], axis: number): { middle: number; bound: number } {
  const logs = flavours.map((flavour) => logOf(flavour, axis))
  const middle = median(logs)
  const deviation = median(logs.map((log) => Math.abs(log - middle)))
  return { middle, bound: Math.max(Math.log(leastFactor), maxDeviations * scale * deviation) }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2
}
