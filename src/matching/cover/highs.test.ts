import fc from 'fast-check'
import loadHighs from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleCatalogue } from '../../catalogue/items/sample-catalogue.fixture.ts'
import { solveByHighs } from '../../platform/highs.ts'
import type { ProgrammeSolver } from '../../platform/integer-programme.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { MachineCover } from './machine-cover.ts'
import { PackCover } from './pack-cover.ts'

/** Each case is solved by HiGHS; COMPETING_CASES asks for more. */
const cases = Number(process.env.COMPETING_CASES ?? 100)
const seed = 20_261_121

let solve: ProgrammeSolver
beforeAll(async () => {
  const highs = await loadHighs()
  solve = async (programme, { seconds }) => solveByHighs(highs, programme, { seconds })
})

describe('the own integer programmes and HiGHS', () => {
  const cover = async (cost: number[], provides: readonly number[][], amounts: readonly number[]) => {
    const upper = cost.map((_, place) =>
      Math.max(...amounts.map((amount, row) => Math.ceil(amount / (provides[row]?.[place] || amount || 1)))),
    )
    const rows = amounts.map((lower, row) => ({
      lower,
      upper: null,
      terms: (provides[row] ?? []).map((factor, place): [number, number] => [place, factor]),
    }))
    const { values, atLeast } = await solve({ cost, upper, rows }, { seconds: 20 })
    const fen = cost.reduce((sum, each, place) => sum + each * (values?.[place] ?? 0), 0)
    expect(atLeast).toBe(fen)
    return fen
  }

  it('find the same price for machines that may be split', async () => {
    const size = fc.record({
      vcpu: fc.integer({ min: 1, max: 64 }),
      memoryGiB: fc.integer({ min: 1, max: 256 }),
      fen: fc.integer({ min: 100, max: 500_000 }),
    })
    const asked = fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 2_000 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(size, { minLength: 1, maxLength: 12 }),
        asked,
        async (sizes, [vcpu, memoryGiB]) => {
          const own = new MachineCover(sizes).solve(vcpu, memoryGiB)
          if (own === null) throw new Error('every size provides something')
          const fen = [...own.counts].reduce((sum, [place, many]) => sum + (sizes[place]?.fen ?? 0) * many, 0)
          const theirs = await cover(
            sizes.map((each) => each.fen),
            [sizes.map((each) => each.vcpu), sizes.map((each) => each.memoryGiB)],
            [vcpu, memoryGiB],
          )
          if (own.optimal) expect(fen).toBe(theirs)
          else expect(own.atLeastFen).toBeLessThanOrEqual(theirs)
          expect(fen).toBeGreaterThanOrEqual(theirs)
        },
      ),
      { seed, numRuns: cases },
    )
  }, 600_000)

  it('find the same price for machines of the sample catalogue, always proven, whatever is attached', async () => {
    const items = await sampleCatalogue()
    const { flavours } = new CatalogueIndex(items).with({}).machines('cloud-host')
    const asked = fc.record({
      vcpu: fc.integer({ min: 1, max: 64 }),
      /** Also where a need is nearly in the proportion of one size: there the relaxation alone is not enough. */
      perCore: fc.oneof(
        fc.double({ min: 0.5, max: 9, noNaN: true }),
        fc.double({ min: 7.8, max: 8, noNaN: true }),
      ),
      quantity: fc.integer({ min: 1, max: 60 }),
      attachedFen: fc.constantFrom(0, 8_030, 126_500),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ vcpu, perCore, quantity, attachedFen }) => {
        const sizes = flavours.map((flavour) => ({ ...flavour, fen: flavour.fen + attachedFen }))
        const need = [vcpu * quantity, Math.ceil(vcpu * perCore) * quantity] as const
        const theirs = await cover(
          sizes.map(({ fen }) => fen),
          [sizes.map((each) => each.vcpu), sizes.map((each) => each.memoryGiB)],
          need,
        )
        expect(new MachineCover(sizes).solve(...need)).toMatchObject({ optimal: true, atLeastFen: theirs })
      }),
      { seed, numRuns: Math.ceil(cases / 2) },
    )
  }, 600_000)

  it('find the same price for packs', async () => {
    const pack = fc.record({
      size: fc.integer({ min: 1, max: 200 }),
      fen: fc.integer({ min: 1, max: 90_000 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(pack, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 5_000 }),
        async (packs, asked) => {
          const own = new PackCover(packs).solve(asked)
          const fen = [...(own?.counts ?? [])].reduce(
            (sum, [place, many]) => sum + (packs[place]?.fen ?? 0) * many,
            0,
          )
          expect(own?.optimal).toBe(true)
          expect(fen).toBe(
            await cover(
              packs.map((each) => each.fen),
              [packs.map(({ size }) => size)],
              [asked],
            ),
          )
        },
      ),
      { seed, numRuns: cases },
    )
  }, 600_000)
})
