import { beforeAll, describe, expect, it } from 'vitest'
import { trackResourcesJob } from '../../../jobs/track-resources.ts'
import { tableOf } from '../../../tests/support/cells-of.ts'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { readCapacity } from '../../capacity/read-capacity.ts'
import { setPoolCapacity } from '../../capacity/set-pool-capacity.ts'
import { transact } from '../../platform/context.ts'
import { dateOf, monthOf } from '../../platform/dates.ts'
import { runOnce } from '../../platform/jobs.ts'
import { fenOf } from '../../platform/money.ts'
import { readRequest } from '../filing/read-request.ts'
import { defaultRules } from '../filing/request-rules.ts'
import { waitingFor } from '../tasks.ts'
import { publishSample, requestIn } from '../testing.ts'
import { confirmUsage } from './confirm-usage.ts'
import { decideChange } from './decide-change.ts'
import { type Size, savingOf } from './idle.ts'
import { listIdle } from './list-idle.ts'
import { previewUsage } from './preview-usage.ts'
import { readResource } from './read-resource.ts'
import { readUsage } from './read-usage.ts'
import { readUsageImport } from './read-usage-import.ts'
import { releaseResource } from './release-resource.ts'
import { requestChange } from './request-change.ts'
import { trackResources } from './track-resources.ts'

const november = monthOf(dateOf('2026-11-01'))
let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
  await setPoolCapacity(world.as('data-centre'), {
    zone: '政务外网',
    domestic: false,
    measure: 'vcpu',
    capacity: 64,
  })
})

const opened = async (
  endsOn: string,
  lines = [{ quantity: 1, vcpu: 8, memoryGiB: 32, zone: '政务外网' }],
  startsOn = '2026-11-21',
) => {
  const requestId = await requestIn(world, 'provisioned', { startsOn, endsOn, lines })
  const [resource] = (await readRequest(world.as('data-centre'), { requestId })).resources
  if (resource === undefined) throw new Error('nothing runs')
  return { requestId, resourceId: resource.id, name: resource.name }
}
const track = (day: string) =>
  transact(world.as('job'), (tx) => trackResources(world.as('job'), tx, dateOf(day)))
const taken = async () => (await readCapacity(world.as('data-centre'))).pools[0]?.confirmed

describe('a running resource', () => {
  it('says how wide a line of bandwidth is, which its item doesn’t', async () => {
    const requestId = await requestIn(world, 'provisioned', {
      lines: [{ quantity: 2, bandwidthMbps: 8 }, { storageGiB: 10 }],
    })
    const { resources } = await readRequest(world.as('department'), { requestId })
    const widths = resources.map(async ({ id, code }) => [
      code,
      (await readResource(world.as('department'), { resourceId: id })).mbps,
    ])
    expect(await Promise.all(widths)).toEqual([
      ['BW-NN', 8],
      ['EVS-01', null],
    ])
    const page = await world.fetch(`/resources/${resources[0]?.id}`, { as: 'department' })
    expect(await page.text()).toContain('每条 8M')
  })

  it('gives notice 30 and 7 days before it expires, once each, and ends the day after its last', async () => {
    const { requestId, resourceId } = await opened('2026-12-31')
    expect(await track('2026-11-30')).toMatchObject({ noticed: 0 })
    expect(await track('2026-12-01')).toMatchObject({ noticed: 1, expired: 0 })
    expect(await track('2026-12-02')).toMatchObject({ noticed: 0 })
    expect(await track('2026-12-24')).toMatchObject({ noticed: 1 })
    world.clock.set('2026-12-24T09:00:00+08:00')
    expect(await waitingFor(world.as('department'))).toMatchObject({ expiringIn7: 1, expiringIn30: 1 })
    expect(await waitingFor(world.as('data-centre'))).toMatchObject({ expiringIn7: 0 })
    world.clock.set('2026-11-21T10:00:00+08:00')
    expect(await track('2026-12-31')).toMatchObject({ expired: 0 })
    expect(await track('2027-01-01')).toMatchObject({ expired: 1 })
    expect(await track('2027-01-01')).toMatchObject({ expired: 0 })
    expect((await readResource(world.as('department'), { resourceId })).row).toMatchObject({
      status: 'expired',
      endedOn: '2026-12-31',
    })
    expect((await readRequest(world.as('department'), { requestId })).row.status).toBe('expired')
  })

  it('is tracked once a day however often the job is started', async () => {
    const dependencies = {
      database: world.database,
      objects: world.objects,
      clock: world.clock,
      log: () => {},
    }
    const run = () => runOnce(dependencies, trackResourcesJob, world.jurisdictionId, '2026-11-22')
    const outcomes = await Promise.all([run(), run()])
    expect(outcomes.sort()).toEqual(['done', 'not-claimed'])
  })

  it('is renewed and enlarged by somebody else’s decision, with its room in the pool', async () => {
    const before = (await taken()) ?? 0
    const { requestId, resourceId } = await opened('2027-06-30')
    expect(await taken()).toBe(before + 8)
    const ask = { resourceId, expiresOn: '2028-06-30', code: 'ECS-16', reason: '业务增长' }
    const { changeId, monthlyFen } = await requestChange(world.as('department'), ask)
    expect(monthlyFen).toBe(239_100)
    await expect(requestChange(world.as('department'), ask)).rejects.toMatchObject({ code: 'conflict' })
    await expect(
      decideChange(world.as('department'), { changeId, decision: 'approved' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await decideChange(world.as('competent-bureau'), { changeId, decision: 'approved' })
    await expect(
      decideChange(world.as('competent-bureau'), { changeId, decision: 'refused' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    expect((await readResource(world.as('department'), { resourceId })).row).toMatchObject({
      code: 'ECS-16',
      vcpu: 16,
      expiresOn: '2028-06-30',
      monthlyFen: 239_100,
    })
    expect(await taken()).toBe(before + 16)
    expect((await readRequest(world.as('department'), { requestId })).row.status).toBe('changed')
    await releaseResource(world.as('department-head'), { resourceId, reason: '系统下线' })
    expect(await taken()).toBe(before)
    expect((await readRequest(world.as('department'), { requestId })).row.status).toBe('released')
    await expect(
      releaseResource(world.as('department-head'), { resourceId, reason: '再释放' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is not enlarged beyond what the pool has, and stays as it was', async () => {
    const { resourceId } = await opened('2027-06-30')
    const { changeId } = await requestChange(world.as('department'), {
      resourceId,
      quantity: 9,
      reason: '扩容',
    })
    await expect(
      decideChange(world.as('competent-bureau'), { changeId, decision: 'approved' }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('政务外网 vCPU') })
    const view = await readResource(world.as('department'), { resourceId })
    expect(view.row.quantity).toBe(1)
    expect(view.changes[0]?.status).toBe('asked')
  })

  it('ends with what was asked for it and not decided: the change is closed with the reason, its room is free', async () => {
    const before = (await taken()) ?? 0
    const toDecide = async () => (await waitingFor(world.as('competent-bureau'))).changesToDecide
    const waiting = await toDecide()
    const { requestId, resourceId, name } = await opened('2026-12-20')
    expect(await taken()).toBe(before + 8)
    const ask = { resourceId, expiresOn: '2027-12-20', reason: '续期一年' }
    const { changeId } = await requestChange(world.as('department'), ask)
    expect(await track('2026-12-20')).toMatchObject({ expired: 0, lapsed: 0 })
    expect(await track('2026-12-21')).toMatchObject({ expired: 1, lapsed: 1 })
    expect(await track('2026-12-21')).toMatchObject({ expired: 0, lapsed: 0 })
    const { changes } = await readResource(world.as('department'), { resourceId })
    const reason = '资源已于 2026-12-20 到期停用，变更没有批复，随之终止；还要用的请重新申请'
    expect(changes).toMatchObject([{ id: changeId, status: 'lapsed', decider: null, comment: reason }])
    const page = await (await world.fetch(`/resources/${resourceId}`, { as: 'department' })).text()
    for (const words of ['已终止', reason]) expect(page).toContain(words)
    const { row, events } = await readRequest(world.as('department'), { requestId })
    expect(row.status).toBe('expired')
    expect(events.find(({ action }) => action === 'lapse-change')?.comment).toBe(`${name}：${reason}`)
    expect(await toDecide()).toBe(waiting)
    await expect(
      decideChange(world.as('competent-bureau'), { changeId, decision: 'approved' }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('已终止') })
    world.clock.set('2026-12-21T09:00:00+08:00')
    expect(await taken()).toBe(before)
    world.clock.set('2026-11-21T10:00:00+08:00')
  })

  it('can be released while a change waits, which is closed with it', async () => {
    const { resourceId } = await opened('2027-06-30')
    const { changeId } = await requestChange(world.as('department'), {
      resourceId,
      quantity: 2,
      reason: '扩容',
    })
    await releaseResource(world.as('department-head'), { resourceId, reason: '改用别的系统' })
    const { row, changes } = await readResource(world.as('department'), { resourceId })
    expect(row.status).toBe('released')
    expect(changes).toMatchObject([
      { id: changeId, status: 'lapsed', comment: '资源已于 2026-11-21 释放（改用别的系统），变更随之终止' },
    ])
    await expect(
      decideChange(world.as('competent-bureau'), { changeId, decision: 'refused' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is either renewed or expired when both are done at the same moment', async () => {
    const { resourceId } = await opened('2026-12-10')
    const { changeId } = await requestChange(world.as('department'), {
      resourceId,
      expiresOn: '2027-12-10',
      reason: '续期',
    })
    const [decided, tracked] = await Promise.allSettled([
      decideChange(world.as('competent-bureau'), { changeId, decision: 'approved' }),
      track('2026-12-11'),
    ])
    expect(tracked.status).toBe('fulfilled')
    const { row, changes } = await readResource(world.as('department'), { resourceId })
    expect([row.status, changes[0]?.status]).toEqual(
      decided.status === 'fulfilled' ? ['running', 'approved'] : ['expired', 'lapsed'],
    )
  })

  it('asks for nothing that is no change, past, or unknown', async () => {
    const { resourceId } = await opened('2027-06-30')
    const department = world.as('department')
    const asking = (change: Partial<Parameters<typeof requestChange>[1]>) =>
      requestChange(department, { resourceId, reason: '理由', ...change })
    await expect(asking({})).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(asking({ expiresOn: '2026-01-01' })).rejects.toMatchObject({
      errors: [{ path: 'expiresOn' }],
    })
    const early = await opened('2027-06-30', undefined, '2026-12-15')
    await expect(
      requestChange(department, {
        resourceId: early.resourceId,
        expiresOn: '2026-12-01',
        reason: '提前停用',
      }),
    ).rejects.toMatchObject({
      errors: [{ path: 'expiresOn', message: '截止日期不能早于起用日期 2026-12-15' }],
    })
    await expect(asking({ code: 'NONE' })).rejects.toMatchObject({ errors: [{ path: 'code' }] })
    for (const quantity of [0, -1, 1.5, 1e9])
      await expect(asking({ quantity })).rejects.toMatchObject({ errors: [{ path: 'quantity' }] })
  })
})

describe('an opening', () => {
  it('is due by working days, provisional beyond the known calendar, and late after its day', async () => {
    world.clock.set('2026-12-30T09:00:00+08:00')
    const requestId = await requestIn(world, 'approved', { startsOn: '2026-12-30', endsOn: '2027-12-31' })
    const { row } = await readRequest(world.as('data-centre'), { requestId })
    expect(row.dueProvisional).toBe(true)
    expect(row.dueOn).toBe('2027-01-05')
    expect((await waitingFor(world.as('data-centre'))).overdue).toBe(0)
    world.clock.set('2027-01-06T09:00:00+08:00')
    expect((await waitingFor(world.as('data-centre'))).overdue).toBe(1)
    const list = await world.fetch('/requests?status=overdue', { as: 'data-centre' })
    expect(await list.text()).toContain('开通逾期')
    world.clock.set('2026-11-21T10:00:00+08:00')
  })
})

describe('measured use', () => {
  const known = [{ id: 7, name: 'app-01' }]
  const head = ['资源名称', '月份', 'CPU平均（%）', 'CPU峰值（%）', '内存平均', '内存峰值', '存储使用率']
  const read = (...rows: string[][]) => readUsage(tableOf([['十月使用率'], head, ...rows]), known, november)

  it('is read by its headings, in percent with or without the sign', () => {
    expect(read(['app-01', '2026年10月', '12.5%', '40', '30', '55.5%', '']).rows).toEqual([
      {
        row: 3,
        resourceId: 7,
        name: 'app-01',
        month: '2026-10',
        averageCpu: 125,
        peakCpu: 400,
        averageMemory: 300,
        peakMemory: 555,
        storage: null,
      },
    ])
  })

  it.each([
    [['app-02', '2026-10', '1', '2', '', '', ''], '没有在用资源叫“app-02”'],
    [['app-01', '2026-13', '1', '2', '', '', ''], '月份“2026-13”读不懂'],
    [['app-01', '2027-01', '1', '2', '', '', ''], '还没有到'],
    [['app-01', '2026-10', '101', '102', '', '', ''], '不是 0 到 100 的百分数'],
    [['app-01', '2026-10', '-1', '2', '', '', ''], '不是 0 到 100 的百分数'],
    [['app-01', '2026-10', '30', '20', '', '', ''], 'CPU平均高于CPU峰值'],
    [['app-01', '2026-10', '', '', '', '', ''], '没有一项使用率'],
  ])('with a fault is refused by row: %#', (row, message) => {
    const { rows, issues } = read(row)
    expect(rows).toEqual([])
    expect(issues[0]).toMatchObject({ row: 3, message: expect.stringContaining(message) })
  })

  it('is refused as a whole without headings, or written as fractions', () => {
    expect(() => readUsage(tableOf([['a', 'b']]), known, november)).toThrow('没有找到表头')
    expect(() => read(['app-01', '2026-10', '0.1', '0.4', '0.3', '0.5', '0.2'])).toThrow('看来写成了小数')
  })

  it('is previewed, confirmed once, and finds what is idle with its saving', async () => {
    const { resourceId, name } = await opened('2027-06-30')
    const centre = world.as('data-centre')
    const bytes = new TextEncoder().encode(
      `资源名称,月份,CPU平均,CPU峰值,内存平均,内存峰值\n${name},2026-10,2,9,10,20\nnone,2026-10,1,1,1,1\n`,
    )
    const { importId, rows, issues } = await previewUsage(centre, { fileName: '使用率.csv', bytes })
    expect({ rows, issues }).toEqual({ rows: 1, issues: 1 })
    expect((await listIdle(centre)).idle).toEqual([])
    expect(await confirmUsage(centre, { importId })).toEqual({ imported: 1 })
    await expect(confirmUsage(centre, { importId })).rejects.toMatchObject({ code: 'conflict' })
    expect((await readUsageImport(centre, importId)).status).toBe('imported')
    const { idle, savingFen } = await listIdle(world.as('department'))
    expect(idle).toMatchObject([{ row: { id: resourceId }, saving: { kind: 'idle', savingFen: 82_460 } }])
    expect(savingFen).toBe(82_460)
    await expect(previewUsage(world.as('department'), { fileName: 'u.csv', bytes })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('an oversized machine', () => {
  const size = (code: string, vcpu: number, memoryGiB: number, fen: number): Size => ({
    code,
    name: '云主机',
    specification: `${vcpu}核${memoryGiB}G`,
    monthlyFen: fenOf(fen),
    vcpu,
    memoryGiB,
    zones: ['政务外网'],
    domestic: false,
  })
  const sizes = [
    size('S', 4, 16, 400),
    size('M', 8, 16, 600),
    size('L', 8, 32, 900),
    size('XL', 16, 64, 2_000),
  ]
  const resource = {
    code: 'XL',
    itemName: '云主机',
    quantity: 2,
    monthlyFen: fenOf(4_000),
    vcpu: 16,
    memoryGiB: 64,
    zone: '政务外网',
    domestic: false,
  }
  const used = (peakCpu: number, peakMemory: number) => ({
    averageCpu: 100,
    peakCpu,
    averageMemory: 100,
    peakMemory,
  })

  it('is offered the largest smaller flavour that its peaks leave room in, with the difference for all of them', () => {
    expect(savingOf(resource, used(349, 349), defaultRules, sizes)).toMatchObject({
      kind: 'oversized',
      to: { code: 'L' },
      savingFen: 2_200,
    })
    // 35.1 % of 16 cores is more than 70 % of 8.
    expect(savingOf(resource, used(351, 349), defaultRules, sizes)).toBeNull()
    expect(savingOf(resource, used(400, 100), defaultRules, sizes)).toBeNull()
    expect(savingOf({ ...resource, zone: '互联网' }, used(100, 100), defaultRules, sizes)).toBeNull()
  })

  it('is idle just below both bounds only', () => {
    const measured = { averageCpu: 49, peakCpu: 199, averageMemory: 100, peakMemory: 150 }
    expect(savingOf(resource, measured, defaultRules, [])).toEqual({ kind: 'idle', savingFen: 4_000 })
    for (const change of [{ averageCpu: 50 }, { peakCpu: 200 }, { averageMemory: 500 }, { peakCpu: null }])
      expect(savingOf(resource, { ...measured, ...change }, defaultRules, [])).toBeNull()
  })
})
