import fc from 'fast-check'
import loadHighs, { type Highs } from 'highs'
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleCatalogue } from '../catalogue/items/sample-catalogue.fixture.ts'
import { solveByHighs } from '../platform/highs.ts'
import type { ProgrammeSolver } from '../platform/integer-programme.ts'
import { CatalogueIndex } from './catalogue-index.ts'
import { matchWithin } from './competing/match-within.ts'
import { matchLines } from './match.ts'
import {
  type MachineNeed,
  type Match,
  machineKinds,
  type Need,
  type StructuredLine,
  storageKinds,
  type TextLine,
} from './model.ts'

let catalogue: CatalogueIndex
let highs: Highs
const solveWithHighs: ProgrammeSolver = async (programme, { seconds }) =>
  solveByHighs(highs, programme, { seconds })
beforeAll(async () => {
  highs = await loadHighs()
  catalogue = new CatalogueIndex(await sampleCatalogue())
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

function answerOf(line: StructuredLine | TextLine): Match {
  const [match] = matchLines({ catalogue, regulationId }, [line]).lines
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

/** Out: the lines that are changed by one step less, for each figure of the change. */
function smallerSteps(line: StructuredLine, change: string): StructuredLine[] {
  return change.split('、').flatMap((words) => {
    const [need] = line.needs
    if (!/^(?:等保降到|减到|数量减到|存储减到)/.test(words)) return []
    const figures = [...words.matchAll(/(\d+)(核|G(?!B)|GB|级)?/g)]
    return figures.flatMap(([figure = '', number = '', unit = '']) => {
      const next = Number(number) + 1
      const nearer = changed(line, change.replace(words, words.replace(figure, `${next}${unit}`)))
      return need !== undefined && isSmallerStep(line, need, words, unit, next) ? [nearer] : []
    })
  })
}

/** Whether there is something between the change and the line as it stands. */
function isSmallerStep(line: StructuredLine, need: Need, words: string, unit: string, next: number): boolean {
  if (words.startsWith('等保')) return next < (line.protectionLevel ?? 0)
  if (words.startsWith('存储')) return need.what === 'storage' && next < need.storageGiB
  if (words.startsWith('数量')) return need.what !== 'storage' && next < need.quantity
  if (need.what !== 'machine') return false
  return unit === '核' ? next < need.vcpu : next < need.memoryGiB
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

  it('that nothing serves names changes after each of which exactly the named items serve it, and no smaller one', () => {
    let [tried, steps] = [0, 0]
    fc.assert(
      fc.property(asked, (line) => {
        const match = answerOf(line)
        if (match.outcome !== 'not-in-catalogue') return
        const changes = new Set(match.alternatives.map(({ change }) => change ?? ''))
        // Where no single change helps, the reason tells so; else the changes are in the reason, too.
        if (changes.size === 0) expect(match.reason).toContain('只改一处也没有服务项能满足')
        for (const change of changes) {
          tried += 1
          const after = answerOf(changed(line, change))
          const named = match.alternatives.filter((each) => each.change === change)
          expect([change, isServed(after)]).toEqual([change, true])
          expect(picksOf(after.items)).toEqual(picksOf(named))
          expect(after.monthlyFen).toBe(named.reduce((sum, { monthlyFen }) => sum + (monthlyFen ?? 0), 0))
          for (const nearer of smallerSteps(line, change)) {
            steps += 1
            expect([change, nearer, isServed(answerOf(nearer))]).toEqual([change, nearer, false])
          }
        }
      }),
      { seed, numRuns },
    )
    expect(tried).toBeGreaterThan(200)
    expect(steps).toBeGreaterThan(50)
  })

  it('of a line in words names changes after each of which exactly the named items serve it, and no smaller one', () => {
    let [tried, steps] = [0, 0]
    const goods = fc.constantFrom('云主机', '裸金属服务器', 'MySQL数据库', '达梦数据库', '信创云主机')
    const words = fc.record({
      id: fc.constant('1' as string),
      goods,
      vcpu: fc.integer({ min: 1, max: 90 }),
      memoryGiB: fc.integer({ min: 1, max: 400 }),
      zone: fc.constantFrom(undefined, '政务外网', '互联网'),
      domestic: fc.constantFrom(undefined, true),
      architecture: fc.constantFrom(undefined, 'X86', 'ARM'),
      protectionLevel: fc.constantFrom(undefined, 1, 2, 3),
    })
    const inText = (
      { goods: name, vcpu, memoryGiB, ...line }: Words,
      size?: { vcpu?: number; memoryGiB?: number },
    ) => ({
      ...line,
      text: `${name}${size?.vcpu ?? vcpu}核${size?.memoryGiB ?? memoryGiB}G`,
    })
    type Words = typeof words extends fc.Arbitrary<infer T> ? T : never
    const answer = (line: TextLine | StructuredLine) => answerOf(line)
    fc.assert(
      fc.property(words, (line) => {
        const match = answer(inText(line))
        if (match.outcome !== 'not-in-catalogue') return
        for (const change of new Set(match.alternatives.flatMap((each) => each.change ?? []))) {
          const named = match.alternatives.filter((each) => each.change === change)
          const machine: MachineNeed = {
            what: 'machine',
            kind: line.goods === '裸金属服务器' ? 'bare-metal' : 'cloud-host',
            quantity: 1,
            vcpu: line.vcpu,
            memoryGiB: line.memoryGiB,
            splittable: false,
            attached: [],
          }
          const domestic = line.goods.startsWith('信创') ? true : line.domestic
          const figures = { ...line, domestic, needs: [machine] }
          const size = /^减到(?:(\d+)核)?(?:(\d+)G)?$/.exec(change)
          const inWords = (each: StructuredLine): StructuredLine | TextLine => {
            const [need] = each.needs
            if (need?.what !== 'machine' || need.splittable) return each
            const { zone, architecture, protectionLevel, domestic } = each
            return { ...inText(line, need), zone, architecture, protectionLevel, domestic }
          }
          const after =
            change === '不限定信创' ? { ...inText(line), domestic: false } : inWords(changed(figures, change))
          tried += 1
          expect([change, isServed(answer(after))]).toEqual([change, true])
          expect(picksOf(answer(after).items)).toEqual(picksOf(named))
          if (size === null && !change.startsWith('等保')) continue
          for (const nearer of smallerSteps(figures, change)) {
            steps += 1
            expect([change, isServed(answer(inWords(nearer)))]).toEqual([change, false])
          }
        }
      }),
      { seed, numRuns },
    )
    expect(tried).toBeGreaterThan(200)
    expect(steps).toBeGreaterThan(20)
  })

  it('of a level that the cloud does not carry is served one level lower, where the reason tells so', () => {
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

  it.each([
    ['without a solver', 600, undefined],
    ['with one', 150, solveWithHighs],
  ] as const)(
    'for which nothing is left says how much is missing, and the smallest changes after which it is served, %s',
    async (_, runs, solve) => {
      let [tried, steps] = [0, 0]
      const left = fc.integer({ min: 0, max: 5 })
      await fc.assert(
        fc.asyncProperty(asked, left, async (line, capacity) => {
          const scarce = catalogue.items.map(({ code }) => ({
            name: code,
            capacity,
            takes: new Map([[code, 1]]),
          }))
          const within = async (each: StructuredLine) =>
            (await matchWithin({ catalogue, regulationId }, [each], scarce, { solve })).lines[0]
          const match = await within(line)
          if (match?.outcome !== 'no-capacity') return
          expect(match.reason).toMatch(/余量不足（.+需要\d+，共余\d+.*，还差\d+.*）.*。$/)
          for (const change of new Set(match.alternatives.map((each) => each.change ?? ''))) {
            tried += 1
            const after = await within(changed(line, change))
            expect([change, after?.outcome === 'served' || after?.outcome === 'substituted']).toEqual([
              change,
              true,
            ])
            for (const nearer of smallerSteps(line, change)) {
              steps += 1
              expect([change, nearer, (await within(nearer))?.outcome]).toEqual([
                change,
                nearer,
                'no-capacity',
              ])
            }
          }
        }),
        { seed, numRuns: runs },
      )
      expect(tried).toBeGreaterThan(runs / 30)
      expect(steps).toBeGreaterThan(runs / 60)
    },
    120_000,
  )

  it('in words, for which nothing is left, names fewer and other zones after which it is served', async () => {
    let tried = 0
    const words = fc.record({
      id: fc.constant('1'),
      text: fc.constantFrom('2台4核8G云主机', '8核32G服务器', '堡垒机', 'MySQL数据库4核16G', '对象存储500G'),
      quantity: fc.integer({ min: 1, max: 5 }),
      zone: fc.constantFrom(undefined, '政务外网', '互联网'),
      protectionLevel: fc.constantFrom(undefined, 2, 3),
    })
    const dry = fc.subarray(['政务外网', '互联网'])
    await fc.assert(
      fc.asyncProperty(words, fc.integer({ min: 0, max: 8 }), dry, async (line, capacity, zones) => {
        const scarce = catalogue.items.map(({ code, zones: own }) => ({
          name: code,
          capacity: own.some((zone) => zones.includes(zone)) ? 0 : capacity,
          takes: new Map([[code, 1]]),
        }))
        const within = async (each: TextLine) =>
          (await matchWithin({ catalogue, regulationId }, [each], scarce)).lines[0]
        const match = await within(line)
        if (match?.outcome !== 'no-capacity') return
        for (const change of new Set(match.alternatives.map((each) => each.change ?? ''))) {
          tried += 1
          const quantity = /^数量减到(\d+)$/.exec(change)?.[1]
          const zone = /^改到(.+)$/.exec(change)?.[1]
          const level = /^等保降到(\d)级$/.exec(change)?.[1]
          const after = await within({
            ...line,
            ...(quantity === undefined ? {} : { quantity: Number(quantity) }),
            ...(zone === undefined ? {} : { zone }),
            ...(level === undefined ? {} : { protectionLevel: Number(level) }),
          })
          expect([change, after?.outcome]).toEqual([change, 'served'])
          if (quantity !== undefined && Number(quantity) + 1 < line.quantity)
            expect((await within({ ...line, quantity: Number(quantity) + 1 }))?.outcome).toBe('no-capacity')
        }
      }),
      { seed, numRuns: 600 },
    )
    expect(tried).toBeGreaterThan(20)
  })
})
