import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fenOf } from '../../platform/money.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { sampleItem as item } from '../items.fixture.ts'
import { matchLines } from '../match.ts'
import type { MachineNeed, StructuredLine } from '../model.ts'
import { MachineCover } from './machine-cover.ts'
import { PackCover } from './pack-cover.ts'

/** All cases together; fewer for a quick look. */
const cases = Number(process.env.MATCHING_CASES ?? 100_000)
const seed = 20_261_121

const size = fc.record({
  vcpu: fc.integer({ min: 1, max: 6 }),
  memoryGiB: fc.integer({ min: 1, max: 9 }),
  fen: fc.integer({ min: 1, max: 60 }),
})
const machineNeed = (vcpu: number, memoryGiB: number, over: Partial<MachineNeed> = {}): MachineNeed => ({
  what: 'machine',
  kind: 'cloud-host',
  quantity: 1,
  vcpu,
  memoryGiB,
  splittable: false,
  attached: [],
  ...over,
})
const line = (need: MachineNeed, over: Partial<StructuredLine> = {}): StructuredLine => ({
  id: '1',
  needs: [need],
  ...over,
})
const run = { numRuns: cases, seed }

/** The lowest price by trying every choice, without any of the engine's shortcuts. */
function bruteCover(
  sizes: readonly { vcpu: number; memoryGiB: number; fen: number }[],
  vcpu: number,
  memoryGiB: number,
) {
  const known = new Map<number, number>()
  const price = (c: number, m: number): number => {
    if (c <= 0 && m <= 0) return 0
    const key = Math.max(c, 0) * 1_000 + Math.max(m, 0)
    const before = known.get(key)
    if (before !== undefined) return before
    const lowest = Math.min(...sizes.map((each) => each.fen + price(c - each.vcpu, m - each.memoryGiB)))
    known.set(key, lowest)
    return lowest
  }
  return price(vcpu, memoryGiB)
}

/** Of the table of small needs: from nothing but one core and GiB, so that larger ones are searched, to all of them. */
const keptCells = fc.constantFrom(4, 40, 400, 4_000)

describe('the lowest price is the lowest', () => {
  it('for one machine, one flavour, with every attribute', () => {
    const attributes = fc.record({
      zones: fc.subarray(['政务外网', '互联网'], { minLength: 1 }),
      domestic: fc.boolean(),
      protectionLevel: fc.integer({ min: 1, max: 3 }),
      architecture: fc.constantFrom('X86', 'ARM'),
    })
    const flavours = fc.array(fc.tuple(size, attributes), { minLength: 1, maxLength: 7 })
    const demands = fc.record({
      zone: fc.constantFrom(undefined, '政务外网', '互联网'),
      domestic: fc.constantFrom(undefined, true),
      protectionLevel: fc.constantFrom(undefined, 1, 2, 3),
      architecture: fc.constantFrom(undefined, 'X86', 'ARM'),
    })
    const need = fc.tuple(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 9 }),
    )
    fc.assert(
      fc.property(flavours, demands, need, (all, asked, [vcpu, memoryGiB, quantity]) => {
        const items = all.map(([{ fen, ...figures }, rest], place) =>
          item(`F${place}`, { ...figures, ...rest, monthlyFen: fenOf(fen) }),
        )
        const fitting = all.filter(
          ([has, rest]) =>
            has.vcpu >= vcpu &&
            has.memoryGiB >= memoryGiB &&
            (asked.zone === undefined || rest.zones.includes(asked.zone)) &&
            (asked.domestic !== true || rest.domestic) &&
            (asked.architecture === undefined || rest.architecture === asked.architecture) &&
            rest.protectionLevel >= (asked.protectionLevel ?? 0),
        )
        const matching = { catalogue: new CatalogueIndex(items), regulationId: 'lingchuan-2024' }
        const [match] = matchLines(matching, [line(machineNeed(vcpu, memoryGiB, { quantity }), asked)]).lines
        if (fitting.length === 0) return match?.outcome === 'not-in-catalogue' && match.items.length === 0
        const lowest = Math.min(...fitting.map(([{ fen }]) => fen)) * quantity
        return match?.outcome === 'served' && match.monthlyFen === lowest && match.optimal
      }),
      { ...run, numRuns: Math.ceil(cases / 4) },
    )
  }, 120_000)

  it('for machines that may be split, and proven only then', () => {
    const need = fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 1, max: 36 }))
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 5 }),
        need,
        keptCells,
        (sizes, [vcpu, memoryGiB], kept) => {
          const cover = new MachineCover(sizes, kept).solve(vcpu, memoryGiB)
          if (cover === null) return false
          let [cores, memory, fen] = [0, 0, 0]
          for (const [place, count] of cover.counts) {
            const each = sizes[place]
            if (each === undefined) return false
            cores += each.vcpu * count
            memory += each.memoryGiB * count
            fen += each.fen * count
          }
          const lowest = bruteCover(sizes, vcpu, memoryGiB)
          return (
            cores >= vcpu &&
            memory >= memoryGiB &&
            cover.optimal &&
            fen === lowest &&
            cover.atLeastFen === lowest
          )
        },
      ),
      { ...run, numRuns: Math.ceil(cases / 4) },
    )
  }, 120_000)

  it('without search or table of its own, what is called proven is, and the bound holds', () => {
    let proven = 0
    const need = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 60 }))
    const runs = Math.ceil(cases / 4)
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 5 }), need, (sizes, [vcpu, memoryGiB]) => {
        const cover = new MachineCover(sizes, 4).solve(vcpu, memoryGiB, { steps: 0 })
        if (cover === null) return false
        const fen = [...cover.counts].reduce(
          (sum, [place, count]) => sum + (sizes[place]?.fen ?? 0) * count,
          0,
        )
        const lowest = bruteCover(sizes, vcpu, memoryGiB)
        if (cover.optimal) proven += 1
        return cover.optimal ? fen === lowest : fen >= lowest && cover.atLeastFen <= lowest
      }),
      { ...run, numRuns: runs },
    )
    // Most needs are proven by the group alone: it isn't the table that carries them.
    expect(proven).toBeGreaterThan(runs / 2)
  }, 120_000)

  it('for packs, also when the need is far larger than the packs', () => {
    const packs = fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 12 }), fen: fc.integer({ min: 1, max: 60 }) }),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(packs, fc.integer({ min: 1, max: 400 }), (sizes, need) => {
        const lowest = [0]
        for (let units = 1; units <= need; units += 1)
          lowest[units] = Math.min(
            ...sizes.map(({ size: many, fen }) => fen + (lowest[Math.max(0, units - many)] ?? 0)),
          )
        const cover = new PackCover(sizes).solve(need)
        let [holds, fen] = [0, 0]
        for (const [place, count] of cover?.counts ?? []) {
          holds += (sizes[place]?.size ?? 0) * count
          fen += (sizes[place]?.fen ?? 0) * count
        }
        return cover?.optimal === true && holds >= need && fen === lowest[need]
      }),
      { ...run, numRuns: Math.ceil(cases / 4) },
    )
  }, 120_000)
})

describe('needing more never costs less', () => {
  const more = fc.tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 2 }),
  )
  it.each([false, true])('for machines, splittable %s', (splittable) => {
    const need = fc.tuple(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 3 }),
    )
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 6 }),
        need,
        more,
        (sizes, [c, m, q], [dc, dm, dq]) => {
          const catalogue = new CatalogueIndex(
            sizes.map(({ fen, ...rest }, place) => item(`F${place}`, { ...rest, monthlyFen: fenOf(fen) })),
          )
          const matched = (vcpu: number, memoryGiB: number, quantity: number) =>
            matchLines({ catalogue, regulationId: '' }, [
              line(machineNeed(vcpu, memoryGiB, { quantity, splittable })),
            ])
          const [less, larger] = [matched(c, m, q), matched(c + dc, m + dm, q + dq)]
          return larger.lines[0]?.outcome !== 'served' || less.monthlyFen <= larger.monthlyFen
        },
      ),
      { seed, numRuns: Math.ceil(cases / 50) },
    )
  })

  it('and splitting never costs more than not splitting', () => {
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 6 }),
        (sizes, vcpu) => {
          const catalogue = new CatalogueIndex(
            sizes.map(({ fen, ...rest }, place) => item(`F${place}`, { ...rest, monthlyFen: fenOf(fen) })),
          )
          const fen = (splittable: boolean) =>
            matchLines({ catalogue, regulationId: '' }, [
              line(machineNeed(vcpu, 3, { splittable, quantity: 2 })),
            ])
          return fen(false).lines[0]?.outcome !== 'served' || fen(true).monthlyFen <= fen(false).monthlyFen
        },
      ),
      { seed, numRuns: Math.ceil(cases / 50) },
    )
  })
})
