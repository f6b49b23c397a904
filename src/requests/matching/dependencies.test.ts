import { describe, expect, it } from 'vitest'
import { monthly } from '../../catalogue/pricing/index.ts'
import { fenOf } from '../../platform/money.ts'
import { sampleItem } from './items.sample.ts'
import { matchLines } from './match.ts'
import type { MachineNeed } from './model.ts'
import { Pools } from './pools.ts'

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
  matchLines({ pools: new Pools(items), regulationId: '' }, [{ id: '1', needs: [{ ...need, ...over }] }])

describe('what must be ordered with an item', () => {
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

  it('leaves the price unproven where another item would have needed less, with the bound', () => {
    expect(matched().lines[0]).toMatchObject({ optimal: false, atLeastFen: 300 })
    expect(matched({ memoryGiB: 16 }).lines[0]).toMatchObject({ optimal: true, monthlyFen: 450 })
  })

  it('is not added twice when it is attached already', () => {
    const guard = items.find(({ code }) => code === 'GUARD')
    const { lines } = matched({ attached: guard === undefined ? [] : [guard] })
    expect(lines[0]?.items.filter(({ code }) => code === 'GUARD')).toEqual([
      { code: 'GUARD', quantity: 3, monthlyFen: 90 },
    ])
  })
})
