import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import type { Role } from '../../platform/permissions.ts'
import { readRequest } from '../filing/read-request.ts'
import { publishSample, requestIn } from '../testing.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
})

const ask = async (method: string, path: string, as: Role, body?: string | object) => {
  const answer = await world.fetch(`/api/v1${path}`, {
    method,
    as,
    ...(body === undefined
      ? {}
      : typeof body === 'string'
        ? { body, headers: { 'content-type': 'application/octet-stream' } }
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}
const opened = async () => {
  const requestId = await requestIn(world, 'provisioned', { startsOn: '2026-11-21' })
  const [resource] = (await readRequest(world.as('data-centre'), { requestId })).resources
  if (resource === undefined) throw new Error('nothing runs')
  return { path: `/resources/${resource.id}`, name: resource.name }
}

describe('a change of a running resource through the API', () => {
  it('is asked for, approved by somebody else, and in force at once', async () => {
    const { path } = await opened()
    const asked = await ask('POST', `${path}/changes`, 'department', { quantity: 3, reason: '扩容' })
    expect(asked).toMatchObject({ status: 201, body: { monthlyFen: 80_160 } })
    const decide = (as: Role, body: object) =>
      ask('POST', `/resources/changes/${asked.body.changeId}`, as, body)
    expect((await decide('data-centre', { decision: 'approved' })).status).toBe(403)
    expect(await decide('competent-bureau', { decision: 'perhaps' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'decision' }] },
    })
    const approval = { decision: 'approved', comment: '同意' }
    expect((await decide('competent-bureau', approval)).status).toBe(204)
    expect((await decide('competent-bureau', approval)).status).toBe(409)
    expect((await ask('GET', path, 'department')).body).toMatchObject({
      quantity: 3,
      monthlyFen: 80_160,
      status: 'running',
      changes: [{ status: 'approved', comment: '同意', decidedBy: '县数据局机关经办', quantity: 3 }],
    })
  })

  it('is refused with the reason, and the resource stays as it was', async () => {
    const { path } = await opened()
    const asked = await ask('POST', `${path}/changes`, 'department', { quantity: 5, reason: '扩容' })
    const refusal = { decision: 'refused', comment: '使用率低，先用足' }
    const decided = await ask(
      'POST',
      `/resources/changes/${asked.body.changeId}`,
      'competent-bureau',
      refusal,
    )
    expect(decided.status).toBe(204)
    expect((await ask('GET', path, 'department')).body).toMatchObject({
      quantity: 2,
      changes: [{ status: 'refused', comment: '使用率低，先用足' }],
    })
  })
})

describe('measured use through the API', () => {
  it('is previewed with its faults, confirmed once, and stands at the resource', async () => {
    const { path, name } = await opened()
    const file = `资源名称,月份,CPU平均,CPU峰值\n${name},2026-10,12.5,40\n没有这台,2026-10,1,2\n`
    const upload = `/usage-imports?fileName=${encodeURIComponent('使用率.csv')}`
    const preview = await ask('POST', upload, 'data-centre', file)
    expect(preview).toMatchObject({
      status: 201,
      body: {
        status: 'previewed',
        rows: [{ row: 2, name, month: '2026-10', averageCpu: 125, peakCpu: 400, storage: null }],
        faults: [{ row: 3, message: '没有在用资源叫“没有这台”' }],
      },
    })
    expect((await ask('GET', path, 'department')).body.usage).toEqual([])
    const one = `/usage-imports/${preview.body.importId}`
    expect((await ask('POST', `${one}/confirm`, 'department')).status).toBe(403)
    expect(await ask('POST', `${one}/confirm`, 'data-centre')).toEqual({ status: 200, body: { imported: 1 } })
    expect((await ask('POST', `${one}/confirm`, 'data-centre')).status).toBe(409)
    expect((await ask('GET', one, 'data-centre')).body.status).toBe('imported')
    expect((await ask('GET', path, 'department')).body.usage).toMatchObject([
      { month: '2026-10', averageCpu: 125, peakCpu: 400, averageMemory: null },
    ])
  })

  it('in a file that is none is refused in words', async () => {
    const answer = await ask('POST', '/usage-imports?fileName=a.csv', 'data-centre', 'a,b\n1,2')
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining('没有找到表头') } })
    expect((await ask('POST', '/usage-imports', 'data-centre', 'a')).status).toBe(400)
  })
})
