import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeXlsx } from '../../tests/support/make-xlsx.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const upload = (name: string, bytes: Uint8Array) => {
  const body = new FormData()
  body.set('file', new File([new Uint8Array(bytes)], name))
  return world.fetch('/systems/import', { method: 'POST', body, as: 'data-centre' })
}
const sample = async () =>
  new Uint8Array(await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url)))
const page = async (path: string) => (await world.fetch(path, { as: 'data-centre' })).text()
const post = (path: string, values: Record<string, string> = {}) =>
  world.fetch(path, { method: 'POST', body: new URLSearchParams(values), as: 'data-centre' })

describe('importing on pages', () => {
  it('goes from upload over preview to the result', async () => {
    expect(await page('/systems/import')).toContain('还没有导入过台账')
    const uploaded = await upload('陵川台账.xlsx', await sample())
    expect(uploaded.status).toBe(303)
    const path = uploaded.headers.get('location') ?? ''
    const preview = await page(path)
    for (const text of ['陵川台账.xlsx', '待确认', '确认导入', '第 129 行', '十二万', '2026年10月31日'])
      expect(preview).toContain(text)
    expect(preview).not.toContain('style=')
    const confirmed = await post(`${path}/confirm`)
    expect([confirmed.status, confirmed.headers.get('location')]).toEqual([303, path])
    const result = await page(path)
    expect(result).toContain('已导入系统目录')
    expect(result).not.toContain('确认导入')
    const twice = await post(`${path}/confirm`)
    expect(twice.status).toBe(409)
    expect(await twice.text()).toContain('现在是“已导入”')
    expect(await page('/systems/import')).toContain('已导入')
  })

  it('lets the match be corrected', async () => {
    const rows = [
      ['系统编号', '平台', '归口', '备注'],
      ['Z-1', '<b>甲</b>', '县财政局', '无'],
    ]
    const path = (await upload('缺列.xlsx', makeXlsx([{ rows }]))).headers.get('location') ?? ''
    const missing = await page(path)
    expect(missing).toContain('缺少系统名称、主管单位列')
    expect(missing).not.toContain('确认导入')
    const twice = await post(`${path}/columns`, { 'column-1': 'name', 'column-2': 'name' })
    expect(twice.status).toBe(400)
    expect(await twice.text()).toContain('请只留一列')
    const corrected = await post(`${path}/columns`, {
      'column-0': 'code',
      'column-1': 'name',
      'column-2': 'unit',
    })
    const next = corrected.headers.get('location') ?? ''
    expect(next).not.toBe(path)
    expect(await page(next)).toContain('确认导入：新增 1')
    const discarded = await post(`${next}/discard`)
    expect(discarded.headers.get('location')).toBe('/systems/import')
    expect(await page(next)).toContain('这次预览已放弃')
  })

  it.each<[string, Uint8Array, number, string]>([
    ['空.xlsx', new Uint8Array(), 422, '空文件'],
    ['照片.xlsx', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 415, '图片'],
    ['旧.xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), 415, '不加密的 .xlsx'],
    ['通讯录.xlsx', makeXlsx([{ rows: [['张三', '138']] }]), 422, '没有找到表头'],
    ['大.xlsx', new Uint8Array(60 * 1024 * 1024 + 1), 413, '60 MB'],
  ])('says on the same page what is wrong with %s', async (name, bytes, status, words) => {
    const answer = await upload(name, bytes)
    expect(answer.status).toBe(status)
    const text = await answer.text()
    expect(text).toContain(words)
    expect(text).toContain('上传台账')
  })

  it('asks for a file when none was chosen, and has a page for what is far too large', async () => {
    expect(
      (await world.fetch('/systems/import', { method: 'POST', body: new FormData(), as: 'data-centre' }))
        .status,
    ).toBe(400)
    const answer = await upload('巨.xlsx', new Uint8Array(62 * 1024 * 1024))
    expect([answer.status, (await answer.text()).includes('超过 60 MB')]).toEqual([413, true])
  })

  it('pages through many rejected rows', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => [`Y-${i}`, null, '县财政局'])
    const path =
      (
        await upload('多.xlsx', makeXlsx([{ rows: [['系统编号', '系统名称', '主管单位'], ...rows] }]))
      ).headers.get('location') ?? ''
    expect(await page(path)).toContain('退回的行（120）')
    const third = await page(`${path}?r=3`)
    expect(third).toContain('Y-119')
    expect(third).not.toContain('Y-99')
    expect((await world.fetch(`${path}?r=x`, { as: 'data-centre' })).status).toBe(400)
  })

  it('answers a stranger, another role and a number that is none', async () => {
    expect((await world.fetch('/systems/import', { as: 'finance' })).status).toBe(403)
    expect((await world.fetch('/systems/import/999999', { as: 'data-centre' })).status).toBe(404)
    expect((await world.fetch('/systems/import')).status).toBe(303)
  })

  it('gives the register as a download', async () => {
    const xlsx = await world.fetch('/systems/export.xlsx', { as: 'finance' })
    expect(xlsx.headers.get('content-disposition')).toContain('attachment')
    const csv = await world.fetch('/systems/export.csv', { as: 'finance' })
    expect((await csv.text()).split('\r\n')).toHaveLength(126)
  })
})

describe('importing by API', () => {
  it('previews, confirms once and discards', async () => {
    const rows = [
      ['系统编号', '系统名称', '主管单位'],
      ['X-1', '甲', '县财政局'],
    ]
    const sent = await world.fetch('/api/v1/ledger-imports?fileName=a.xlsx', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(makeXlsx([{ rows }])),
      as: 'data-centre',
    })
    expect(sent.status).toBe(201)
    const preview = (await sent.json()) as { importId: number; counts: { added: number } }
    expect(preview.counts.added).toBe(1)
    const confirm = () =>
      world.fetch(`/api/v1/ledger-imports/${preview.importId}/confirm`, { method: 'POST', as: 'data-centre' })
    expect((await confirm()).status).toBe(200)
    const twice = await confirm()
    expect([twice.status, ((await twice.json()) as { type: string }).type]).toEqual([
      409,
      'urn:dengyun:problem:conflict',
    ])
    const bad = await world.fetch('/api/v1/ledger-imports?fileName=a.pdf', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: '%PDF-1.7',
      as: 'data-centre',
    })
    expect(bad.status).toBe(415)
  })
})
