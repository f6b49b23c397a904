import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { type Connection, connect, transactAs } from '../platform/database.ts'
import { addDays, type CalendarDate, dateOf } from '../platform/dates.ts'
import { approveRequest } from '../requests/filing/approve-request.ts'
import { readRequest } from '../requests/filing/read-request.ts'
import { returnRequest } from '../requests/filing/return-request.ts'
import { reviewRequest } from '../requests/filing/review-request.ts'
import { publishSample, requestIn, sampleCatalogue } from '../requests/testing.ts'
import { capacityChart } from './chart.ts'
import { type ChangeOfUse, peakBetween } from './model.ts'
import { readCapacity } from './read-capacity.ts'
import { setPoolCapacity } from './set-pool-capacity.ts'

describe('the peak of a pool', () => {
  const start = dateOf('2026-01-01')
  const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays(start, days))
  const holding = fc.record({
    from: day,
    days: fc.integer({ min: 0, max: 20 }),
    amount: fc.integer({ min: 1, max: 9 }),
  })

  it('is the most that is taken on any one day, as counted day by day', () => {
    fc.assert(
      fc.property(
        fc.array(holding, { maxLength: 12 }),
        day,
        fc.integer({ min: 0, max: 40 }),
        (holdings, from, length) => {
          const to = addDays(from, length)
          const changes = holdings.flatMap(({ from: on, days, amount }): ChangeOfUse[] => [
            { day: on, delta: amount },
            { day: addDays(on, days + 1), delta: -amount },
          ])
          const takenOn = (on: CalendarDate) =>
            holdings
              .filter((each) => each.from <= on && on <= addDays(each.from, each.days))
              .reduce((sum, { amount }) => sum + amount, 0)
          let most = 0
          for (let on = from; on <= to; on = addDays(on, 1)) most = Math.max(most, takenOn(on))
          expect(peakBetween(changes, from, to)).toBe(most)
        },
      ),
      { numRuns: 500 },
    )
  })
})

let world: World
let many: Connection
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
  many = connect(world.databaseUrl, { max: 25 })
  await setPoolCapacity(world.as('data-centre'), {
    zone: '政务外网',
    domestic: false,
    measure: 'vcpu',
    capacity: 56,
  })
})
afterAll(() => many.close())

const line = (vcpu: number, memoryGiB: number) => ({ quantity: 1, vcpu, memoryGiB, zone: '政务外网' })
const vcpuPool = async () => {
  const { pools } = await readCapacity(world.as('data-centre'))
  const pool = pools.find(({ title }) => title === '政务外网 vCPU（核）')
  if (pool === undefined) throw new Error('no pool')
  return pool
}

describe('the ledger of capacity', () => {
  it('lets exactly as many pass as fit when 50 are reviewed and approved at once, and none waits for another in a ring', async () => {
    const ids = []
    for (let place = 0; place < 50; place += 1)
      ids.push(await requestIn(world, 'matched', { lines: [line(8, 16)] }))
    const as = (role: 'data-centre' | 'competent-bureau') => ({ ...world.as(role), database: many.database })
    const outcomes = await Promise.allSettled(
      ids.map(async (requestId) => {
        await reviewRequest(as('data-centre'), { requestId, comment: '同意' })
        await approveRequest(as('competent-bureau'), { requestId })
      }),
    )
    const passed = outcomes.filter(({ status }) => status === 'fulfilled')
    expect(passed).toHaveLength(7)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({
          code: 'conflict',
          message: expect.stringContaining('政务外网 vCPU'),
        })
    expect(await vcpuPool()).toMatchObject({ capacity: 56, held: 0 })
    const rows = await transactAs(
      world.database,
      { jurisdictionId: world.jurisdictionId, organisations: 'all' },
      (tx) =>
        tx.execute<{ taken: number; undecided: number }>(sql`
          select sum(amount)::int as taken, count(*) filter (where confirmed_at is null)::int as undecided
          from capacity_holdings h join capacity_pools p on p.id = h.pool_id
          where p.measure = 'vcpu' and returned_on is null`),
    )
    expect(rows[0]).toEqual({ taken: 56, undecided: 0 })
  }, 120_000)

  it('has room for another period, and again when what was held is returned', async () => {
    const later = { startsOn: '2028-01-01', endsOn: '2028-12-31', lines: [{ ...line(8, 16), quantity: 7 }] }
    const first = await requestIn(world, 'reviewed', later)
    const second = await requestIn(world, 'matched', { ...later, startsOn: '2028-06-01' })
    const review = () => reviewRequest(world.as('data-centre'), { requestId: second, comment: '同意' })
    await expect(review()).rejects.toMatchObject({ message: expect.stringContaining('还差 56') })
    await returnRequest(world.as('competent-bureau'), { requestId: first, reason: '请核减' })
    await review()
    expect((await vcpuPool()).held).toBe(56)
  })

  it('is drawn without styles of its own', async () => {
    const svg = capacityChart(await vcpuPool())
    expect(svg).toMatch(/^<svg/)
    expect(svg).toContain('总量 56')
    expect(svg).not.toMatch(/style/)
  })

  it('knows no zone that the edition does not have, and no negative or fractional total', async () => {
    const pool = { zone: '月球网', domestic: false, measure: 'vcpu', capacity: 1 } as const
    await expect(setPoolCapacity(world.as('data-centre'), pool)).rejects.toMatchObject({
      errors: [{ path: 'zone' }],
    })
    for (const capacity of [-1, 1.5, Number.NaN, 1e12])
      await expect(
        setPoolCapacity(world.as('data-centre'), { ...pool, zone: '政务外网', capacity }),
      ).rejects.toMatchObject({ errors: [{ path: 'capacity' }] })
    await expect(setPoolCapacity(world.as('department'), pool)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a pool that the catalogue limits', () => {
  it('is offered as far as others leave it, held at the review, and free again in another period', async () => {
    const town = await makeWorld()
    const csv = await sampleCatalogue()
    const [head, ...rows] = csv.split(/\r?\n/)
    const limited = rows.map((row) => (row === '' ? row : `${row},${row.startsWith('GPU-01') ? '3' : ''}`))
    await publishSample(town, '2026年第1版', [`${head},资源池总量`, ...limited].join('\n'))
    const gpus = (quantity: number) => ({
      lines: [{ quantity, vcpu: 4, memoryGiB: 30, kind: 'gpu-host' as const }],
    })
    const outcomeOf = async (requestId: number) =>
      (await readRequest(town.as('data-centre'), { requestId })).match?.frozen.lines[0]?.outcome
    expect(await outcomeOf(await requestIn(town, 'submitted', gpus(4)))).toBe('no-capacity')
    await requestIn(town, 'reviewed', gpus(2))
    expect(await outcomeOf(await requestIn(town, 'submitted', gpus(2)))).toBe('no-capacity')
    expect(await outcomeOf(await requestIn(town, 'submitted', gpus(1)))).toBe('served')
    const later = { ...gpus(3), startsOn: '2028-01-01', endsOn: '2028-12-31' }
    expect(await outcomeOf(await requestIn(town, 'submitted', later))).toBe('served')
    expect((await readCapacity(town.as('data-centre'))).pools).toMatchObject([{ capacity: 3, held: 2 }])
  })
})
