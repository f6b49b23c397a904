import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import type { Role } from '../../platform/permissions.ts'
import { itemUses } from '../edition-impact/item-uses.ts'
import { addSystem, publishSample, requestIn, sampleCatalogue } from '../testing.ts'
import { unmetLines } from '../unlisted-needs/unmet-lines.ts'
import { matchAgain } from './match-again.ts'
import { readRequest } from './read-request.ts'
import { staleDraftJson } from './request-json.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
  await addSystem(world, 'S-1', '国库系统')
})

const head = {
  version: '0',
  from: '0',
  project: '国库系统迁移',
  system: 'S-1',
  systemName: '',
  purpose: '迁移上云',
  startsOn: '2026-12-01',
  endsOn: '2027-11-30',
}
const post = (path: string, form: Record<string, string>, as: Role = 'department') =>
  world.fetch(path, { method: 'POST', as, body: new URLSearchParams(form) })
const page = async (path: string, as: Role = 'department') => (await world.fetch(path, { as })).text()
const json = (method: string, path: string, body: unknown, as: Role = 'department') =>
  world.fetch(path, {
    method,
    as,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const file = async (form: Record<string, string> = {}) => {
  const { status, headers } = await post('/requests', { ...head, ...form })
  expect(status).toBe(303)
  return headers.get('location') ?? ''
}

describe('filing a request by its pages', () => {
  it('reads what was pasted, has a person look at it, shows the match, and goes the whole way', async () => {
    const edit = await file({ pasted: '4台8核16G，500G数据盘\n新建数据中心机房' })
    expect(edit).toMatch(/\/requests\/\d+\/edit\?page=1#lines/)
    const path = edit.replace(/\/edit.*/, '')
    expect(await page(edit.replace('#lines', ''))).toContain('有 3 行是从您粘贴的文字读出的')
    const tooEarly = await post(`${path}/hand-over`, {})
    expect(tooEarly.status).toBe(400)
    expect(await tooEarly.text()).toContain('有3行是从粘贴的文字读出的')
    const saved = await post(path, {
      ...head,
      version: '1',
      'line-0-quantity': '4',
      'line-0-vcpu': '8',
      'line-0-memoryGiB': '16',
      'line-1-storageGiB': '500',
      'line-1-kind': 'block-storage',
      'line-2-text': '新建数据中心机房',
      'line-2-remove': 'yes',
      'line-3-text': '统一身份认证接入',
    })
    expect(saved.headers.get('location')).toBe(path)
    const shown = await page(path)
    for (const words of ['ECS-11', '2,138.00', 'EVS-01', 'SSO-01', '送部门审核'])
      expect(shown).toContain(words)
    expect(shown).not.toContain('新建数据中心机房')
    for (const [step, form, as] of [
      ['hand-over', {}, 'department'],
      ['submit', { version: '2' }, 'department-head'],
      ['match', {}, 'data-centre'],
      ['review', { comment: '同意' }, 'data-centre'],
      ['approve', { boxes: 'yes', item: '1 4 ECS-11' }, 'competent-bureau'],
      ['provision', { 'name-1-ECS-11': 'guoku-app' }, 'data-centre'],
    ] as const)
      expect([step, (await post(`${path}/${step}`, form, as)).status]).toEqual([step, 303])
    const done = await page(path)
    for (const words of ['已开通', 'guoku-app', '未批复', '核对匹配']) expect(done).toContain(words)
    // Dates in one form, as in every list of facts; ECS-11 is opened within 3 working days.
    expect(done).toContain('<time datetime="2026-11-25">2026-11-25</time>')
    expect(done).not.toMatch(/\d{4}年\d{1,2}月\d{1,2}日/)
  })

  it('approves nothing when every box is cleared', async () => {
    const requestId = await requestIn(world, 'reviewed')
    const answer = await post(`/requests/${requestId}/approve`, { boxes: 'yes' }, 'competent-bureau')
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('至少批复一项')
  })
})

describe('two people who edit one draft', () => {
  it('see both versions; whoever saves second loses nothing and decides', async () => {
    const path = await file({ 'line-0-vcpu': '4', 'line-0-memoryGiB': '8' })
    const first = {
      ...head,
      version: '1',
      purpose: '科长改的用途',
      'line-0-vcpu': '8',
      'line-0-memoryGiB': '16',
    }
    expect((await post(path, first, 'department-head')).status).toBe(303)
    const second = {
      ...head,
      version: '1',
      purpose: '我写的用途',
      'line-0-vcpu': '2',
      'line-0-memoryGiB': '4',
    }
    const answer = await post(path, second)
    expect(answer.status).toBe(409)
    const shown = await answer.text()
    for (const words of ['科长改的用途', '我写的用途', '1 台 8核16G', '1 台 2核4G', '以我的填写为准'])
      expect(shown).toContain(words)
    const again = Object.fromEntries(
      [...shown.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    )
    expect(again.version).toBe('2')
    expect((await post(path, again)).status).toBe(303)
    expect(await page(path)).toContain('我写的用途')
  })

  it('is told so by the API as well', async () => {
    const draft = { project: '项目', systemName: '系统', purpose: '用途', lines: [{ vcpu: 4 }] }
    const { id } = await (await json('POST', '/api/v1/requests', draft)).json()
    const save = (change: object, as: Role) =>
      json('PUT', `/api/v1/requests/${id}`, { ...draft, ...change }, as)
    expect((await save({ version: 1, purpose: '科长改的', lines: [] }, 'department-head')).status).toBe(200)
    const late = await save({ version: 1, purpose: '我写的' }, 'department')
    expect([late.status, late.headers.get('content-type')]).toEqual([
      409,
      'application/problem+json; charset=utf-8',
    ])
    const problem = await late.json()
    expect(problem).toMatchObject({
      type: 'urn:dengyun:problem:conflict',
      saved: { version: 2, by: '县财政局国库股经办', purpose: '科长改的', lines: [] },
      yours: { purpose: '我写的', lines: [{ vcpu: 4 }] },
    })
    expect(staleDraftJson.parse(problem)).toEqual(problem)
    // What was sent late can be saved over it, by the version that was seen.
    expect((await save({ ...problem.yours, version: problem.saved.version }, 'department')).status).toBe(200)
    const [one, other] = await Promise.all([
      save({ version: 3, purpose: '甲' }, 'department'),
      save({ version: 3, purpose: '乙' }, 'department-head'),
    ])
    expect([one.status, other.status].sort()).toEqual([200, 409])
    expect((await json('PUT', `/api/v1/requests/${id}`, draft)).status).toBe(400)
  })
})

describe('a draft', () => {
  it('is deleted by the API until it is submitted', async () => {
    const requestId = await requestIn(world, 'draft')
    const remove = (id: number, as: Role) => world.fetch(`/api/v1/requests/${id}`, { method: 'DELETE', as })
    expect((await remove(requestId, 'data-centre')).status).toBe(403)
    expect((await remove(requestId, 'department')).status).toBe(204)
    expect((await remove(requestId, 'department')).status).toBe(404)
    expect((await remove(await requestIn(world, 'submitted'), 'department')).status).toBe(409)
  })
})

describe('bad input', () => {
  const draft = (lines: unknown[]) => ({ project: '项目', systemName: '系统', purpose: '用途', lines })
  const refused = async (body: unknown) => {
    const answer = await json('POST', '/api/v1/requests', body)
    return { status: answer.status, ...(await answer.json()) }
  }

  it.each([
    [{ quantity: -1, vcpu: 4 }, 'lines.0.quantity'],
    [{ quantity: 0, vcpu: 4 }, 'lines.0.quantity'],
    [{ quantity: 1e15, vcpu: 4 }, 'lines.0.quantity'],
    [{ vcpu: 4.5 }, 'lines.0.vcpu'],
    [{ vcpu: '4' }, 'lines.0.vcpu'],
    [{}, 'lines.0.text'],
    [{ vcpu: 4, text: '云主机' }, 'lines.0.vcpu'],
    [{ vcpu: 4, unknown: 1 }, 'lines.0.unknown'],
    [{ vcpu: 4, classified: 'yes' }, 'lines.0.classified'],
    [{ vcpu: 4, attached: 'HSS-01' }, 'lines.0.attached'],
    [{ vcpu: 4, attached: Array(21).fill('HSS-01') }, 'lines.0.attached'],
    [{ storageGiB: 100, attached: ['HSS-01'] }, 'lines.0.attached'],
    [{ text: '云主机', attached: ['HSS-01'] }, 'lines.0.attached'],
    [{ text: '长'.repeat(2_001) }, 'lines.0.text'],
  ])('in a line is refused where it stands: %#', async (line, path) => {
    expect(await refused(draft([line]))).toMatchObject({ status: 400, errors: [{ path }] })
  })

  it('of 10,000 lines is refused with the limit', async () => {
    const { status, errors } = await refused(draft(Array(10_000).fill({ vcpu: 1 })))
    expect(status).toBe(400)
    expect(errors[0].message).toContain('一份申请最多2000行需求')
  })

  it('keeps half characters and NUL out of what must be hashed', async () => {
    const answer = await json('POST', '/api/v1/requests', draft([{ text: '统一\ud800身份\u0000认证' }]))
    expect(answer.status).toBe(400)
    expect((await answer.json()).errors).toMatchObject([{ path: 'lines.0.text' }])
  })

  it('of unknown zones is said before the submission and refused by it', async () => {
    const answer = await json('POST', '/api/v1/requests', {
      ...draft([{ vcpu: 4, zone: '月球网' }]),
      startsOn: '2026-12-01',
      endsOn: '2026-12-31',
    })
    const { id } = await answer.json()
    expect(await page(`/requests/${id}`)).toContain('没有“月球网”这个网络区域')
    const submitted = await json('POST', `/api/v1/requests/${id}/submit`, {}, 'department-head')
    expect(submitted.status).toBe(400)
    expect((await submitted.json()).errors).toMatchObject([{ path: 'lines.0.zone' }])
  })

  it('on the form is said there, and what was typed stays', async () => {
    const answer = await post('/requests', {
      ...head,
      'line-0-vcpu': '-4',
      'line-0-text': '',
      project: '改不掉的名字',
    })
    expect(answer.status).toBe(400)
    const shown = await answer.text()
    for (const words of ['第 1 行：vCPU 核数至少为1', 'value="-4"', '改不掉的名字'])
      expect(shown).toContain(words)
    // Read aloud and coloured where it stands, and nowhere else.
    expect(shown.match(/<input[^>]*aria-invalid="true"[^>]*>/g)).toEqual([
      expect.stringContaining('name="line-0-vcpu"'),
    ])
  })

  it('names no system of somebody else', async () => {
    const answer = await refused({ ...draft([]), system: 'LC-9999' })
    expect(answer).toMatchObject({ status: 400, errors: [{ path: 'system' }] })
  })
})

describe('an edition published meanwhile', () => {
  it('is named on the request with the difference in money, and the request can be matched again with it', async () => {
    const requestId = await requestIn(world, 'reviewed')
    const csv = (await sampleCatalogue()).replace('4核8G,台,包月,267.2,', '4核8G,台,包月,300.0,')
    await publishSample(world, '2026年第2版', csv)
    const shown = await page(`/requests/${requestId}`, 'data-centre')
    for (const words of ['本申请按2026年第1版匹配，现行的是2026年第2版', '534.40', '600.00', '+65.60'])
      expect(shown).toContain(words)
    await expect(matchAgain(world.as('department'), { requestId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const before = await readRequest(world.as('data-centre'), { requestId })
    const diff = await matchAgain(world.as('data-centre'), { requestId })
    expect(diff).toMatchObject({ changeFen: 6_560, lines: [{ lineId: '1' }] })
    const after = await readRequest(world.as('data-centre'), { requestId })
    expect(after.row.status).toBe('matched')
    expect(after.newerEdition).toBeNull()
    expect(after.match?.row.contentHash).not.toBe(before.match?.row.contentHash)
    const stale = await post(
      `/requests/${requestId}/review`,
      {
        comment: '同意',
        contentHash: before.match?.row.contentHash ?? '',
      },
      'data-centre',
    )
    expect(stale.status).toBe(409)
  })
})

describe('what other slices ask of requests', () => {
  it('is who uses which item at which price, and which lines nothing serves, with an estimate', async () => {
    const uses = await itemUses(world.as('data-centre'))
    expect(uses.find(({ kind }) => kind === 'resource')).toMatchObject({
      label: 'guoku-app',
      code: 'ECS-11',
      quantity: 4,
      monthlyFen: 213_800,
    })
    const requestId = await requestIn(world, 'submitted', {
      lines: [{ quantity: 1, vcpu: 200, memoryGiB: 400 }, { text: '量子加密通道' }],
    })
    const unmet = await unmetLines(world.as('data-centre'))
    expect(unmet.filter((line) => line.requestId === requestId)).toMatchObject([
      { lineId: '1', asked: '1 台 200核400G', outcome: 'not-in-catalogue' },
      { lineId: '2', asked: '量子加密通道', outcome: 'not-in-catalogue' },
    ])
  })
})
