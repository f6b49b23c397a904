import { beforeAll, describe, expect, it } from 'vitest'
import { demoAccounts, demoPassword } from '../../demo/accounts.ts'
import type { As } from '../../demo/as.ts'
import { fillDemo } from '../../demo/fill.ts'
import type { People } from '../../demo/people.ts'
import { fillRegions, regions } from '../../demo/regions.ts'
import { summaryOf } from '../../demo/summary.ts'
import { fundingTotals } from '../../src/funding/index.ts'
import { readEligibility } from '../../src/funding/read-eligibility.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let first: As
let people: Record<string, People>
const countsOf = async (as: As) => {
  const { eligible, warned, undetermined, suspended, denied } = await fundingTotals(as('finance'))
  return [eligible, warned, undetermined, suspended, denied].map(({ lines }) => lines)
}
/** What is found of a system: each clause with its effect. */
const findingsOf = async (region: string, code: string) => {
  const of = people[region]
  if (of === undefined) throw new Error(region)
  const { verdict } = await readEligibility(of.as('finance'), code)
  return (verdict?.findings ?? []).map(({ clause, effect }) => `${clause} ${effect}`)
}

beforeAll(async () => {
  world = await makeWorld({ empty: true, now: '2026-11-21T10:00:00+08:00' })
  const dependencies = { ...world, log: () => {} }
  const { as, preview } = await fillDemo(dependencies)
  first = as
  const fill = async () => {
    const filled = await fillRegions(dependencies, as)
    people = Object.fromEntries(regions.flatMap(({ id }, at) => (filled[at] ? [[id, filled[at]]] : [])))
  }
  await fill()
  const summary = (await summaryOf(as('finance'), preview)).flat()
  expect(summary).toEqual(expect.arrayContaining(['33.0%', '62 项', '124 个']))
}, 120_000)

describe('the demo', () => {
  it('has in each jurisdiction so many O&M lines to pay, warned of, to verify, suspended and denied', async () => {
    expect(await countsOf(first)).toEqual([24, 0, 36, 0, 62])
    expect(await Promise.all(regions.map(({ id }) => countsOf(people[id]?.as ?? first)))).toEqual([
      [11, 1, 2, 2, 3],
      [13, 1, 2, 2, 1],
      // Its regulation suspends construction money only.
      [10, 1, 2, 0, 6],
    ])
  })

  it.each([
    ['yuncheng', 'YC-0004', 'YC-23 suspended', 'an order refused'],
    ['yuncheng', 'YC-0003', 'YC-23 suspended', 'an order failed'],
    ['yuncheng', 'YC-0005', 'YC-23 warned', 'an order that runs'],
    ['yuncheng', 'YC-0007', 'YC-24 warned', 'no report on an effectiveness order'],
    ['yuncheng', 'YC-0009', 'YC-8b denied', 'no sharing'],
    ['yuncheng', 'YC-0011', 'YC-8b undetermined', 'sharing unknown'],
    ['yuncheng', 'YC-0013', 'YC-20 denied', 'an acceptance not filed'],
    ['yuncheng', 'YC-0014', 'YC-5a denied', 'no approval'],
    ['yuncheng', 'YC-0015', 'YC-5b warned', 'a disguised project'],
    ['yuncheng', 'YC-0019', 'YC-33 noted', 'an industry cloud'],
    ['chengqu', 'CQ-0002', 'CQ-5.7 suspended', 'an order refused'],
    ['chengqu', 'CQ-0003', 'CQ-5.7 suspended', 'an order failed'],
    ['chengqu', 'CQ-0004', 'CQ-5.7 warned', 'an order that runs'],
    ['chengqu', 'CQ-0008', 'CQ-5.1b denied', 'no coordination'],
    ['chengqu', 'CQ-0012', 'CQ-5.1b undetermined', 'sharing unknown'],
    ['chengqu', 'CQ-0014', 'CQ-5.1c warned', 'begun before the approval'],
    ['chengqu', 'CQ-0016', 'CQ-2 noted', 'elsewhere than the cloud'],
    ['jiaozuo', 'JZ-0002', 'JZP-20 noted', 'an extension that runs'],
    ['jiaozuo', 'JZ-0003', 'JZP-21 denied', 'an extension that has ended'],
    ['jiaozuo', 'JZ-0004', 'JZP-31 suspended', 'an order refused'],
    ['jiaozuo', 'JZ-0005', 'JZP-23 denied', 'an evaluation not met'],
    ['jiaozuo', 'JZ-0007', 'JZP-32 denied', 'audit findings left'],
    ['jiaozuo', 'JZ-0008', 'JZP-32 warned', 'audit findings in time'],
    ['jiaozuo', 'JZ-0009', 'JZP-28 denied', 'no sharing'],
    ['jiaozuo', 'JZ-0011', 'JZP-5 denied', 'not jointly built'],
    ['jiaozuo', 'JZ-0012', 'JZP-5 undetermined', 'joint building unknown'],
    ['jiaozuo', 'JZ-0017', 'JZP-4b noted', 'conditions ripe and not migrated'],
  ])('%s %s: %s, for %s', async (region, code, finding) => {
    expect(await findingsOf(region, code)).toContain(finding)
  })

  it('shows what is in order again: an order resolved, an evaluation rectified, a determination over the ledger', async () => {
    for (const [region, code] of [
      ['yuncheng', 'YC-0006'],
      ['yuncheng', 'YC-0010'],
      ['chengqu', 'CQ-0011'],
      ['jiaozuo', 'JZ-0006'],
    ] as const) {
      const of = people[region]
      const { verdict } = await readEligibility((of?.as ?? first)('finance'), code)
      expect([code, verdict?.funds?.operations]).toEqual([code, 'eligible'])
    }
  })

  it('had no duty to migrate in Jiaozuo before conditions were ripe', async () => {
    const jiaozuo = people.jiaozuo
    const { verdict } = await readEligibility((jiaozuo?.as ?? first)('finance'), 'JZ-0017')
    expect(verdict?.findings.find(({ clause }) => clause === 'JZP-4b')?.since).toBe('2026-11-05')
  })

  it('lets everybody in, administrators too, whose passwords came by invitation, and each sees their own jurisdiction', async () => {
    const accounts = [...demoAccounts, ...regions.flatMap(({ accounts: some }) => some)]
    expect(new Set(accounts.map(({ username }) => username)).size).toBe(accounts.length)
    for (const [username, home, seen] of [
      ['yc-admin', '/admin/people', '运城市行政审批服务管理局'],
      ['jz-caizheng', '/funding', '校园一卡通系统'],
    ] as const) {
      const signedIn = await world.fetch('/sign-in', {
        method: 'POST',
        body: new URLSearchParams({ username, password: demoPassword, next: '/' }),
      })
      const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      const page = await (await world.fetch(`${home}?verdict=eligible`, { headers: { cookie } })).text()
      expect(page).toContain(seen)
      expect(page).not.toContain('陵川')
    }
  })

  it('is filled once: again, nothing is added', async () => {
    const before = await Promise.all(regions.map(({ id }) => countsOf(people[id]?.as ?? first)))
    await fillRegions({ ...world, log: () => {} }, first)
    expect(await Promise.all(regions.map(({ id }) => countsOf(people[id]?.as ?? first)))).toEqual(before)
  })
})
