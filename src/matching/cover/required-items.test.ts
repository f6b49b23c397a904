import { describe, expect, it } from 'vitest'
import type { CatalogueItem } from '../../catalogue/index.ts'
import { publicPrice } from '../../catalogue/model.ts'
import { monthly } from '../../catalogue/pricing/index.ts'
import { fenOf } from '../../platform/money.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { sampleItem } from '../items.fixture.ts'
import { matchLines } from '../match.ts'
import type { MachineNeed } from '../model.ts'

const items = [
  sampleItem('CHEAP', { vcpu: 4, memoryGiB: 8, monthlyFen: fenOf(100), dependencies: ['GUARD', 'NET'] }),
  sampleItem('PLAIN', { vcpu: 4, memoryGiB: 16, monthlyFen: fenOf(150) }),
  sampleItem('GUARD', {
    group: '安全',
    name: '主机安全',
    monthlyFen: fenOf(30),
    price: monthly({ kind: 'machine', fen: fenOf(30) }),
  }),
  sampleItem('NET', {
    group: '网络',
    name: '虚拟私有云',
    unit: '个',
    monthlyFen: fenOf(40),
    dependencies: ['ADDRESS', 'CHEAP'],
  }),
  sampleItem('ADDRESS', { group: '网络', name: '公网IP', unit: '个', monthlyFen: fenOf(5) }),
]
const need: MachineNeed = {
  what: 'machine',
  kind: 'cloud-host',
  quantity: 3,
  vcpu: 4,
  memoryGiB: 8,
  splittable: false,
  attached: [],
}
const matched = (over: Partial<MachineNeed> = {}) =>
  matchLines({ catalogue: new CatalogueIndex(items), regulationId: '' }, [
    { id: '1', needs: [{ ...need, ...over }] },
  ])

describe('items that are required with another', () => {
  it('is added and priced: by machines where it is billed so, else once; and what it needs itself, in no circle', () => {
    const { lines, monthlyFen } = matched()
    expect(lines[0]?.items).toEqual([
      { code: 'CHEAP', quantity: 3, monthlyFen: 300 },
      { code: 'GUARD', quantity: 3, monthlyFen: 90 },
      { code: 'NET', quantity: 1, monthlyFen: 40 },
      { code: 'ADDRESS', quantity: 1, monthlyFen: 5 },
    ])
    expect(monthlyFen).toBe(435)
    expect(lines[0]?.reason).toContain(
      '须同时订购3台主机安全（GUARD）、1个虚拟私有云（NET）、1个公网IP（ADDRESS），每月1.35元',
    )
  })

  it('counts in choosing: what requires less is ordered where it is cheaper with all that goes with it', () => {
    expect(matched().lines[0]).toMatchObject({ optimal: true, monthlyFen: 435 })
    expect(matched({ quantity: 1 }).lines[0]).toMatchObject({
      optimal: true,
      monthlyFen: 150,
      items: [{ code: 'PLAIN', quantity: 1, monthlyFen: 150 }],
    })
    expect(matched({ memoryGiB: 16 }).lines[0]).toMatchObject({ optimal: true, monthlyFen: 450 })
  })

  it('counts every machine that needs it, whichever they are', () => {
    const other = sampleItem('OTHER', {
      vcpu: 8,
      memoryGiB: 8,
      monthlyFen: fenOf(170),
      dependencies: ['GUARD'],
    })
    const catalogue = new CatalogueIndex([...items.filter(({ code }) => code !== 'PLAIN'), other])
    const needs = [need, { ...need, quantity: 2, vcpu: 8 }]
    const [match] = matchLines({ catalogue, regulationId: '' }, [{ id: '1', needs }]).lines
    expect(match?.items.filter(({ code }) => code === 'GUARD')).toEqual([
      { code: 'GUARD', quantity: 5, monthlyFen: 150 },
    ])
  })

  it('without a price of its own, or paid once, is said apart and not called lowest where it may be', () => {
    const line = (required: CatalogueItem) => {
      const flavour = sampleItem('F', { vcpu: 4, memoryGiB: 8, monthlyFen: fenOf(100), dependencies: ['X'] })
      const catalogue = new CatalogueIndex([flavour, required])
      return matchLines({ catalogue, regulationId: '' }, [{ id: '1', needs: [need] }]).lines[0]
    }
    const once = monthly({ kind: 'once', fen: fenOf(5_000) })
    const paidOnce = line(
      sampleItem('X', { name: '部署服务', unit: '次', ...publicPrice(once), price: once }),
    )
    expect(paidOnce).toMatchObject({ monthlyFen: 300, optimal: true })
    expect(paidOnce?.reason).toContain('部署服务（每次一次性 50.00 元，以后不再收，共1次）一次性另付')
    const formula = line(
      sampleItem('X', { name: '算法', unit: '个', monthlyFen: null, priceFormula: '面议' }),
    )
    expect(formula).toMatchObject({ monthlyFen: 300, optimal: false, atLeastFen: 300 })
    expect(formula?.reason).toContain('其中算法按公式或按年另计')
  })

  it('is not added twice when it is attached already', () => {
    const guard = items.find(({ code }) => code === 'GUARD')
    const { lines } = matched({ attached: guard === undefined ? [] : [guard] })
    expect(lines[0]?.items.filter(({ code }) => code === 'GUARD')).toEqual([
      { code: 'GUARD', quantity: 3, monthlyFen: 90 },
    ])
  })

  it('is not added twice when the line names it as well', () => {
    const matching = {
      catalogue: new CatalogueIndex(items.filter(({ code }) => code !== 'PLAIN')),
      regulationId: '',
    }
    const [match] = matchLines(matching, [{ id: '1', text: '3台4核8G云主机，含主机安全' }]).lines
    expect(match?.items.filter(({ code }) => code === 'GUARD')).toEqual([
      { code: 'GUARD', quantity: 3, monthlyFen: 90 },
    ])
  })
})
