import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import type { Role } from '../../platform/permissions.ts'
import { draftOf, publishSample, requestIn, sampleCatalogue } from '../testing.ts'
import { approveRequest } from './approve-request.ts'
import { matchAgain, previewMatchAgain } from './match-again.ts'
import { confirmMatch } from './match-request.ts'
import { readRequest } from './read-request.ts'
import { reviewRequest } from './review-request.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
})

const json = async (method: string, path: string, body?: unknown, as: Role = 'department') => {
  const answer = await world.fetch(path, {
    method,
    as,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}
const page = async (path: string) => (await world.fetch(path, { as: 'department' })).text()
const post = (path: string, form: Record<string, string>) =>
  world.fetch(path, { method: 'POST', as: 'department', body: new URLSearchParams(form) })

const guarded = { quantity: 4, vcpu: 8, memoryGiB: 16, attached: ['HSS-01', 'SA-01'] }
const secret = { quantity: 1, vcpu: 4, memoryGiB: 8, classified: true }

describe('a line with items billed for each machine', () => {
  it('is kept, priced for as many machines, frozen, approved and opened with them', async () => {
    const filed = await json('POST', '/api/v1/requests', draftOf({ lines: [guarded] }))
    expect(filed.status).toBe(201)
    const path = `/api/v1/requests/${filed.body.id}`
    expect((await json('GET', path)).body.lines).toEqual([{ ...guarded, confirmed: true }])
    await json('POST', `${path}/submit`, {}, 'department-head')
    const { match } = (await json('GET', path)).body
    expect(match.lines[0].items).toEqual([
      { code: 'ECS-11', quantity: 4, monthlyFen: 213_800 },
      { code: 'HSS-01', quantity: 4, monthlyFen: 32_120 },
      { code: 'SA-01', quantity: 4, monthlyFen: 26_400 },
    ])
    const shown = await page(`/requests/${filed.body.id}`)
    for (const words of ['4 台 8核16G · 每台配主机安全、态势感知', '主机安全 按主机', '2,723.20'])
      expect(shown).toContain(words)
    await json('POST', `${path}/match`, {}, 'data-centre')
    await json('POST', `${path}/review`, { comment: '同意' }, 'data-centre')
    await json('POST', `${path}/approve`, {}, 'competent-bureau')
    const codes = ['ECS-11', 'HSS-01', 'SA-01']
    const twice = codes.map((code) => ({ line: '1', code, name: '同名' }))
    const refused = await json('POST', `${path}/provision`, { names: twice }, 'data-centre')
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ message: '“同名”在本次开通中用了两次，请换一个名称' }, {}] },
    })
    expect((await json('POST', `${path}/provision`, {}, 'data-centre')).body).toMatchObject({ resources: 3 })
    // Who releases the machines sees what came with them and still runs.
    const [machines] = (await json('GET', path)).body.resources
    const resource = await page(`/resources/${machines.id}`)
    for (const words of ['同一需求行在用的', '主机安全（', '态势感知（']) expect(resource).toContain(words)
  })

  it('takes an item once, however often it is named, and none as nothing said', async () => {
    const lines = [
      { ...guarded, attached: ['HSS-01', 'HSS-01'] },
      { ...guarded, attached: [] },
    ]
    const requestId = await requestIn(world, 'submitted', { lines })
    const { match, lines: kept } = await readRequest(world.as('department'), { requestId })
    expect(kept.map(({ attached }) => attached)).toEqual([['HSS-01'], undefined])
    expect(match?.items.map(({ lineId, code, quantity }) => [lineId, code, quantity])).toEqual([
      ['1', 'ECS-11', 4],
      ['1', 'HSS-01', 4],
      ['2', 'ECS-11', 4],
    ])
  })

  it('is said before the submission, and refused by it, to name what is not billed by the machine', async () => {
    const { body } = await json(
      'POST',
      '/api/v1/requests',
      draftOf({ lines: [{ ...guarded, attached: ['ECS-01'] }] }),
    )
    expect(await page(`/requests/${body.id}`)).toContain('“ECS-01”不是按主机计费的服务项')
    const submitted = await json('POST', `/api/v1/requests/${body.id}/submit`, {}, 'department-head')
    expect(submitted).toMatchObject({ status: 400, body: { errors: [{ path: 'lines.0.attached.0' }] } })
    // The form still shows it, so that it can be taken off.
    expect(await page(`/requests/${body.id}/edit`)).toMatch(/name="line-0-attached-ECS-01"[^>]*checked/)
  })
})

describe('a classified line', () => {
  it('is accepted and told why it can not be served, with the clause; the others go on, and it is never approved', async () => {
    const requestId = await requestIn(world, 'submitted', { lines: [secret, guarded] })
    const { body } = await json('GET', `/api/v1/requests/${requestId}`)
    expect(body.match.lines[0]).toMatchObject({
      outcome: 'ineligible',
      clause: 'LC-2',
      items: [],
      monthlyFen: 0,
      reason: expect.stringContaining('涉密系统不在政务云承载范围'),
    })
    const shown = await page(`/requests/${requestId}`)
    for (const words of ['1 台 4核8G · 涉密', '不符合条件', '依据 LC-2']) expect(shown).toContain(words)
    await confirmMatch(world.as('data-centre'), { requestId })
    await reviewRequest(world.as('data-centre'), { requestId, comment: '涉密部分不办' })
    await expect(
      approveRequest(world.as('competent-bureau'), {
        requestId,
        items: [{ line: '1', code: 'ECS-08', quantity: 1 }],
      }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
    await approveRequest(world.as('competent-bureau'), { requestId })
    const { approved } = await readRequest(world.as('department'), { requestId })
    expect([...approved].map((key) => key.split(' ')[0])).toEqual(['2', '2', '2'])
  })

  it('alone can not be reviewed: there is nothing to approve', async () => {
    const requestId = await requestIn(world, 'matched', { lines: [secret] })
    await expect(
      reviewRequest(world.as('data-centre'), { requestId, comment: '同意' }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('没有一行能由目录满足') })
  })
})

describe('the form of a draft', () => {
  const head = {
    version: '0',
    from: '0',
    project: '安全加固',
    system: '',
    systemName: '门户网站',
    purpose: '主机安全',
    startsOn: '2026-12-01',
    endsOn: '2027-11-30',
  }

  it('offers the per-machine items of the edition, keeps what was chosen, and takes it off again', async () => {
    const fresh = await page('/requests/new')
    for (const words of ['每台配套：无', 'line-0-attached-HSS-01', '每台每月 80.30 元', '每台配云防火墙'])
      expect(fresh).toContain(words)
    expect(fresh).not.toContain('line-0-attached-ECS-01')
    const filed = await post('/requests', {
      ...head,
      'line-0-quantity': '2',
      'line-0-vcpu': '4',
      'line-0-attached-HSS-01': 'yes',
      'line-1-vcpu': '2',
      'line-1-classified': 'yes',
    })
    expect(filed.status).toBe(303)
    const path = filed.headers.get('location') ?? ''
    const edit = await page(`${path}/edit`)
    expect(edit).toContain('每台配套：主机安全')
    expect(edit).toMatch(/name="line-0-attached-HSS-01"[^>]*checked/)
    expect(edit).toMatch(/name="line-1-classified"[^>]*checked/)
    expect(await page(path)).toContain('2 台 4核 · 每台配主机安全')
    const saved = await post(path, { ...head, version: '1', 'line-0-quantity': '2', 'line-0-vcpu': '4' })
    expect(saved.status).toBe(303)
    expect(await page(path)).not.toContain('每台配')
  })

  it('says where a choice has no machine, and shows both versions of a conflict in words', async () => {
    const alone = await post('/requests', { ...head, 'line-0-attached-HSS-01': 'yes' })
    expect(alone.status).toBe(400)
    expect(await alone.text()).toContain('第 1 行：随机配套的服务项需要写明核数或内存')
    const filed = await post('/requests', { ...head, 'line-0-vcpu': '4' })
    const path = filed.headers.get('location') ?? ''
    await post(path, { ...head, version: '1', 'line-0-vcpu': '4', 'line-0-attached-SA-01': 'yes' })
    const late = await post(path, {
      ...head,
      version: '1',
      'line-0-vcpu': '4',
      'line-0-attached-HSS-01': 'yes',
    })
    expect(late.status).toBe(409)
    const both = await late.text()
    for (const words of ['每台配态势感知', '每台配主机安全']) expect(both).toContain(words)
  })
})

describe('matching again with another edition', () => {
  it('says what the attached items then cost', async () => {
    const requestId = await requestIn(world, 'submitted', { lines: [guarded] })
    const csv = (await sampleCatalogue()).replace(
      '主机安全,按主机,台,包月,80.3,',
      '主机安全,按主机,台,包月,90,',
    )
    await publishSample(world, '2026年第2版', csv)
    const expected = {
      changeFen: 4 * (9_000 - 8_030),
      lines: [{ lineId: '1', after: { items: 'ECS-11×4，HSS-01×4，SA-01×4' } }],
    }
    expect(await previewMatchAgain(world.as('data-centre'), { requestId })).toMatchObject(expected)
    expect(await matchAgain(world.as('data-centre'), { requestId })).toMatchObject(expected)
  })
})
