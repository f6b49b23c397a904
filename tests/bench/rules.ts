import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { type CalendarDate, dateOf } from '../../src/platform/dates.ts'
import { fenOf } from '../../src/platform/money.ts'
import { predicateOf } from '../../src/regulations/engine/evaluate.ts'
import {
  all,
  any,
  type Expression,
  happened,
  hostedIn,
  investmentFrom,
  no,
  noLater,
  not,
  passed,
  yes,
} from '../../src/regulations/engine/expressions.ts'
import { hostings } from '../../src/regulations/facts.ts'
import { evaluationContextOf, evaluatorFor, type Facts, packOf } from '../../src/regulations/index.ts'
import { publishedCalendar } from '../support/published-calendar.ts'
import { dayNumber, jsonRulesPeer, never, type Peer, type PeerFacts, zenPeer } from './peers.ts'
import { median } from './seed.ts'

const asOf = dateOf('2026-11-21')
const moment = evaluationContextOf(asOf, publishedCalendar)

const flags = ['registered', 'migrationRequired', 'dataSharing', 'businessCoordination'] as const
const dates = ['builtOn', 'acceptedOn', 'migrationDueOn', 'migratedOn'] as const

/** Twenty rules over ten facts, of the kinds that the four regulations have; the peers count no periods. */
const rules: ReadonlyMap<string, Expression> = new Map([
  ['late', all(yes('migrationRequired'), not(happened('migratedOn')), passed('migrationDueOn'))],
  ['notShared', no('dataSharing')],
  ['notCoordinated', no('businessCoordination')],
  ['notRegistered', all(no('registered'), happened('builtOn'))],
  ['publicCloud', all(hostedIn('public-cloud'), not(happened('migratedOn')))],
  ['elsewhere', hostedIn('own-room', 'carrier', 'industry-cloud')],
  ['large', all(investmentFrom(fenOf(60_000_000), '第十四条'), not(happened('acceptedOn')))],
  ['huge', all(investmentFrom(fenOf(500_000_000), '第十四条'), not(happened('builtOn')))],
  ['acceptedEarly', all(happened('acceptedOn'), not(noLater('builtOn', 'acceptedOn')))],
  ['notAccepted', all(happened('builtOn'), not(happened('acceptedOn')))],
  ['migratedBefore', noLater('migratedOn', 'migrationDueOn')],
  ['migratedAfter', all(happened('migratedOn'), not(noLater('migratedOn', 'migrationDueOn')))],
  ['notOnCloud', all(not(hostedIn('government-cloud')), not(happened('migratedOn')))],
  ['idle', all(not(yes('dataSharing')), not(yes('businessCoordination')), happened('acceptedOn'))],
  [
    'settled',
    all(yes('registered'), yes('dataSharing'), yes('businessCoordination'), happened('migratedOn')),
  ],
  [
    'stopped',
    any(
      no('dataSharing'),
      no('businessCoordination'),
      all(yes('migrationRequired'), passed('migrationDueOn')),
    ),
  ],
  ['kept', all(no('migrationRequired'), hostedIn('own-room', 'carrier'))],
  ['builtNotRegistered', all(happened('builtOn'), any(no('registered'), no('dataSharing')))],
  ['dear', all(investmentFrom(fenOf(100_000_000), '第十四条'), hostedIn('public-cloud', 'carrier'))],
  ['open', any(not(happened('builtOn')), not(happened('acceptedOn')), not(happened('migratedOn')))],
])

const day = fc.option(
  fc.integer({ min: 0, max: 4000 }).map((days) => {
    const date = new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10)
    return dateOf(date)
  }),
)

/** Known facts: of unknown ones the peers have no notion. */
const someFacts: fc.Arbitrary<Facts> = fc.record({
  ...Object.fromEntries(flags.map((name) => [name, fc.boolean()])),
  ...Object.fromEntries(dates.map((name) => [name, day])),
  hosting: fc.constantFrom(...hostings),
  investmentFen: fc.integer({ min: 0, max: 1_000_000_000 }).map(fenOf),
})

function peerFactsOf(facts: Facts): PeerFacts {
  const number = (date: CalendarDate | null | undefined) => (date ? dayNumber(date) : never)
  return {
    ...Object.fromEntries(flags.map((name) => [name, facts[name] === true])),
    ...Object.fromEntries(dates.map((name) => [name, number(facts[name])])),
    hosting: facts.hosting ?? '',
    investmentFen: facts.investmentFen ?? 0,
  }
}

/** Ours: the names of the rules that hold. */
function ours(): (facts: Facts) => readonly string[] {
  const tests = [...rules].map(([name, when]) => ({ name, test: predicateOf(when, moment) }))
  return (facts) => {
    const held: string[] = []
    for (const { name, test } of tests) if (test(facts) === true) held.push(name)
    return held
  }
}

async function assertAgreement(facts: readonly Facts[], peers: readonly Peer[]): Promise<void> {
  const judge = ours()
  for (const of of facts) {
    const expected = [...judge(of)].sort().join(' ')
    for (const peer of peers) {
      const got = [...(await peer(peerFactsOf(of)))].sort().join(' ')
      if (got !== expected) throw new Error(`${JSON.stringify(of)}: ${expected}, a peer says ${got}`)
    }
  }
}

/** In: something that judges all facts once. Out: microseconds a system, the median of the rounds. */
async function microsEach(count: number, rounds: number, work: () => Promise<void> | void): Promise<number> {
  await work()
  const micros: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    await work()
    micros.push(((performance.now() - started) * 1000) / count)
  }
  return median(micros)
}

export interface Figure {
  figure: string
  value: number
  unit: string
  limit?: string
}

/** Evaluation against the peers, each prepared before, one after another in turns, on the same facts. */
export async function benchRules(count = 1000, rounds = 15): Promise<Figure[]> {
  const facts = fc.sample(someFacts, { numRuns: count, seed: 20240920 })
  const forPeers = facts.map(peerFactsOf)
  const jsonRules = jsonRulesPeer(rules, asOf)
  const zen = zenPeer(rules, asOf)
  await assertAgreement(facts, [jsonRules, zen])
  const judge = ours()
  let held = 0
  const own = await microsEach(count * 50, rounds, () => {
    for (let again = 0; again < 50; again += 1) for (const of of facts) held += judge(of).length
  })
  const peer = (asked: Peer) =>
    microsEach(count, rounds, async () => {
      for (const of of forPeers) held += (await asked(of)).length
    })
  const [jsonMicros, zenMicros] = [await peer(jsonRules), await peer(zen)]
  if (held === 0) throw new Error('no rule ever held')
  const name = (who: string) => `20 rules over 10 facts, one system, ${who}`
  return [
    { figure: name('ours'), value: own, unit: 'µs' },
    { figure: name('json-rules-engine'), value: jsonMicros, unit: 'µs' },
    { figure: name('zen-engine'), value: zenMicros, unit: 'µs' },
    { figure: 'json-rules-engine takes', value: jsonMicros / own, unit: 'times as long', limit: '≥ 100' },
    { figure: 'zen-engine takes', value: zenMicros / own, unit: 'times as long', limit: '≥ 10' },
  ]
}

/** One system under a full pack, with all its findings in words. */
export function benchExplained(count = 2000, rounds = 5): Figure {
  const pack = packOf('lingchuan-2024')
  if (pack === undefined) throw new Error('no pack')
  const judge = evaluatorFor(pack, asOf, publishedCalendar)
  const facts = fc.sample(
    fc.tuple(someFacts, fc.option(fc.boolean()), day).map(([of, emergency, filed]) => ({
      ...of,
      classified: false,
      emergency: emergency ?? undefined,
      acceptanceFiledOn: filed,
    })),
    { numRuns: count, seed: 20240920 },
  )
  const micros: number[] = []
  let findings = 0
  for (let round = 0; round <= rounds; round += 1)
    for (const of of facts) {
      const started = performance.now()
      findings += judge(of).findings.length
      if (round > 0) micros.push((performance.now() - started) * 1000)
    }
  return {
    figure: `one system under 陵政办发〔2024〕29号, explained (${(findings / count / (rounds + 1)).toFixed(1)} findings)`,
    value: median(micros),
    unit: 'µs',
    limit: '≤ 100',
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(JSON.stringify(benchExplained()))
  for (const figure of await benchRules()) console.log(JSON.stringify(figure))
}
