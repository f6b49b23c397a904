import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CatalogueItem } from '../../catalogue/index.ts'
import { publicPrice } from '../../catalogue/model.ts'
import { priceOf, readPrice } from '../../catalogue/pricing/index.ts'
import { anyPrice } from '../../catalogue/pricing/price.arbitrary.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { sampleItem } from '../items.fixture.ts'
import { matchLines } from '../match.ts'
import { volumePricedPrice } from './prices.fixture.ts'
import { tariffOfPrice } from './tariff.ts'
import { catalogueOf, lineOf, smallCases } from './volume-priced.fixture.ts'
import { waysOf } from './ways.fixture.ts'

/** Cases of prices that hang on the number; MATCHING_CASES asks for more. */
const cases = Number(process.env.MATCHING_CASES ?? 10_000)
const seed = 20_261_121

describe('prices that hang on the number, and what must be ordered besides', () => {
  it('are the lowest of all choices, as trying everything finds, and proven', () => {
    let proven = 0
    let served = 0
    fc.assert(
      fc.property(smallCases(1, 3_000), ({ given, lines }) => {
        const items = catalogueOf(given)
        const [line] = lines
        if (line === undefined) throw new Error('there is always a line')
        const asked = lineOf('1', line, items)
        const [match] = matchLines({ catalogue: new CatalogueIndex(items), regulationId: '' }, [asked]).lines
        const ways = waysOf(given, line, items)
        if (ways.length === 0) {
          expect(match?.outcome).toBe('not-in-catalogue')
          return
        }
        served += 1
        const lowest = Math.min(...ways.map(({ fen }) => fen))
        expect(match?.outcome).toBe('served')
        expect(match?.items.reduce((sum, { monthlyFen }) => sum + monthlyFen, 0)).toBe(match?.monthlyFen)
        expect(match?.monthlyFen).toBeGreaterThanOrEqual(lowest)
        expect(match?.optimal === true || (match?.atLeastFen ?? Infinity) <= lowest).toBe(true)
        if (!match?.optimal) return
        proven += 1
        expect(match.monthlyFen).toBe(lowest)
        // What is ordered is one of the ways, at its price.
        const ordered = (items: Iterable<readonly [string, number]>) => JSON.stringify([...items].sort())
        const own = ordered(match.items.map(({ code, quantity }) => [code, quantity] as const))
        expect(ways.some((way) => way.fen === lowest && ordered(way.ordered) === own)).toBe(true)
      }),
      { numRuns: cases, seed },
    )
    // Of the small cases hardly any takes more work than a line may.
    expect(proven).toBeGreaterThanOrEqual(served * 0.999)
  }, 600_000)

  const price = (text: string) => {
    const read = readPrice(text)
    if (read === null) throw new Error(`nobody can read ${text}`)
    return read
  }
  const priced = (code: string, text: string, over: Partial<CatalogueItem>) =>
    sampleItem(code, { ...over, ...publicPrice(price(text)), price: price(text) })
  const storage = { group: '存储', name: '对象存储', unit: 'GB', storageGiB: 1 }
  const stored = (items: readonly CatalogueItem[], storageGiB: number) =>
    matchLines({ catalogue: new CatalogueIndex(items), regulationId: '' }, [
      { id: '1', needs: [{ what: 'storage', kind: 'object-storage', storageGiB }] },
    ]).lines[0]

  it('are proven also where much is needed', () => {
    const items = [
      priced('A', '按量：0.395元；最少100', storage),
      priced('B', '阶梯累进：1000以内0.5元，10000以内0.39元，以上0.3元', storage),
      priced('C', '基价：500以内150元，每增100加31元', storage),
      priced('D', '包：每1024GB为390.5元', { ...storage, unit: '包', storageGiB: 1_024 }),
    ]
    for (const [needed, fen] of [
      [50, 2_500],
      [90, 3_950],
      [400, 15_000],
      [5_000, 154_500],
      [100_000, 3_099_500],
    ] as const)
      expect([needed, stored(items, needed)?.monthlyFen, stored(items, needed)?.optimal]).toEqual([
        needed,
        fen,
        true,
      ])
  })

  it('say how an item is priced whose price hangs on the number', () => {
    const match = stored([priced('A', '按量：0.39元；最少100', storage)], 60)
    expect(match?.reason).toBe(
      '对象存储60GB：由60GBA（每 GB 每月 0.39 元，按用量乘，不足 100 GB的按 100 GB计）提供，已证明没有更便宜的选法。',
    )
  })

  it('count what is used beyond packs, unless the pool is limited or a minimum sum counts it in', () => {
    const pack = { ...storage, unit: '包', storageGiB: 100 }
    const rule = '包：每100GB为12.1元，超出每GB为0.13元'
    const open = stored([priced('P', rule, pack)], 120)
    expect(open).toMatchObject({ items: [{ code: 'P', quantity: 1, monthlyFen: 1_470 }], optimal: true })
    expect(open?.reason).toContain('另按量使用20GB')
    const limited = stored([{ ...priced('P', rule, pack), poolCapacity: 9 }], 120)
    expect(limited).toMatchObject({ items: [{ code: 'P', quantity: 2, monthlyFen: 2_420 }], optimal: true })
    expect(stored([priced('P', `${rule}；最低20元`, pack)], 120)).toMatchObject({ optimal: false })
  })

  it('paid once are no prices of a month: such an item is not taken for a free one', () => {
    const items = [priced('ONCE', '一次性：5元', storage), priced('M', '按量：0.39元', storage)]
    expect(stored(items, 10)?.items).toEqual([{ code: 'M', quantity: 10, monthlyFen: 390 }])
    expect(stored(items.slice(0, 1), 10)?.outcome).toBe('not-in-catalogue')
    const free = [...items, priced('FREE', '免费', storage)]
    expect(stored(free, 10)).toMatchObject({ monthlyFen: 0, optimal: true })
  })

  it('of services named in words are those of the catalogue, with their minimum', () => {
    const over = {
      category: 'PaaS' as const,
      group: '大数据',
      name: '离线计算',
      unit: 'CU',
      specification: 'CU',
    }
    const catalogue = new CatalogueIndex([priced('ODP', '按量：165元；最少20', over)])
    const text = (words: string) =>
      matchLines({ catalogue, regulationId: '' }, [{ id: '1', text: words }]).lines[0]
    expect(text('离线计算')).toMatchObject({ outcome: 'served', monthlyFen: 330_000, optimal: true })
  })

  it('are those of the catalogue for every number', () => {
    const price = fc.oneof(volumePricedPrice(), anyPrice)
    const quantity = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 10_000_000 }))
    const priceOrNothing = (of: () => number) => {
      try {
        return of()
      } catch {
        return Infinity
      }
    }
    fc.assert(
      fc.property(price, quantity, (each, many) => {
        fc.pre(each.period === 'month' && each.shape.kind !== 'once')
        fc.pre(!('variable' in each.shape && each.shape.variable !== null))
        const tariff = tariffOfPrice(each)
        const expected = priceOrNothing(() => priceOf(each, { quantity: many }))
        expect(priceOrNothing(() => tariff?.of(many) ?? -1)).toBe(expected)
      }),
      { numRuns: 5_000, seed },
    )
  })
})
