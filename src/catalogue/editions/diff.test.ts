import { beforeAll, describe, expect, it } from 'vitest'
import { fenOf } from '../../platform/money.ts'
import { sampleCatalogue } from '../items/sample-catalogue.fixture.ts'
import type { CatalogueItem } from '../model.ts'
import { diffEditions } from './diff.ts'

let items: CatalogueItem[]
beforeAll(async () => {
  items = await sampleCatalogue()
})
const change = (code: string, what: Partial<CatalogueItem>) =>
  items.map((item) => (item.code === code ? { ...item, ...what } : item))
const codes = (list: readonly CatalogueItem[]) => list.map(({ code }) => code)

describe('the difference of two editions', () => {
  it('is nothing for the same items in another order', () => {
    expect(diffEditions(items, items.toReversed())).toEqual({
      added: [],
      removed: [],
      repriced: [],
      altered: [],
    })
  })

  it('names what came, what went, what costs otherwise and what else changed', () => {
    const after = change('ECS-01', { monthlyFen: fenOf(3_150), zones: ['政务外网'] })
      .map((item) => (item.code === 'BW-NN' ? { ...item, priceFormula: '137.5+(n-5)×90' } : item))
      .map((item) => (item.code === 'SLB-01' ? { ...item, protectionLevel: 2 } : item))
      .map((item) => (item.code === 'SSO-01' ? { ...item, code: 'SSO-02' } : item))
    const diff = diffEditions(items, after)
    expect(codes(diff.added)).toEqual(['SSO-02'])
    expect(codes(diff.removed)).toEqual(['SSO-01'])
    expect(diff.repriced.map(({ after: item, columns }) => [item.code, columns])).toEqual([
      ['ECS-01', ['网络区域']],
      ['BW-NN', ['计费方式']],
    ])
    expect(diff.altered.map(({ after: item, columns }) => [item.code, columns])).toEqual([
      ['SLB-01', ['等保最高级别']],
    ])
  })
})
