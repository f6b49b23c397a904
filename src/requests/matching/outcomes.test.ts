import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readItems } from '../../catalogue/read-items.ts'
import { readTable } from '../../catalogue/read-table.ts'
import { matchWithin } from './capacity.ts'
import { matchLines } from './match.ts'
import { type Match, machineKinds, type Need, type StructuredLine, storageKinds } from './model.ts'
import { Pools } from './pools.ts'

let pools: Pools
beforeAll(async () => {
  const bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
  pools = new Pools(readItems(await readTable('catalogue.csv', bytes)).items)
})

const regulationId = 'lingchuan-2024'
const seed = 20_261_121
const numRuns = 1_500

const need: fc.Arbitrary<Need> = fc.oneof(
  fc.record({
    what: fc.constant('machine' as const),
    kind: fc.constantFrom(...machineKinds),
    quantity: fc.integer({ min: 1, max: 6 }),
    vcpu: fc.integer({ min: 0, max: 90 }),
    memoryGiB: fc.integer({ min: 1, max: 400 }),
    splittable: fc.boolean(),
    attached: fc.constant([]),
  }),
  fc.record({
    what: fc.constant('storage' as const),
    kind: fc.constantFrom(...storageKinds),
    storageGiB: fc.integer({ min: 1, max: 30_000 }),
  }),
  fc.record({
    what: fc.constant('bandwidth' as const),
    quantity: fc.integer({ min: 1, max: 3 }),
    mbps: fc.integer({ min: 1, max: 300 }),
    splittable: fc.boolean(),
  }),
)
const asked: fc.Arbitrary<StructuredLine> = fc.record({
  id: fc.constant('1'),
  needs: need.map((each) => [each]),
  zone: fc.constantFrom(undefined, '政务外网', '互联网'),
  domestic: fc.constantFrom(undefined, true),
  architecture: fc.constantFrom(undefined, 'X86', 'ARM'),
  protectionLevel: fc.constantFrom(undefined, 1, 2, 3, 4, 5),
  classified: fc.constantFrom(undefined, undefined, undefined, true),
})

function answerOf(line: StructuredLine): Match {
  const [match] = matchLines({ pools, regulationId }, [line]).lines
  if (match === undefined) throw new Error('a line without a match')
  return match
}

/** In: a line and a change in the words that users read. Out: the line changed so; throws where the words can't be followed. */
function changed(line: StructuredLine, change: string): StructuredLine {
  let after = line
  for (const words of change.split('、')) after = changedOnce(after, words)
  return after
}

function changedOnce(each: StructuredLine, words: string): StructuredLine {
  const [only] = each.needs
  if (only === undefined) throw new Error('a line without a need')
  const withNeed = (over: object): StructuredLine => ({ ...each, needs: [{ ...only, ...over }] })
  const zone = /^改到(.+)$/.exec(words)?.[1]
  if (zone !== undefined) return { ...each, zone }
  if (words === '不限定信创') return { ...each, domestic: undefined }
  if (/^不限定(.+)架构$/.test(words)) return { ...each, architecture: undefined }
  const level = /^等保降到([1-5])级$/.exec(words)?.[1]
  if (level !== undefined) return { ...each, protectionLevel: Number(level) }
  if (words === '允许拆成多台') return withNeed({ splittable: true })
  const storage = /^存储减到(\d+)GB$/.exec(words)?.[1]
  if (storage !== undefined) return withNeed({ storageGiB: Number(storage) })
  const quantity = /^数量减到(\d+)$/.exec(words)?.[1]
  if (quantity !== undefined) return withNeed({ quantity: Number(quantity) })
  const size = /^减到(?:(\d+)核)?(?:(\d+)G)?$/.exec(words)
  if (size === null) throw new Error(`nobody can follow “${words}”`)
  return withNeed({
    ...(size[1] === undefined ? {} : { vcpu: Number(size[1]) }),
    ...(size[2] === undefined ? {} : { memoryGiB: Number(size[2]) }),
  })
}

const isServed = ({ outcome }: Match) => outcome === 'served' || outcome === 'substituted'
const picksOf = (items: readonly { code: string; quantity: number }[]) =>
  items.map(({ code, quantity }) => `${quantity}×${code}`).sort()

describe('every outcome', () => {
  it('has a reason in whole sentences, and only what is served has a price', () => {
    fc.assert(
      fc.property(asked, (line) => {
        const match = answerOf(line)
        expect(match.reason).toMatch(/[\u4e00-\u9fff].*。$/)
        expect(match.reason).not.toMatch(/undefined|null|NaN|\[object/)
        if (isServed(match)) expect(match.items.length).toBeGreaterThan(0)
        else expect([match.items, match.monthlyFen, match.optimal]).toEqual([[], 0, false])
        if (match.outcome === 'ineligible') {
          expect(match.reason).toMatch(line.classified ? /涉密.*第二条/ : /最高承载三级/)
          expect(match.clause).toBe(line.classified ? 'LC-2' : null)
        }
      }),
      { seed, numRuns },
    )
  })

  it('that nothing serves names changes after each of which exactly the named items serve it', () => {
    let tried = 0
    fc.assert(
      fc.property(asked, (line) => {
        const match = answerOf(line)
        if (match.outcome !== 'not-in-catalogue') return
        const changes = new Set(match.alternatives.map(({ change }) => change ?? ''))
        // Where no single change helps, that is said; else the changes are in the reason, too.
        if (changes.size === 0) expect(match.reason).toContain('只改一处也没有服务项能满足')
        for (const change of changes) {
          tried += 1
          const after = answerOf(changed(line, change))
          const named = match.alternatives.filter((each) => each.change === change)
          expect([change, isServed(after)]).toEqual([change, true])
          expect(picksOf(after.items)).toEqual(picksOf(named))
          expect(after.monthlyFen).toBe(named.reduce((sum, { monthlyFen }) => sum + (monthlyFen ?? 0), 0))
        }
      }),
      { seed, numRuns },
    )
    expect(tried).toBeGreaterThan(200)
  })

  it('of a level that the cloud does not carry is served one level lower, where that is said', () => {
    fc.assert(
      fc.property(asked, (line) => {
        const match = answerOf(line)
        if (match.outcome !== 'ineligible' || line.classified === true) return
        const after = answerOf({ ...line, protectionLevel: 3 })
        expect(match.reason.includes('即可由')).toBe(isServed(after))
        for (const { code } of after.items) expect(match.reason).toContain(code)
      }),
      { seed, numRuns },
    )
  })

  it('for which nothing is left names changes after which it is served', async () => {
    let tried = 0
    const left = fc.integer({ min: 0, max: 3 })
    await fc.assert(
      fc.asyncProperty(asked, left, async (line, capacity) => {
        const scarce = pools.items.map(({ code }) => ({ name: code, capacity, takes: new Map([[code, 1]]) }))
        const within = async (each: StructuredLine) =>
          (await matchWithin({ pools, regulationId }, [each], scarce)).lines[0]
        const match = await within(line)
        if (match?.outcome !== 'no-capacity') return
        expect(match.reason).toMatch(/余量不足（.+需要\d+，共余\d+.*）.*。$/)
        for (const change of new Set(match.alternatives.map((each) => each.change ?? ''))) {
          tried += 1
          const after = await within(changed(line, change))
          expect([change, after?.outcome === 'served' || after?.outcome === 'substituted']).toEqual([
            change,
            true,
          ])
        }
      }),
      { seed, numRuns: 600 },
    )
    expect(tried).toBeGreaterThan(20)
  })
})
