import fc from 'fast-check'
import loadHighs from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleCatalogue } from '../../catalogue/items/sample-catalogue.fixture.ts'
import { monthly } from '../../catalogue/pricing/index.ts'
import { solveByHighs } from '../../platform/highs.ts'
import type { ProgrammeSolver } from '../../platform/integer-programme.ts'
import { fenOf } from '../../platform/money.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { matchWithin } from '../competing/match-within.ts'
import { sampleItem } from '../items.fixture.ts'
import { lineInput } from '../line-input.ts'
import { linesOfInput } from '../lines-of-input.ts'
import { matchLines } from '../match.ts'
import type { MachineNeed } from '../model.ts'

let catalogue: CatalogueIndex
beforeAll(async () => {
  catalogue = new CatalogueIndex(await sampleCatalogue())
})

const matched = (input: object) => {
  const lines = linesOfInput(catalogue, [lineInput.parse({ id: '1', ...input })])
  const [match] = matchLines({ catalogue, regulationId: 'lingchuan-2024' }, lines).lines
  if (match === undefined) throw new Error('a line without a match')
  return match
}

describe('bare metal is a machine like others', () => {
  const asked = { vcpu: 36, memoryGiB: 141, splittable: true, quantity: 5, attached: ['CFW-01'] }

  it('that serves a line where it costs less than cloud hosts, and says so', () => {
    const match = matched(asked)
    expect(match).toMatchObject({ outcome: 'substituted', monthlyFen: 33_195_00, optimal: true })
    expect(match.items).toEqual([
      { code: 'BMS-01', quantity: 3, monthlyFen: 29_400_00 },
      { code: 'CFW-01', quantity: 3, monthlyFen: 3_795_00 },
    ])
    expect(match.reason).toMatch(
      /^云主机更贵，由裸金属服务器BMS-01代替。合计180核705G，拆为3台BMS-01，已证明/,
    )
  })

  it('that a line does not get where cloud hosts cost as little', () => {
    expect(matched({ ...asked, attached: [] })).toMatchObject({ outcome: 'served', optimal: true })
    expect(matched({ ...asked, kind: 'bare-metal' })).toMatchObject({
      outcome: 'served',
      monthlyFen: 33_195_00,
    })
  })

  it('so a line costs what the cheaper of both kinds costs, and never more because it may be split', () => {
    const need = fc.record({
      vcpu: fc.integer({ min: 1, max: 80 }),
      memoryGiB: fc.integer({ min: 1, max: 300 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      attached: fc.subarray(['CFW-01', 'HSS-01']),
    })
    fc.assert(
      fc.property(need, (each) => {
        const priceOf = (over: object) => {
          const match = matched({ ...each, ...over })
          return match.items.length === 0 ? Infinity : match.monthlyFen
        }
        const [split, whole] = [priceOf({ splittable: true }), priceOf({ splittable: false })]
        expect(split).toBeLessThanOrEqual(whole)
        expect(split).toBeLessThanOrEqual(priceOf({ splittable: true, kind: 'bare-metal' }))
        expect(whole).toBeLessThanOrEqual(priceOf({ splittable: false, kind: 'bare-metal' }))
      }),
      { seed: 20_261_121, numRuns: 1_000 },
    )
  })

  const small = [
    sampleItem('HOST', { vcpu: 4, memoryGiB: 8, monthlyFen: fenOf(100), dependencies: ['NET'] }),
    sampleItem('METAL', { name: '裸金属服务器', vcpu: 8, memoryGiB: 16, monthlyFen: fenOf(120) }),
    sampleItem('NET', { group: '网络', name: '公网IP', unit: '个', monthlyFen: fenOf(50) }),
    sampleItem('DISK', {
      group: '存储',
      name: '对象存储',
      unit: 'GB',
      storageGiB: 1,
      monthlyFen: fenOf(1),
      dependencies: ['NET'],
    }),
  ]
  const machine: MachineNeed = {
    what: 'machine',
    kind: 'cloud-host',
    quantity: 1,
    vcpu: 4,
    memoryGiB: 8,
    splittable: false,
    attached: [],
  }
  const matching = { catalogue: new CatalogueIndex(small), regulationId: '' }
  const disk = { what: 'storage' as const, kind: 'object-storage' as const, storageGiB: 10 }

  it('whichever is cheaper with all that the line orders besides', () => {
    const [alone] = matchLines(matching, [{ id: '1', needs: [machine] }]).lines
    expect(alone).toMatchObject({ outcome: 'substituted', monthlyFen: 120, optimal: true })
    const [both] = matchLines(matching, [{ id: '1', needs: [machine, disk] }]).lines
    expect(both).toMatchObject({ outcome: 'served', monthlyFen: 160, optimal: true })
    expect(both?.reason).toMatch(/^各项合计：/)
    const [two] = matchLines(matching, [
      { id: '1', needs: [{ ...machine, splittable: true, quantity: 2 }, disk] },
    ]).lines
    expect(two).toMatchObject({ outcome: 'substituted', monthlyFen: 180, optimal: true })
    expect(two?.reason).toMatch(/^云主机更贵，由裸金属服务器代替。各项合计：/)
  })

  it.each([false, true])(
    'and a line gets cloud hosts where bare metal is used up, with a solver %s',
    async (isSolved) => {
      const highs = await loadHighs()
      const solve: ProgrammeSolver = async (programme, { seconds }) =>
        solveByHighs(highs, programme, { seconds })
      const lines = ['1', '2', '3'].map((id) => ({ id, needs: [machine] }))
      const pools = [{ name: '裸金属', capacity: 1, takes: new Map([['METAL', 1]]) }]
      const { lines: matches, monthlyFen } = await matchWithin(
        matching,
        lines,
        pools,
        isSolved ? { solve } : {},
      )
      const kinds = matches.map(({ outcome, items }) => `${outcome} ${items.map(({ code }) => code).join()}`)
      expect(kinds.sort()).toEqual(['served HOST,NET', 'served HOST,NET', 'substituted METAL'])
      expect(monthlyFen).toBe(120 + 2 * 150)
      expect(matches.every(({ optimal }) => optimal)).toBe(isSolved)
    },
  )

  it('and nothing stands in for a graphics card', () => {
    const price = monthly({ kind: 'flavour', fen: fenOf(1) })
    const gpu = sampleItem('GPU', { name: 'GPU云主机', vcpu: 8, memoryGiB: 16, monthlyFen: fenOf(1), price })
    const host = sampleItem('HOST', { vcpu: 4, memoryGiB: 8, monthlyFen: fenOf(100) })
    const of = (items: readonly (typeof host)[], kind: MachineNeed['kind']) =>
      matchLines({ catalogue: new CatalogueIndex(items), regulationId: '' }, [
        { id: '1', needs: [{ ...machine, kind }] },
      ]).lines[0]
    expect(of([gpu, host], 'cloud-host')).toMatchObject({ outcome: 'served', monthlyFen: 100 })
    expect(of([gpu], 'cloud-host')).toMatchObject({ outcome: 'substituted', monthlyFen: 1 })
    expect(of([host], 'gpu-host')).toMatchObject({ outcome: 'not-in-catalogue' })
  })
})
