import { beforeAll, describe, expect, it } from 'vitest'
import { trackResourcesJob } from '../../../jobs/track-resources.ts'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { approveCalendar, submitCalendar, uploadCalendar } from '../../calendar/index.ts'
import { fundingRecounter } from '../../funding/index.ts'
import { runOnce } from '../../platform/jobs.ts'
import { publishSample, requestIn } from '../testing.ts'
import { cancelRequest } from './cancel-request.ts'
import { readRequest } from './read-request.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ now: '2026-12-30T09:00:00+08:00' })
  await publishSample(world)
})
const dependencies = () => ({
  database: world.database,
  objects: world.objects,
  clock: world.clock,
  log: () => {},
})

/** A year's days off by file, approved. In: rows of day, arrangement, name and notice. */
async function publishDaysOff(...rows: string[]) {
  const bytes = new TextEncoder().encode(['日期,安排,名称,文号', ...rows].join('\n'))
  const uploaded = await uploadCalendar(world.as('data-centre'), { year: 2027, fileName: '2027.csv', bytes })
  if (!('editionId' in uploaded)) throw new Error('the calendar has faults')
  await submitCalendar(world.as('data-centre'), uploaded.editionId)
  await approveCalendar(world.as('competent-bureau'), uploaded.editionId, [fundingRecounter])
}

describe('by when an approved request is opened', () => {
  it('is counted again by the daily job once the days off are known, and the request says so', async () => {
    const period = { startsOn: '2026-12-30', endsOn: '2027-12-31' }
    const requestId = await requestIn(world, 'approved', period)
    const cancelled = await requestIn(world, 'approved', period)
    await cancelRequest(world.as('data-centre'), { requestId: cancelled, reason: '不再需要' })
    const read = (id: number) => readRequest(world.as('department'), { requestId: id })
    const job = (day: string) => runOnce(dependencies(), trackResourcesJob, world.jurisdictionId, day)
    expect(await job('2026-12-30')).toBe('done')
    expect((await read(requestId)).row).toMatchObject({ dueOn: '2027-01-05', dueProvisional: true })
    const steps = (await read(requestId)).events.length

    const notice = '国办发明电〔2026〕9号'
    await publishDaysOff(`2027-01-01,休,元旦,${notice}`, `2027-01-04,休,元旦,${notice}`)
    expect(await job('2026-12-31')).toBe('done')
    const { row, events } = await read(requestId)
    // Approved on Wednesday 30 December: the 31st, then the 5th and the 6th of January.
    expect(row).toMatchObject({ dueOn: '2027-01-06', dueProvisional: false, status: 'approved' })
    expect(events.at(-1)).toMatchObject({
      action: 'recount',
      by: '定时任务',
      comment: '开通期限由 2027-01-05（暂定）改为 2027-01-06：按新公布的放假安排重算',
    })
    expect((await read(cancelled)).row.dueOn).toBe('2027-01-05')
    // Once it is known it is not said again.
    expect(await job('2027-01-01')).toBe('done')
    expect((await read(requestId)).events).toHaveLength(steps + 1)
    // A year that is published anew moves what isn't due yet.
    await publishDaysOff('2027-01-01,休,元旦,国办发明电〔2027〕1号')
    expect(await job('2027-01-02')).toBe('done')
    expect((await read(requestId)).row.dueOn).toBe('2027-01-05')
    expect((await read(requestId)).events.at(-1)?.comment).toContain('由 2027-01-06 改为 2027-01-05')
  })
})
