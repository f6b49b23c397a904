import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicPrice } from '../../catalogue/model.ts'
import { type Price, priceOf, priceOfOne } from '../../catalogue/pricing/index.ts'
import { fenOf } from '../../platform/money.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { sampleItem } from '../items.fixture.ts'
import { matchLines } from '../match.ts'
import { volumePricedPrice } from './prices.fixture.ts'

/** Cases of bandwidth; MATCHING_CASES asks for more. */
const cases = Number(process.env.MATCHING_CASES ?? 10_000)
const seed = 20_261_121

const sized = fc
  .tuple(volumePricedPrice(['steps', 'base', 'formula']), fc.boolean())
  .map(([price, bySize]): Price => {
    const { shape } = price
    return 'variable' in shape
      ? { ...price, shape: { ...shape, variable: bySize ? '带宽兆数' : null } }
      : price
  })
const small = fc.record({
  fixed: fc.array(fc.record({ mbps: fc.integer({ min: 1, max: 4 }), price: volumePricedPrice() }), {
    maxLength: 2,
  }),
  formulas: fc.array(fc.record({ from: fc.integer({ min: 1, max: 4 }), price: sized }), { maxLength: 1 }),
  mbps: fc.integer({ min: 1, max: 4 }),
  quantity: fc.integer({ min: 1, max: 2 }),
  splittable: fc.boolean(),
})
type Small = typeof small extends fc.Arbitrary<infer T> ? T : never

function itemsOf({ fixed, formulas }: Small) {
  const over = { group: '网络', name: '互联网带宽', unit: '条' }
  return [
    ...fixed.map(({ mbps, price }, place) =>
      sampleItem(`B${place}`, { ...over, specification: `${mbps}M`, ...publicPrice(price), price }),
    ),
    ...formulas.map(({ from, price }, place) => {
      const said = { ...publicPrice(price), monthlyFen: null, price }
      return sampleItem(`N${place}`, { ...over, specification: `${from}M及以上`, ...said })
    }),
  ]
}

/** One kind of line that can be ordered, and what so many of it cost. */
interface Kind {
  code: string
  mbps: number
  fen: (quantity: number) => number
}

function kindsOf({ fixed, formulas }: Small): Kind[] {
  const widest = 9
  return [
    ...fixed.map(({ mbps, price }, place) => ({
      code: `B${place}`,
      mbps,
      fen: (quantity: number) => priceOf(price, { quantity }),
    })),
    ...formulas.flatMap(({ from, price }, place) =>
      Array.from({ length: widest - from + 1 }, (_, step) => from + step).map((mbps) => ({
        code: `N${place}`,
        mbps,
        // Where n counts units, every line is an order of its own.
        fen: (quantity: number) =>
          'variable' in price.shape && price.shape.variable !== null
            ? priceOf(price, { quantity, size: mbps })
            : quantity * (priceOfOne(price, mbps) ?? Infinity),
      })),
    ),
  ]
}

/** The lowest price by trying every number of lines of every kind for every one that is needed. */
function brute(given: Small): number | null {
  const kinds = kindsOf(given)
  const { mbps, quantity, splittable } = given
  /** Every way to have one, as how many of each kind. */
  const one: number[][] = []
  const most = splittable ? 5 : 1
  const put = (place: number, left: number, many: number[]): void => {
    if (place === kinds.length) {
      const width = many.reduce((sum, times, at) => sum + times * (kinds[at]?.mbps ?? 0), 0)
      if (width >= mbps && (splittable || left === 0)) one.push(many)
      return
    }
    for (let times = 0; times <= left; times += 1) put(place + 1, left - times, [...many, times])
  }
  put(0, most, [])
  const prices = kinds.map(({ fen }) =>
    Array.from({ length: most * quantity + 1 }, (_, many) => (many === 0 ? 0 : fen(many))),
  )
  let best: number | null = null
  const choose = (copies: number, from: number, many: readonly number[]): void => {
    if (copies === 0) {
      const fen = many.reduce((sum, times, at) => sum + (prices[at]?.[times] ?? Infinity), 0)
      if (best === null || fen < best) best = fen
      return
    }
    for (let at = from; at < one.length; at += 1)
      choose(
        copies - 1,
        at,
        many.map((times, place) => times + (one[at]?.[place] ?? 0)),
      )
  }
  choose(
    quantity,
    0,
    kinds.map(() => 0),
  )
  return best
}

describe('bandwidth', () => {
  it('is had at the lowest price, as trying everything finds; not proven only where several may be split differently', () => {
    let [served, proven] = [0, 0]
    const few = small.filter(
      (given) => !given.splittable || given.quantity === 1 || given.formulas.length === 0,
    )
    fc.assert(
      fc.property(few, (given) => {
        const { mbps, quantity, splittable } = given
        const need = { what: 'bandwidth' as const, mbps, quantity, splittable }
        const matching = { catalogue: new CatalogueIndex(itemsOf(given)), regulationId: '' }
        const [match] = matchLines(matching, [{ id: '1', needs: [need] }]).lines
        const lowest = brute(given)
        if (lowest === null) {
          expect(match?.outcome).toBe('not-in-catalogue')
          return
        }
        served += 1
        expect(match?.outcome).toBe('served')
        expect(match?.monthlyFen).toBeGreaterThanOrEqual(lowest)
        if (match?.optimal) expect(match.monthlyFen).toBe(lowest)
        else expect(match?.atLeastFen).toBeLessThanOrEqual(lowest)
        if (!splittable || quantity === 1) expect(match?.optimal).toBe(true)
        if (match?.optimal) proven += 1
      }),
      { numRuns: cases, seed },
    )
    expect(proven).toBeGreaterThan(served * 0.9)
  }, 600_000)

  it('by a formula that falls is never called lowest', () => {
    const price: Price = {
      shape: { kind: 'formula', text: '100-n', variable: '带宽兆数' },
      period: 'month',
      minimumQuantity: null,
      minimumFen: null,
    }
    const over = { group: '网络', name: '互联网带宽', unit: '条', specification: '6M及以上' }
    const items = [sampleItem('N', { ...over, monthlyFen: null, priceFormula: '100-n', price })]
    const need = { what: 'bandwidth' as const, mbps: 8, quantity: 1, splittable: false }
    const [match] = matchLines({ catalogue: new CatalogueIndex(items), regulationId: '' }, [
      { id: '1', needs: [need] },
    ]).lines
    expect(match).toMatchObject({ outcome: 'served', monthlyFen: fenOf(9_200), optimal: false })
  })
})
