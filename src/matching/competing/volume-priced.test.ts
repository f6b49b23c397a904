import fc from 'fast-check'
import loadHighs from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import { solveByHighs } from '../../platform/highs.ts'
import type { ProgrammeSolver } from '../../platform/integer-programme.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { catalogueOf, lineOf, smallCases } from '../cover/volume-priced.fixture.ts'
import { type WholeWay, waysOf } from '../cover/ways.fixture.ts'
import type { Match } from '../model.ts'
import { matchWithin } from './match-within.ts'

/** Each case is solved by HiGHS up to three times. */
const cases = Number(process.env.COMPETING_CASES ?? 200)
const seed = 20_261_121

let solve: ProgrammeSolver
beforeAll(async () => {
  const highs = await loadHighs()
  solve = async (programme, { seconds }) => solveByHighs(highs, programme, { seconds })
})

const codes = ['F0', 'F1', 'P0', 'G', 'N', 'M']
const isServed = ({ outcome }: Match) => outcome === 'served' || outcome === 'substituted'

/** By trying everything: how many lines can be served with what is left, and the lowest price of so many. */
function brute(perLine: readonly (readonly WholeWay[])[], left: ReadonlyMap<string, number>) {
  const reduced = perLine.map((ways) => {
    const cheapest = new Map<string, { draws: Map<string, number>; fen: number }>()
    for (const { ordered, fen } of ways) {
      const draws = new Map([...ordered].filter(([code]) => left.has(code)))
      const key = JSON.stringify([...draws].sort())
      if (fen < (cheapest.get(key)?.fen ?? Infinity)) cheapest.set(key, { draws, fen })
    }
    return [...cheapest.values()]
  })
  let best = { served: 0, fen: 0 }
  const choose = (place: number, after: ReadonlyMap<string, number>, served: number, fen: number): void => {
    const ways = reduced[place]
    if (ways === undefined) {
      if (served > best.served || (served === best.served && fen < best.fen)) best = { served, fen }
      return
    }
    for (const way of ways) {
      const next = new Map(after)
      for (const [code, many] of way.draws) next.set(code, (next.get(code) ?? 0) - many)
      if ([...next.values()].every((each) => each >= 0)) choose(place + 1, next, served + 1, fen + way.fen)
    }
    choose(place + 1, after, served, fen)
  }
  choose(0, left, 0, 0)
  return best
}

describe('lines that compete, where prices hang on the number and items need each other', () => {
  const given = fc.tuple(
    smallCases(3, 400),
    fc.array(fc.option(fc.integer({ min: 0, max: 6 })), { minLength: codes.length, maxLength: codes.length }),
  )

  it('are served as many as can be, at the lowest price, as trying everything finds', async () => {
    let [competed, proven, served] = [0, 0, 0]
    await fc.assert(
      fc.asyncProperty(given, async ([{ given: random, lines }, limits]) => {
        const left = new Map(
          codes.flatMap((code, at) => (typeof limits[at] === 'number' ? [[code, limits[at]] as const] : [])),
        )
        const items = catalogueOf(random).map((item) => ({
          ...item,
          poolCapacity: left.get(item.code) ?? null,
        }))
        const pools = [...left].map(([name, capacity]) => ({ name, capacity, takes: new Map([[name, 1]]) }))
        const perLine = lines.map((line) => waysOf(random, line, items))
        const asked = lines.map((line, place) => lineOf(String(place), line, items))
        const matching = { catalogue: new CatalogueIndex(items), regulationId: '' }
        const { lines: matches, monthlyFen } = await matchWithin(matching, asked, pools, { solve })
        const expected = brute(perLine, left)
        expect(matches.filter(isServed).length).toBe(expected.served)
        expect(monthlyFen).toBe(expected.fen)
        if (matches.some(({ reason }) => reason.includes('争用余量'))) competed += 1
        served += matches.filter(isServed).length
        proven += matches.filter((match) => isServed(match) && match.optimal).length
        const used = new Map<string, number>()
        for (const { code, quantity } of matches.flatMap((match) => match.items))
          used.set(code, (used.get(code) ?? 0) + quantity)
        for (const [code, many] of left) expect(used.get(code) ?? 0).toBeLessThanOrEqual(many)
      }),
      { seed, numRuns: cases },
    )
    expect(competed).toBeGreaterThan(cases / 20)
    expect(proven).toBeGreaterThanOrEqual(served * 0.99)
  }, 600_000)

  it('without a solver never get more than is left, and the bound holds', async () => {
    await fc.assert(
      fc.asyncProperty(given, async ([{ given: random, lines }, limits]) => {
        const left = new Map(
          codes.flatMap((code, at) => (typeof limits[at] === 'number' ? [[code, limits[at]] as const] : [])),
        )
        const items = catalogueOf(random).map((item) => ({
          ...item,
          poolCapacity: left.get(item.code) ?? null,
        }))
        const pools = [...left].map(([name, capacity]) => ({ name, capacity, takes: new Map([[name, 1]]) }))
        const asked = lines.map((line, place) => lineOf(String(place), line, items))
        const matching = { catalogue: new CatalogueIndex(items), regulationId: '' }
        const { lines: matches, monthlyFen } = await matchWithin(matching, asked, pools)
        const expected = brute(
          lines.map((line) => waysOf(random, line, items)),
          left,
        )
        const served = matches.filter(isServed)
        expect(served.length).toBeLessThanOrEqual(expected.served)
        if (served.length === expected.served) expect(monthlyFen).toBeGreaterThanOrEqual(expected.fen)
        if (served.length === asked.length && served.every(({ optimal }) => optimal))
          expect(monthlyFen).toBe(expected.fen)
        const used = new Map<string, number>()
        for (const { code, quantity } of matches.flatMap((match) => match.items))
          used.set(code, (used.get(code) ?? 0) + quantity)
        for (const [code, many] of left) expect(used.get(code) ?? 0).toBeLessThanOrEqual(many)
      }),
      { seed, numRuns: cases },
    )
  }, 600_000)
})
