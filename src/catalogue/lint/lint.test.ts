import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { fenOf } from '../../platform/money.ts'
import { sampleCatalogue } from '../items/sample-catalogue.fixture.ts'
import type { CatalogueItem } from '../model.ts'
import { cheapestCover } from './cover.ts'
import { lintItems } from './lint.ts'
import { cycles } from './references.ts'

let sample: CatalogueItem[]
let model: CatalogueItem
beforeAll(async () => {
  sample = await sampleCatalogue()
  const [first] = sample
  if (first === undefined) throw new Error('no item')
  model = first
})
const change = (code: string, what: Partial<CatalogueItem>) =>
  sample.map((item) => (item.code === code ? { ...item, ...what } : item))
const found = async (items: readonly CatalogueItem[], title: string) =>
  (await lintItems(items)).find((remark) => remark.title === title)?.findings ?? []

interface Machine {
  vcpu: number
  memoryGiB: number
  fen: number
}
const machines = (sizes: readonly Machine[]): CatalogueItem[] =>
  sizes.map(({ vcpu, memoryGiB, fen }, place) => ({
    ...model,
    code: `M-${place}`,
    specification: `${place}`,
    vcpu,
    memoryGiB,
    monthlyFen: fenOf(fen),
  }))
const machine = fc.record({
  vcpu: fc.integer({ min: 1, max: 5 }),
  memoryGiB: fc.integer({ min: 1, max: 7 }),
  fen: fc.integer({ min: 1, max: 40 }),
})

describe('the sample catalogue', () => {
  it('has what a reviewer should know of it, and nothing that is only noise', async () => {
    expect((await lintItems(sample)).map(({ title, findings }) => [title, findings.length])).toEqual([
      ['比几个小规格合起来还贵', 24],
      ['说了超量计费，没有写单价', 4],
    ])
    // The figure that matching proves for 16 cores and 32 GiB that may be split.
    const [, second] = await found(sample, '比几个小规格合起来还贵')
    expect(second?.says).toBe(
      'ECS-18（32核64G内存，3,467.20元）比 24×ECS-01 + 2×ECS-05 + 2×ECS-07 贵 102%（1,750.40元，合计 1,716.80元）',
    )
  })

  it.each<[string, string, Partial<CatalogueItem>]>([
    ['没有开通时限', 'BW-NN', { leadTimeWorkingDays: null }],
    ['没有等保级别', 'BW-NN', { protectionLevel: null }],
    ['没有计量单位', 'BW-NN', { unit: '—' }],
    ['价格读不懂', 'BW-NN', { priceFormula: '面议', price: null }],
    ['名称和规格都相同', 'BW-NN', { specification: '5M' }],
    ['必配或后继的服务项不存在', 'ECS-01', { dependencies: ['NO-1'] }],
    ['必配或后继的服务项不存在', 'ECS-01', { successor: 'NO-1' }],
    ['必配或后继成环', 'ECS-01', { dependencies: ['ECS-01'] }],
    ['必配的服务项用不到一起', 'ECS-01', { dependencies: ['TWS-01'] }],
    ['资源池总量有疑问', 'ECS-01', { poolCapacity: 3, poolUnits: 4 }],
    ['规格越大价格越低', 'ECS-02', { monthlyFen: fenOf(3_000) }],
    ['规格不同价格相同', 'ECS-02', { monthlyFen: fenOf(3_050) }],
    ['规格相同价格不同', 'ECS-02', { memoryGiB: 1 }],
    ['单价离群', 'ECS-12', { monthlyFen: fenOf(900_000) }],
  ])('%s, when %s says %j', async (title, code, what) => {
    const remarks = await lintItems(change(code, what))
    expect(remarks.map((remark) => remark.title)).toContain(title)
    const finding = await found(change(code, what), title)
    expect(finding.flatMap(({ codes }) => codes)).toContain(code)
    expect(finding.every(({ says }) => says !== '')).toBe(true)
  })
})

describe('flavours', () => {
  it('are found needless exactly when another is at least as large and no dearer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(machine, { maxLength: 8 }), async (sizes) => {
        const items = machines(sizes)
        const titles = ['规格越大价格越低', '规格不同价格相同', '规格相同价格不同']
        const remarks = (await lintItems(items)).filter(({ title }) => titles.includes(title))
        const said = new Set(remarks.flatMap(({ findings }) => findings.map(({ codes }) => codes[0])))
        for (const [place, size] of sizes.entries()) {
          const needless = sizes.some(
            (other, at) =>
              at !== place &&
              other.vcpu >= size.vcpu &&
              other.memoryGiB >= size.memoryGiB &&
              other.fen <= size.fen &&
              (other.vcpu !== size.vcpu ||
                other.memoryGiB !== size.memoryGiB ||
                other.fen !== size.fen ||
                at < place),
          )
          expect([place, said.has(`M-${place}`)]).toEqual([place, needless])
        }
      }),
      { seed: 20_261_121, numRuns: 1_000 },
    )
  })

  it('are covered at the price that trying every number of every part finds', () => {
    fc.assert(
      fc.property(machine, fc.array(machine, { minLength: 1, maxLength: 3 }), (wanted, parts) => {
        const size = ({ vcpu, memoryGiB }: Machine) => [vcpu, memoryGiB]
        let least = Number.POSITIVE_INFINITY
        const most = 7
        const attempt = (place: number, vcpu: number, memoryGiB: number, fen: number) => {
          if (vcpu >= wanted.vcpu && memoryGiB >= wanted.memoryGiB) least = Math.min(least, fen)
          const part = parts[place]
          if (part === undefined) return
          for (let count = 0; count <= most; count += 1)
            attempt(
              place + 1,
              vcpu + count * part.vcpu,
              memoryGiB + count * part.memoryGiB,
              fen + count * part.fen,
            )
        }
        attempt(0, 0, 0, 0)
        const cover = cheapestCover(
          size(wanted),
          parts.map((part) => ({ size: size(part), fen: part.fen })),
        )
        if (cover === null || cover === 'too-large') throw new Error('no cover')
        expect(cover.fen).toBe(least)
        const sums = [...cover.counts].map(([place, count]) => count * (parts[place]?.fen ?? 0))
        expect(sums.reduce((a, b) => a + b, 0)).toBe(least)
      }),
      { seed: 20_261_121, numRuns: 500 },
    )
  })

  it('too large to be looked at are said to be', async () => {
    const items = machines([
      { vcpu: 4_093, memoryGiB: 65_521, fen: 100 },
      { vcpu: 1, memoryGiB: 1, fen: 90 },
    ])
    expect(await found(items, '规格过大，没有检查组合')).toHaveLength(1)
  })

  it('of a catalogue made to be hard keep nobody waiting', async () => {
    const many = Array.from({ length: 400 }, (_, place) => ({
      vcpu: 1 + ((place * 7_919) % 97),
      memoryGiB: 1 + ((place * 104_729) % 211),
      fen: 100 + place,
    }))
    const begin = performance.now()
    const remarks = await lintItems(machines(many))
    expect(remarks.map(({ title }) => title)).toContain('规格过大，没有检查组合')
    const more = await lintItems(machines([...many, ...many]))
    expect(more.map(({ title }) => title)).toContain('规格太多，没有比较')
    expect(performance.now() - begin).toBeLessThan(20_000)
  })

  it('that are not in all zones of another, or not 信创 as it is, make nothing needless', async () => {
    const items = machines([
      { vcpu: 1, memoryGiB: 1, fen: 10 },
      { vcpu: 2, memoryGiB: 2, fen: 9 },
    ])
    expect(await found(items, '规格越大价格越低')).toHaveLength(1)
    for (const what of [
      { zones: ['互联网'] },
      { protectionLevel: 2 },
      { availability: '99%' },
      { leadTimeWorkingDays: 30 },
      { architecture: 'ARM' },
      { name: '另一种云主机' },
    ])
      expect(
        await found(
          [...items.slice(0, 1), ...items.slice(1).map((item) => ({ ...item, ...what }))],
          '规格越大价格越低',
        ),
      ).toEqual([])
  })

  it('stay in line when all cost the same a core and a GiB', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(machine, { minLength: 4, maxLength: 12 }), async (sizes) => {
        const items = machines(sizes.map((size) => ({ ...size, memoryGiB: size.vcpu, fen: size.vcpu * 100 })))
        expect(await found(items, '单价离群')).toEqual([])
      }),
      { seed: 20_261_121 },
    )
  })
})

describe('rings', () => {
  it('are found exactly when following dependencies comes back', () => {
    const edges = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 12 })
    fc.assert(
      fc.property(edges, (pairs) => {
        const items = Array.from({ length: 7 }, (_, code) => ({
          ...model,
          code: `${code}`,
          dependencies: pairs.flatMap(([from, to]) => (from === code ? [`${to}`] : [])),
        }))
        const reaches = (from: number): Set<number> => {
          const seen = new Set<number>()
          const open = [from]
          for (let at = open.pop(); at !== undefined; at = open.pop())
            for (const [a, b] of pairs) {
              if (a !== at || seen.has(b)) continue
              seen.add(b)
              open.push(b)
            }
          return seen
        }
        const inRing = Array.from({ length: 7 }, (_, code) => code).some((code) => reaches(code).has(code))
        expect(cycles(items).length > 0).toBe(inRing)
      }),
      { seed: 20_261_121, numRuns: 1_000 },
    )
  })
})
