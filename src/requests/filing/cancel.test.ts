import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { readCapacity } from '../../capacity/read-capacity.ts'
import { setPoolCapacity } from '../../capacity/set-pool-capacity.ts'
import type { Role } from '../../platform/permissions.ts'
import { waitingFor } from '../tasks.ts'
import { addSystem, draftOf, publishSample, requestIn } from '../testing.ts'
import { unmetLines } from '../unlisted-needs/unmet-lines.ts'
import { cancelRequest } from './cancel-request.ts'
import { fileRequest } from './file-request.ts'
import { listRequests, requestFilters } from './list-requests.ts'
import { provisionRequest } from './provision-request.ts'
import { readRequest } from './read-request.ts'
import { submitRequest } from './submit-request.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
  await setPoolCapacity(world.as('data-centre'), {
    zone: '政务外网',
    domestic: false,
    measure: 'vcpu',
    capacity: 8,
  })
})

const reason = '项目调整，不再需要'
const approved = () => requestIn(world, 'approved', { startsOn: '2026-11-21' })
const taken = async () => {
  const [pool] = (await readCapacity(world.as('data-centre'))).pools
  return { confirmed: pool?.confirmed, held: pool?.held }
}
const json = async (path: string, body: unknown, as: Role) => {
  const answer = await world.fetch(path, {
    method: 'POST',
    as,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

describe('an approved request that nobody opened', () => {
  it.each(['department-head', 'data-centre'] as const)(
    'is cancelled by %s with a reason: it ends, its room is free again, and everybody reads why',
    async (role) => {
      const requestId = await approved()
      // Both machines of 4 cores fill the pool.
      expect(await taken()).toEqual({ confirmed: 8, held: 0 })
      await expect(requestIn(world, 'reviewed', { startsOn: '2026-11-21' })).rejects.toMatchObject({
        message: expect.stringContaining('容量不足'),
      })
      await cancelRequest(world.as(role), { requestId, reason })
      expect(await taken()).toEqual({ confirmed: 0, held: 0 })
      const { row, events, resources } = await readRequest(world.as('department'), { requestId })
      expect(row).toMatchObject({ status: 'released', provisionedOn: null, endedOn: '2026-11-21' })
      expect(resources).toEqual([])
      expect(events.at(-1)).toMatchObject({ action: 'cancel', comment: reason, status: 'released' })
      const page = await (await world.fetch(`/requests/${requestId}`, { as: 'department' })).text()
      for (const words of [`已撤销：${reason}`, '占用的容量已归还']) expect(page).toContain(words)
      expect(page).not.toContain('已释放')
      // The room can be had by another one.
      const next = await approved()
      await cancelRequest(world.as(role), { requestId: next, reason })
    },
  )

  it('is told on the desk to the other side only, for a week', async () => {
    const news = async (role: Role) => (await waitingFor(world.as(role))).cancelled
    const before = { department: await news('department'), centre: await news('data-centre') }
    await cancelRequest(world.as('data-centre'), { requestId: await approved(), reason })
    expect(await news('department')).toBe(before.department + 1)
    expect(await news('data-centre')).toBe(before.centre)
    await cancelRequest(world.as('department-head'), { requestId: await approved(), reason })
    expect(await news('department')).toBe(before.department + 1)
    expect(await news('data-centre')).toBe(before.centre + 1)
    expect(await news('competent-bureau')).toBe(0)
    world.clock.set('2026-11-27T10:00:00+08:00')
    expect(await news('data-centre')).toBe(before.centre + 1)
    world.clock.set('2026-11-28T10:00:00+08:00')
    expect(await news('data-centre')).toBe(0)
    world.clock.set('2026-11-21T10:00:00+08:00')
  })

  it('asks for nothing more: what the catalogue lacks for it is no gap any longer', async () => {
    const gaps = async () => (await unmetLines(world.as('data-centre'))).map(({ requestId }) => requestId)
    const lines = [{ quantity: 1, vcpu: 2, memoryGiB: 4, zone: '互联网' }, { text: '量子加密通道' }]
    const requestId = await requestIn(world, 'approved', { lines })
    expect(await gaps()).toContain(requestId)
    await cancelRequest(world.as('data-centre'), { requestId, reason })
    expect(await gaps()).not.toContain(requestId)
  })

  it('stands in the list and its filter as cancelled, apart from what was released', async () => {
    const list = (status: string) => listRequests(world.as('department'), requestFilters.parse({ status }))
    const { requests, total } = await list('cancelled')
    expect(total).toBeGreaterThan(0)
    expect(requests.every(({ status, cancelled }) => status === 'released' && cancelled)).toBe(true)
    expect((await list('released')).total).toBe(0)
    const shown = await (await world.fetch('/requests?status=cancelled', { as: 'department' })).text()
    expect(shown).toContain('<span class="tag">已撤销</span>')
  })

  it('is cancelled by nobody else, not without a reason, and not in another state', async () => {
    const requestId = await approved()
    for (const role of ['department', 'competent-bureau', 'finance', 'audit'] as const)
      await expect(cancelRequest(world.as(role), { requestId, reason })).rejects.toMatchObject({
        code: 'forbidden',
      })
    const path = `/api/v1/requests/${requestId}/cancel`
    expect(await json(path, { reason: ' ' }, 'department-head')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'reason' }] },
    })
    expect(await json(path, { reason }, 'department-head')).toMatchObject({
      status: 200,
      body: { status: 'released' },
    })
    expect((await json(path, { reason }, 'department-head')).status).toBe(409)
    for (const state of ['draft', 'submitted'] as const) {
      const other = await requestIn(world, state)
      await expect(
        cancelRequest(world.as('data-centre'), { requestId: other, reason }),
      ).rejects.toMatchObject({ code: 'conflict' })
    }
  })

  it('is either opened or cancelled when both are done at the same moment', async () => {
    const requestId = await approved()
    const results = await Promise.allSettled([
      provisionRequest(world.as('data-centre'), { requestId }),
      cancelRequest(world.as('department-head'), { requestId, reason }),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { row, resources } = await readRequest(world.as('department'), { requestId })
    expect(resources.length === 0).toBe(row.status === 'released')
    expect(await taken()).toEqual({ confirmed: row.status === 'released' ? 0 : 8, held: 0 })
  })

  it('is cancelled on its page, and audited with the reason', async () => {
    const requestId = await requestIn(world, 'approved', { startsOn: '2027-12-02', endsOn: '2028-12-01' })
    const path = `/requests/${requestId}`
    const offered = async (as: Role) =>
      (await (await world.fetch(path, { as })).text()).includes('撤销这份申请')
    expect(await offered('department-head')).toBe(true)
    expect(await offered('data-centre')).toBe(true)
    expect(await offered('department')).toBe(false)
    const answer = await world.fetch(`${path}/cancel`, {
      method: 'POST',
      as: 'department-head',
      body: new URLSearchParams({ reason }),
    })
    expect(answer.status).toBe(303)
    const log = await (await world.fetch('/audit?operation=requests.cancel', { as: 'audit' })).text()
    expect(log).toContain(reason)
  })
})

describe('an increase that passed by rule and was cancelled', () => {
  it('does not count as the one of its quarter', async () => {
    await addSystem(world, 'S-9')
    const increase = {
      system: 'S-9',
      systemName: '',
      lines: [{ quantity: 1, vcpu: 2, memoryGiB: 4, zone: '互联网' }],
    }
    await requestIn(world, 'provisioned', increase)
    const submit = async () => {
      const { requestId } = await fileRequest(world.as('department'), draftOf(increase))
      return { requestId, ...(await submitRequest(world.as('department-head'), { requestId })) }
    }
    const first = await submit()
    expect(first.approved).toBe(true)
    await cancelRequest(world.as('department-head'), { requestId: first.requestId, reason })
    expect((await submit()).approved).toBe(true)
    expect((await submit()).approved).toBe(false)
  })
})
