import fc from 'fast-check'
import loadHighs from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CatalogueItem } from '../../catalogue/index.ts'
import { solveByHighs } from '../../platform/highs.ts'
import type { ProgrammeSolver } from '../../platform/integer-programme.ts'
import { fenOf } from '../../platform/money.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { sampleItem } from '../items.fixture.ts'
import { matchLines } from '../match.ts'
import type { Line, MachineNeed, Match, StructuredLine } from '../model.ts'
import { matchWithin } from './match-within.ts'

/** Each case is solved by HiGHS up to three times: as many as a run may take; COMPETING_CASES asks for more. */
const cases = Number(process.env.COMPETING_CASES ?? 100)
const seed = 20_261_121

let solve: ProgrammeSolver
beforeAll(async () => {
  const highs = await loadHighs()
  solve = async (programme, { seconds }) => solveByHighs(highs, programme, { seconds })
})

const machine = (
  code: string,
  vcpu: number,
  memoryGiB: number,
  fen: number,
  over: Partial<CatalogueItem> = {},
) => sampleItem(code, { vcpu, memoryGiB, monthlyFen: fenOf(fen), ...over })
const need = (vcpu: number, memoryGiB: number, over: Partial<MachineNeed> = {}): MachineNeed => ({
  what: 'machine',
  kind: 'cloud-host',
  quantity: 1,
  vcpu,
  memoryGiB,
  splittable: false,
  attached: [],
  ...over,
})
const matchingOf = (items: readonly CatalogueItem[]) => ({
  catalogue: new CatalogueIndex(items),
  regulationId: '',
})
/** Pools of one item each, with what is left of them. */
const left = (of: Iterable<readonly [string, number]>) =>
  [...of].map(([name, capacity]) => ({ name, capacity, takes: new Map([[name, 1]]) }))
const isServed = ({ outcome }: Match) => outcome === 'served' || outcome === 'substituted'

/** Small catalogues and requests in which much is scarce. */
const small = fc.record({
  flavours: fc.array(
    fc.record({
      vcpu: fc.integer({ min: 1, max: 4 }),
      memoryGiB: fc.integer({ min: 1, max: 4 }),
      fen: fc.integer({ min: 0, max: 30 }),
      left: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  /** One pool that every flavour takes its cores from, instead of a pool of its own. */
  cores: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  guard: fc.record({
    fen: fc.integer({ min: 0, max: 9 }),
    left: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
  }),
  packs: fc.array(
    fc.record({
      size: fc.integer({ min: 1, max: 4 }),
      fen: fc.integer({ min: 1, max: 20 }),
      left: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  lines: fc.array(
    fc.record({
      vcpu: fc.integer({ min: 1, max: 4 }),
      memoryGiB: fc.integer({ min: 1, max: 4 }),
      quantity: fc.integer({ min: 1, max: 2 }),
      splittable: fc.boolean(),
      guarded: fc.boolean(),
      storage: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})
type Small = typeof small extends fc.Arbitrary<infer T> ? T : never

function built({ flavours, cores, guard, packs, lines }: Small) {
  const protection = sampleItem('G', { specification: '按主机', group: '安全', monthlyFen: fenOf(guard.fen) })
  const items = [
    ...flavours.map(({ vcpu, memoryGiB, fen }, place) => machine(`F${place}`, vcpu, memoryGiB, fen)),
    protection,
    ...packs.map(({ size, fen }, place) =>
      sampleItem(`P${place}`, {
        group: '存储',
        name: '对象存储',
        unit: '包',
        storageGiB: size,
        monthlyFen: fenOf(fen),
      }),
    ),
  ]
  const capacity = new Map<string, number>()
  if (cores === undefined)
    for (const [place, each] of flavours.entries())
      if (each.left !== undefined) capacity.set(`F${place}`, each.left)
  for (const [place, { left }] of packs.entries()) if (left !== undefined) capacity.set(`P${place}`, left)
  if (guard.left !== undefined) capacity.set('G', guard.left)
  const shared = {
    name: '计算资源池',
    capacity: cores ?? 0,
    takes: new Map(flavours.map(({ vcpu }, place) => [`F${place}`, vcpu])),
  }
  const pools = [...left(capacity), ...(cores === undefined ? [] : [shared])]
  const asked = lines.map(
    ({ storage, guarded, vcpu, memoryGiB, ...over }, id): StructuredLine => ({
      id: String(id),
      needs: [
        need(vcpu, memoryGiB, { ...over, attached: guarded ? [protection] : [] }),
        ...(storage === undefined
          ? []
          : [{ what: 'storage' as const, kind: 'object-storage' as const, storageGiB: storage }]),
      ],
    }),
  )
  return { items, pools, asked }
}

/** Every combination of counts up to a bound, one by one. */
function* counts(kinds: number, most: number): Generator<number[]> {
  if (kinds === 0) {
    yield []
    return
  }
  for (let first = 0; first <= most; first += 1)
    for (const rest of counts(kinds - 1, most)) yield [first, ...rest]
}

/** By trying everything: how many lines can be served, and the lowest price of so many. */
function brute({ flavours, cores, guard, packs, lines }: Small): { served: number; fen: number } {
  const own = flavours.map((each) => (cores === undefined ? each.left : undefined))
  const limits = [...own, guard.left, ...packs.map((each) => each.left), cores]
  const ways = lines.map((line) => {
    const found = new Map<string, { uses: number[]; fen: number }>()
    const [vcpu, gib] = [line.vcpu * line.quantity, line.memoryGiB * line.quantity]
    for (const machines of counts(flavours.length, line.splittable ? 8 : line.quantity)) {
      const total = machines.reduce((sum, many) => sum + many, 0)
      const sum = (of: (flavour: (typeof flavours)[number]) => number) =>
        flavours.reduce((all, flavour, place) => all + of(flavour) * (machines[place] ?? 0), 0)
      const fits = line.splittable
        ? sum((each) => each.vcpu) >= vcpu && sum((each) => each.memoryGiB) >= gib
        : total === line.quantity &&
          flavours.every(
            (each, place) =>
              machines[place] === 0 || (each.vcpu >= line.vcpu && each.memoryGiB >= line.memoryGiB),
          )
      if (!fits) continue
      const guards = line.guarded ? total : 0
      for (const stored of line.storage === undefined
        ? [packs.map(() => 0)]
        : counts(packs.length, line.storage)) {
        const holds = packs.reduce((all, { size }, place) => all + size * (stored[place] ?? 0), 0)
        if (line.storage !== undefined && holds < line.storage) continue
        const uses = [...machines, guards, ...stored, sum((each) => each.vcpu)]
        const fen =
          sum(({ fen: each }) => each) +
          guards * guard.fen +
          packs.reduce((all, { fen: each }, place) => all + each * (stored[place] ?? 0), 0)
        found.set(uses.join(), { uses, fen })
      }
    }
    // What takes as much of everything limited for more is never needed.
    const cheapest = new Map<string, { uses: number[]; fen: number }>()
    for (const way of found.values()) {
      const key = way.uses.filter((_, place) => limits[place] !== undefined).join()
      if ((cheapest.get(key)?.fen ?? Number.POSITIVE_INFINITY) > way.fen) cheapest.set(key, way)
    }
    return [...cheapest.values()]
  })
  let best = { served: 0, fen: 0 }
  const choose = (place: number, left: (number | undefined)[], served: number, fen: number): void => {
    if (served + ways.length - place < best.served) return
    const options = ways[place]
    if (options === undefined) {
      if (served > best.served || (served === best.served && fen < best.fen)) best = { served, fen }
      return
    }
    for (const { uses, fen: price } of options) {
      const after = left.map((each, index) => (each === undefined ? undefined : each - (uses[index] ?? 0)))
      if (after.every((each) => each === undefined || each >= 0))
        choose(place + 1, after, served + 1, fen + price)
    }
    choose(place + 1, left, served, fen)
  }
  choose(0, limits, 0, 0)
  return best
}

describe('lines that compete for what is left', () => {
  it('are served as many as can be, at the lowest price, as trying everything finds', async () => {
    let competed = 0
    await fc.assert(
      fc.asyncProperty(small, async (given) => {
        const { items, pools, asked } = built(given)
        const { lines, monthlyFen } = await matchWithin(matchingOf(items), asked, pools, { solve })
        const expected = brute(given)
        if (lines.some(({ reason }) => reason.includes('争用余量'))) competed += 1
        const used = new Map<string, number>()
        for (const { code, quantity } of lines.flatMap((line) => line.items))
          used.set(code, (used.get(code) ?? 0) + quantity)
        expect(lines.filter(isServed).length).toBe(expected.served)
        expect(monthlyFen).toBe(expected.fen)
        expect(lines.filter(isServed).every(({ optimal }) => optimal)).toBe(true)
        for (const { capacity, takes } of pools) {
          const drawn = [...takes].reduce((sum, [code, units]) => sum + units * (used.get(code) ?? 0), 0)
          expect(drawn).toBeLessThanOrEqual(capacity)
        }
      }),
      { seed, numRuns: cases },
    )
    expect(competed).toBeGreaterThan(cases / 20)
  }, 600_000)

  it('without a solver never get more than is left, and the bound holds', async () => {
    await fc.assert(
      fc.asyncProperty(small, async (given) => {
        const { items, pools, asked } = built(given)
        const { lines, monthlyFen } = await matchWithin(matchingOf(items), asked, pools)
        const expected = brute(given)
        const served = lines.filter(isServed)
        expect(served.length).toBeLessThanOrEqual(expected.served)
        if (served.length === expected.served) expect(monthlyFen).toBeGreaterThanOrEqual(expected.fen)
        if (served.length === asked.length && served.every(({ optimal }) => optimal))
          expect(monthlyFen).toBe(expected.fen)
        for (const { optimal, atLeastFen = 0, monthlyFen: fen } of served)
          expect(optimal || atLeastFen <= fen).toBe(true)
      }),
      { seed, numRuns: cases },
    )
  }, 600_000)

  const items = [machine('SMALL', 4, 8, 100), machine('LARGE', 8, 16, 180)]
  const lines = ['1', '2', '3'].map((id) => ({ id, needs: [need(4, 8, { quantity: 2 })] }))

  it('keep their proven price while there is enough', async () => {
    const capacity = new Map([['SMALL', 6]])
    expect(await matchWithin(matchingOf(items), lines, left(capacity), { solve })).toEqual(
      matchLines(matchingOf(items), lines),
    )
  })

  it('mix flavours, or are told what is short and what would fit', async () => {
    const capacity = new Map([
      ['SMALL', 3],
      ['LARGE', 2],
    ])
    const { lines: matches, monthlyFen } = await matchWithin(matchingOf(items), lines, left(capacity), {
      solve,
    })
    expect(matches.map(({ outcome }) => outcome).sort()).toEqual(['no-capacity', 'served', 'served'])
    expect(monthlyFen).toBe(3 * 100 + 180)
    const none = matches.find(({ outcome }) => outcome === 'no-capacity')
    expect(none?.reason).toContain('SMALL 需要2，共余3，分配后余0')
    expect(none?.reason).toContain('数量减到1即可由LARGE')
    expect(none?.alternatives).toMatchObject([
      { code: 'LARGE', quantity: 1, monthlyFen: 180, change: '数量减到1' },
    ])
  })

  it('in groups that share nothing are solved apart, and a line that competes with none keeps its price', async () => {
    const apart = [...items, machine('ARM', 4, 8, 50, { architecture: 'ARM' })]
    const asked: Line[] = [...lines, { id: 'arm', architecture: 'ARM', needs: [need(4, 8)] }]
    let programmes = 0
    const { lines: matches } = await matchWithin(
      matchingOf(apart),
      asked.map((line) => (line.id === 'arm' ? line : { ...line, architecture: 'X86' })),
      left([
        ['SMALL', 3],
        ['ARM', 1],
      ]),
      {
        solve: (programme, limits) => {
          programmes += 1
          expect(programme.cost).toHaveLength(3 * 2 + 3)
          return solve(programme, limits)
        },
      },
    )
    expect(programmes).toBe(1)
    expect(matches.at(-1)).toMatchObject({ outcome: 'served', monthlyFen: 50, optimal: true })
  })

  it('are bounded where the solver knows nothing, and say so', async () => {
    const { lines: matches } = await matchWithin(matchingOf(items), lines, left([['SMALL', 3]]), {
      solve: async () => ({ values: null, infeasible: false, atLeast: 840 }),
    })
    for (const { optimal, reason, atLeastFen } of matches) {
      expect([optimal, atLeastFen]).toEqual([false, 200])
      expect(reason).toContain('尚未证明最低；满足同样多的行合计不会低于8.40元')
    }
  })

  it('believe no answer of the solver that does not hold', async () => {
    const capacity = new Map([['SMALL', 3]])
    const { lines: matches } = await matchWithin(matchingOf(items), lines, left(capacity), {
      solve: async ({ upper }) => ({ values: upper, infeasible: false, atLeast: 600 }),
    })
    const used = matches.flatMap((match) => match.items).filter(({ code }) => code === 'SMALL')
    expect(used.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(3)
    expect(matches.every(({ optimal }) => !optimal)).toBe(true)
  })
})
