import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { fenOf } from '../../platform/money.ts'
import { sampleCatalogue } from '../items/sample-catalogue.fixture.ts'
import type { CatalogueItem } from '../model.ts'
import { plainPrice, priceOf } from '../pricing/index.ts'
import { impactOn, totalImpact } from './price-impact.ts'

let items: CatalogueItem[]
beforeAll(async () => {
  items = await sampleCatalogue()
})
const byCode = (list: readonly CatalogueItem[]) => new Map(list.map((item) => [item.code, item]))
const changed = (code: string, what: Partial<CatalogueItem>) =>
  items.map((item) => {
    if (item.code !== code) return item
    const next = { ...item, ...what }
    return { ...next, price: plainPrice(next) }
  })
const use = (code: string, quantity: number, fen: number, size?: number) => ({
  code,
  quantity,
  monthlyFen: fenOf(fen),
  ...(size === undefined ? {} : { size }),
})

describe('what another edition does to what is used', () => {
  it('is nothing when nothing changes', () => {
    const uses = [use('ECS-01', 3, 9_150), use('BW-NN', 1, 40_150)]
    const effects = impactOn(uses, byCode(items), byCode(items))
    expect(effects.map(({ outcome, afterFen }) => [outcome, afterFen])).toEqual([
      ['same', 9_150],
      ['same', 40_150],
    ])
  })

  it('is the new price of the whole quantity, in fen', () => {
    const after = byCode(changed('ECS-01', { monthlyFen: fenOf(3_151) }))
    const [effect] = impactOn([use('ECS-01', 3, 9_150)], byCode(items), after)
    expect(effect).toMatchObject({ outcome: 'dearer', afterFen: 9_453 })
  })

  it('works out a price by size where the size is known and gives what is paid now', () => {
    const after = byCode(changed('BW-NN', { priceFormula: '137.5+(n-5)×82' }))
    // Two lines of 8M each: 137.50 + 3 × 88.00 = 401.50, then 137.50 + 3 × 82.00 = 383.50.
    const [known, other] = impactOn(
      [use('BW-NN', 2, 80_300, 8), use('BW-NN', 2, 80_300, 9)],
      byCode(items),
      after,
    )
    expect(known).toMatchObject({ outcome: 'cheaper', afterFen: 76_700, why: null })
    expect(other).toMatchObject({ outcome: 'unknown', afterFen: null })
    expect(other?.why).toContain('不一致')
  })

  it('is by volume where the price is', () => {
    const after = byCode(changed('EVS-01', { monthlyFen: fenOf(36) }))
    const [effect] = impactOn([use('EVS-01', 500, 19_500)], byCode(items), after)
    expect(effect).toMatchObject({ outcome: 'cheaper', afterFen: 18_000 })
  })

  it('takes a twelfth of a price by the year for each, and no price that is paid once', () => {
    const yearly = byCode(changed('ECS-01', { billing: '包年', monthlyFen: fenOf(30_006) }))
    const [effect] = impactOn([use('ECS-01', 3, 9_150)], byCode(items), yearly)
    // 300.06 a year is 25.005 a month, half a fen up.
    expect(effect).toMatchObject({ outcome: 'cheaper', afterFen: 3 * 2_501, why: null })
    const once = byCode(changed('ECS-01', { billing: '一次性', monthlyFen: fenOf(30_000) }))
    const [other] = impactOn([use('ECS-01', 3, 9_150)], byCode(items), once)
    expect(other).toMatchObject({ outcome: 'unknown', why: '一次性收费，不按月' })
  })

  it('prices each line of bandwidth where the price counts units of it', () => {
    const counting = (text: string) => ({ priceFormula: text, description: 'n 为条数' })
    const before = byCode(changed('BW-NN', counting('137.5+(n-5)×88')))
    const after = byCode(changed('BW-NN', counting('137.5+(n-5)×82')))
    const [effect] = impactOn([use('BW-NN', 2, 80_300, 8)], before, after)
    expect(effect).toMatchObject({ outcome: 'cheaper', afterFen: 76_700 })
  })

  it('says what is gone with its successor, and what hangs on a size', () => {
    const before = changed('ECS-01', { successor: 'ECS-02' })
    const after = byCode(
      changed('BW-NN', { priceFormula: '137.5+(n-5)×90' }).filter(({ code }) => code !== 'ECS-01'),
    )
    const uses = [use('ECS-01', 1, 3_050), use('BW-NN', 1, 40_150), use('ECS-02', 1, 5_500)]
    const effects = impactOn(uses, byCode(before), after)
    expect(effects.map(({ outcome, afterFen, successor }) => [outcome, afterFen, successor])).toEqual([
      ['gone', null, 'ECS-02'],
      ['unknown', null, null],
      ['same', 5_500, null],
    ])
    expect(effects[1]?.why).toBe('按带宽兆数计价，从申请里读不出带宽兆数')
    expect(totalImpact(effects)).toEqual({
      moreFen: 0,
      lessFen: 0,
      uses: 3,
      changed: 2,
      gone: 1,
      unknown: 1,
      beforeFen: 5_500,
      afterFen: 5_500,
    })
  })

  it('adds up: the total is what pricing every known use by the new edition costs', () => {
    const quantities = fc.array(fc.tuple(fc.nat(96), fc.integer({ min: 1, max: 1_000 })), { maxLength: 30 })
    fc.assert(
      fc.property(quantities, fc.integer({ min: 1, max: 9_999 }), (list, fen) => {
        const after = items.map((item) => {
          if (item.monthlyFen === null || item.monthlyFen === 0) return item
          const next = { ...item, monthlyFen: fenOf(item.monthlyFen + fen) }
          return { ...next, price: plainPrice(next) }
        })
        const uses = list.flatMap(([place, quantity]) => {
          const item = items[place]
          if (item === undefined || item.monthlyFen === null || item.price === null) return []
          return [{ code: item.code, quantity, monthlyFen: priceOf(item.price, { quantity }) }]
        })
        const { afterFen, beforeFen, moreFen } = totalImpact(impactOn(uses, byCode(items), byCode(after)))
        const more = uses.reduce((sum, { code, quantity }) => {
          const price = byCode(items).get(code)?.price
          const billed = Math.max(quantity, price?.minimumQuantity ?? 0)
          return sum + (price?.shape.kind === 'free' ? 0 : billed * fen)
        }, 0)
        expect(afterFen - beforeFen).toBe(more)
        expect(moreFen).toBe(more)
      }),
      { seed: 20_261_121, numRuns: 100 },
    )
  })
})
