import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import type { Role } from '../platform/permissions.ts'
import { compileEdition, editionInForce, readCatalogueEdition } from './index.ts'

let world: World
let bytes: Uint8Array<ArrayBuffer>
let draftId: number
let oldId: number
beforeAll(async () => {
  world = await makeWorld()
  bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
})

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })
function upload(number: string, content: Uint8Array<ArrayBuffer>, name = 'catalogue.csv') {
  const body = new FormData()
  body.set('number', number)
  body.set('file', new File([content], name))
  return { method: 'POST', body }
}
const post = (as: Role, path: string, init: RequestInit = form({})) => world.fetch(path, { as, ...init })
const text = async (answer: Response | Promise<Response>) => (await answer).text()

describe('before anything is published', () => {
  it('the page says so, and the API answers not found in Chinese', async () => {
    const page = await world.fetch('/catalogue')
    expect(page.status).toBe(200)
    expect(await text(page)).toContain('服务目录还没有发布')
    const answer = await world.fetch('/api/v1/catalogue?jurisdiction=lingchuan')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 404, detail: expect.stringContaining('还没有发布') })
  })
})

describe('from file to publication by the pages', () => {
  /** Uploads, submits, approves twice and publishes. Out: the edition's id. */
  async function publish(number: string): Promise<number> {
    const made = await post('data-centre', '/editions', upload(number, bytes))
    expect(made.status).toBe(303)
    const path = made.headers.get('location') ?? ''
    expect((await post('data-centre', `${path}/submit`)).status).toBe(303)
    for (const role of ['competent-bureau', 'finance'] as const) {
      const page = await text(world.fetch(path, { as: role }))
      const contentHash = /name="contentHash" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? ''
      expect(
        (await post(role, `${path}/approve`, form({ contentHash, bureau: role, comment: '同意' }))).status,
      ).toBe(303)
    }
    expect((await post('competent-bureau', `${path}/publish`)).status).toBe(303)
    return Number(path.split('/').at(-1))
  }

  it('works step by step', async () => {
    oldId = await publish('2026年第1版')
    const id = await publish('2026年第2版')
    expect((await editionInForce(world.as('public')))?.id).toBe(id)
    draftId = (
      await compileEdition(world.as('data-centre'), { number: '2026年第3版', fileName: 'a.csv', bytes })
    ).editionId
  })

  it('shows a file with faults cell by cell and keeps the number typed', async () => {
    const bad = new TextEncoder().encode(new TextDecoder().decode(bytes).replace('包月,30.5,', '包月,=cmd,'))
    const answer = await post('data-centre', '/editions', upload('2026年第9版', new Uint8Array(bad)))
    expect(answer.status).toBe(400)
    const page = await text(answer)
    expect(page).toContain('文件里有 1 处问题')
    expect(page).toContain('=cmd')
    expect(page).toContain('value="2026年第9版"')
  })

  it.each([
    ['no file', form({ number: '2026年第9版' }), 400],
    ['a wrong kind of file', upload('2026年第9版', new Uint8Array([1]), 'a.pdf'), 415],
    ['no number', undefined, 400],
    ['a number that is taken', undefined, 409],
  ])('%s is refused with a reason on the form', async (name, init, status) => {
    const number = name === 'no number' ? '' : '2026年第1版'
    const answer = await post('data-centre', '/editions', init ?? upload(number, bytes))
    expect(answer.status).toBe(status)
    expect(await text(answer)).toContain('编制新版目录')
  })

  it('says on the page why a step is not possible', async () => {
    const answer = await post('competent-bureau', `/editions/${draftId}/publish`)
    expect(answer.status).toBe(409)
    expect(await text(answer)).toContain('只有“待发布”的版次才能发布')
  })
})

describe('what the public sees', () => {
  it.each([
    '/catalogue',
    '/catalogue?q=8核16G+国产',
    '/catalogue/items/BW-NN',
    '/catalogue.csv',
    '/catalogue.xlsx',
  ])('%s needs no session', async (path) => {
    expect((await world.fetch(path)).status).toBe(200)
  })

  it('lists 97 items with number, approvals and filters', async () => {
    const page = await text(world.fetch('/catalogue'))
    expect(page).toContain('2026年第2版')
    expect(page).toContain('97 项')
    expect(page).toContain('县数据局机关 2026年11月21日批准')
    expect(page).toContain('按带宽兆数：5 以内每月 137.50 元，此后每增加 1 加 88.00 元')
    expect(page.match(/href="\/catalogue\/items\//g)).toHaveLength(97)
    for (const name of ['q', 'zone', 'domestic', 'level'])
      expect(page, name).toMatch(new RegExp(`<label for="${name}">[\\s\\S]*id="${name}"`))
  })

  it('searches, and says what to try when nothing is found', async () => {
    const found = await text(world.fetch('/catalogue?q=8核16G+国产'))
    expect(found).toContain('找到 1 项')
    expect(found).toContain('ECX-04')
    const nothing = await text(world.fetch('/catalogue?q=<b>火箭</b>&zone=互联网'))
    expect(nothing).toContain('没有符合条件的服务项')
    expect(nothing).toContain('去掉筛选')
    expect(nothing).not.toContain('<b>火箭')
  })

  it('refuses a filter that does not exist', async () => {
    expect((await world.fetch('/catalogue?level=9')).status).toBe(400)
  })

  it('reads old editions, and never a draft', async () => {
    const old = await text(world.fetch(`/catalogue/editions/${oldId}`))
    expect(old).toContain('只供查阅')
    expect((await world.fetch(`/catalogue/editions/${draftId}`)).status).toBe(404)
    expect((await world.fetch(`/editions/${draftId}`)).status).toBe(303)
    expect((await world.fetch(`/editions/${draftId}`, { as: 'department' })).status).toBe(403)
    expect((await world.fetch('/editions', { as: 'department' })).status).toBe(403)
    expect((await world.fetch(`/catalogue/editions/${draftId}`, { as: 'department' })).status).toBe(404)
  })

  it('downloads open as a spreadsheet', async () => {
    const csv = new Uint8Array(await (await world.fetch('/catalogue.csv')).arrayBuffer())
    expect([...csv.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const { editionId } = await compileEdition(world.as('data-centre'), {
      number: '由下载再导入',
      fileName: 'a.csv',
      bytes: csv,
    })
    const again = await readCatalogueEdition(world.as('data-centre'), { editionId })
    expect(again.contentHash).toBe((await editionInForce(world.as('public')))?.contentHash)
    const workbook = await world.fetch('/catalogue.xlsx')
    expect(workbook.headers.get('content-disposition')).toContain('attachment')
  })
})

describe('GET /api/v1/catalogue', () => {
  const path = '/api/v1/catalogue?jurisdiction=lingchuan'

  it('is the published contract, byte by byte', async () => {
    const answer = await world.fetch(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const body = await answer.text()
    const id = (await editionInForce(world.as('public')))?.id
    expect(
      body.startsWith(
        `{"edition":{"id":${id},"number":"2026年第2版","publishedOn":"2026-11-21","approvals":[{"by":"县数据局机关","on":"2026-11-21"},{"by":"县财政局机关","on":"2026-11-21"}]},"total":97,"items":[{"code":"ECS-01","category":"IaaS","group":"计算","name":"云主机","specification":"1核1G","unit":"台","monthlyFen":3050,"priceFormula":null,"vcpu":1,"memoryGiB":1,"storageGiB":40,"zones":["政务外网","互联网"],"architecture":"X86","domestic":false,"protectionLevel":3,"leadTimeWorkingDays":3,"shared":false},`,
      ),
    ).toBe(true)
    expect(body).toContain(
      '{"code":"BW-NN","category":"IaaS","group":"网络","name":"互联网带宽","specification":"6M及以上","unit":"条","monthlyFen":null,"priceFormula":"137.5+(n-5)×88","vcpu":null,"memoryGiB":null,"storageGiB":null,"zones":["互联网"],"architecture":null,"domestic":false,"protectionLevel":3,"leadTimeWorkingDays":1,"shared":false}',
    )
    expect(body).toContain('"name":"统一身份认证","specification":"接入应用","unit":"个","monthlyFen":0,')
    expect(JSON.parse(body).items).toHaveLength(97)
  })

  it('answers 304 to whoever has it, and anew when another edition is published', async () => {
    const tag = (await world.fetch(path)).headers.get('etag') ?? ''
    expect(tag).toMatch(/^"[^"]+"$/)
    for (const header of [tag, `W/${tag}`, `"other", W/${tag}`, '*']) {
      const answer = await world.fetch(path, { headers: { 'if-none-match': header } })
      expect(answer.status, header).toBe(304)
      expect(answer.headers.get('etag')).toBe(tag)
      expect(await answer.text()).toBe('')
    }
    const other = await world.fetch(path, { headers: { 'if-none-match': '"other"' } })
    expect(other.status).toBe(200)
    expect(other.headers.get('cache-control')).toBe('public, no-cache')
  })

  it('refuses keys it does not know, and jurisdictions there are not', async () => {
    const unknown = await world.fetch(`${path}&page=2`)
    expect(unknown.status).toBe(400)
    expect(await unknown.json()).toMatchObject({ status: 400, errors: [{ path: 'page' }] })
    expect((await world.fetch('/api/v1/catalogue?jurisdiction=nowhere')).status).toBe(404)
    expect((await world.fetch('/api/v1/catalogue?jurisdiction=nowhere', { as: 'finance' })).status).toBe(404)
  })

  it('is the same for those who have signed in', async () => {
    expect(await text(world.fetch(path, { as: 'department' }))).toBe(await text(world.fetch(path)))
  })
})
