import { count } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { type Transaction, transactAs } from './database.ts'
import { AppError } from './errors.ts'
import { asAppError } from './http/answer-error.tsx'
import { insertOne, insertRows } from './insert.ts'
import { jobRuns } from './schema.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const run = (period: string) => ({
  job: 'test',
  jurisdictionId: world.jurisdictionId,
  period,
  status: 'running' as const,
  fence: 1,
  leaseUntil: world.clock.now(),
  attempts: 1,
  startedAt: world.clock.now(),
})
const within = <T>(work: (tx: Transaction) => Promise<T>) =>
  transactAs(world.database, 'all-jurisdictions', work)
const refusalOf = (work: Promise<unknown>) => work.then(() => null, asAppError)
const kept = () => within(async (tx) => (await tx.select({ rows: count() }).from(jobRuns))[0]?.rows)

describe('many rows', () => {
  it('are inserted whatever their number: more than one statement can take, and none', async () => {
    const periods = Array.from({ length: 10_001 }, (_, index) => run(`many-${index}`))
    await within((tx) => insertRows(tx, jobRuns, periods))
    await within((tx) => insertRows(tx, jobRuns, []))
    expect(await kept()).toBe(10_001)
  })

  it('whose key is there already are a conflict, unless it is said what to set', async () => {
    const again = [run('again'), run('many-1')]
    const refusal = await refusalOf(within((tx) => insertRows(tx, jobRuns, again)))
    expect(refusal?.code).toBe('conflict')
    const target = [jobRuns.job, jobRuns.jurisdictionId, jobRuns.period]
    await within((tx) => insertRows(tx, jobRuns, again, { target, set: { attempts: 2 } }))
    expect(await kept()).toBe(10_002)
  })
})

describe('one row', () => {
  it('is answered with the columns that are wanted', async () => {
    const wanted = { period: jobRuns.period, fence: jobRuns.fence }
    expect(await within((tx) => insertOne(tx, jobRuns, run('one'), wanted))).toEqual({
      period: 'one',
      fence: 1,
    })
  })

  it('whose key is there already is refused, in the words given', async () => {
    const insert = (taken?: AppError) =>
      within((tx) => insertOne(tx, jobRuns, run('one'), { fence: jobRuns.fence }, taken))
    expect((await refusalOf(insert()))?.code).toBe('conflict')
    const taken = new AppError('invalid-input', '已被使用')
    expect(await refusalOf(insert(taken))).toBe(taken)
  })
})
