import { readFile } from 'node:fs/promises'
import { asc } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { transact } from '../../src/platform/context.ts'
import { dateOf } from '../../src/platform/dates.ts'
import { evaluatorFor } from '../../src/regulations/engine/evaluator.ts'
import type { Facts } from '../../src/regulations/facts.ts'
import { funds, fundVerdictWords } from '../../src/regulations/model.ts'
import { packs } from '../../src/regulations/packs/index.ts'
import { change, kept } from '../../src/regulations/packs/records.arbitrary.ts'
import { factsOfSystem } from '../../src/rules/index.ts'
import { confirmImport, previewLedger } from '../../src/systems/index.ts'
import { systems } from '../../src/systems/schema.ts'
import { publishedCalendar } from '../support/published-calendar.ts'
import { makeWorld } from '../support/world.ts'

/** What the sample ledger says of each system. */
const ledger: Facts[] = []
beforeAll(async () => {
  const world = await makeWorld()
  const centre = world.as('data-centre')
  const bytes = await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url))
  const { importId } = await previewLedger(centre, { fileName: 'ledger.xlsx', bytes })
  await confirmImport(centre, importId)
  const rows = await transact(world.as('job'), (tx) => tx.select().from(systems).orderBy(asc(systems.id)))
  ledger.push(...rows.map(factsOfSystem).filter(({ classified }) => classified !== true))
})

/** Two records that chance seldom brings together. */
const unfiled: Facts = { acceptedOn: dateOf('2026-11-27'), acceptanceFiledOn: null }

const noFund = 'no article names the fund: only whether it is classified, unknown, touches it'
/** What the text itself rules out, and why. */
const never: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'lingchuan-2024': {
    'construction suspended': 'no article suspends: 第七条 and 第二十九条 refuse',
    'operations suspended': 'no article suspends: 第七条 and 第二十九条 refuse',
    ...none('purchase'),
    ...none('upgrade'),
  },
  'yuncheng-2021': { ...none('purchase'), ...none('upgrade') },
  'jincheng-chengqu-2022': {
    'construction denied': '第7项 suspends construction money; 第1项 refuses operations alone',
    ...none('purchase'),
    ...none('upgrade'),
  },
  'jiaozuo-2021': {
    'operations suspended': '第三十一条 defers construction money; 第三十二条 refuses operations',
    'purchase warned': '第五条 refuses at once, without a time that runs',
    'purchase suspended': '第三十一条 defers construction money only',
    'upgrade warned': '第十九条 and 第二十三条 refuse at once, without a time that runs',
    'upgrade suspended': '第三十一条 defers construction money only',
  },
}

/** No article names the fund: only an unknown scope (LC-2 and its like) touches it. */
function none(fund: string): Record<string, string> {
  return Object.fromEntries(['warned', 'suspended', 'denied'].map((said) => [`${fund} ${said}`, noFund]))
}

describe.each(packs.map((pack) => [pack.id, pack] as const))('%s', (id, pack) => {
  it('brings every fund to every verdict that its text allows, from the sample ledger and what can be recorded', () => {
    // On the second day, what is due in a year without a notice of days off is provisional.
    const judges = ['2026-11-30', '2027-02-26'].map((day) =>
      evaluatorFor(pack, dateOf(day), publishedCalendar),
    )
    const reached = new Set<string>()
    const records = fc.record({
      at: fc.nat(ledger.length - 1),
      all: fc.boolean(),
      changes: fc.oneof({ weight: 9, arbitrary: change }, { weight: 1, arbitrary: fc.constant(unfiled) }),
    })
    for (const { at, all, changes } of fc.sample(records, { numRuns: 8_000, seed: 20_261_130 })) {
      const facts = { ...ledger[at], ...(all ? kept : {}), ...changes }
      for (const judge of judges)
        for (const [fund, said] of Object.entries(judge(facts).funds ?? {})) reached.add(`${fund} ${said}`)
    }
    const every = Object.keys(funds).flatMap((fund) =>
      Object.keys(fundVerdictWords).map((said) => `${fund} ${said}`),
    )
    const ruledOut = Object.keys(never[id] ?? {})
    expect(every.filter((one) => !reached.has(one)).sort()).toEqual(ruledOut.sort())
  })
})
