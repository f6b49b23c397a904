import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { confirmImport, previewLedger } from '../systems/index.ts'
import { attachEvidence } from './attach-evidence.ts'
import { pdf, png } from './files.fixture.ts'

let world: World
let subject: { kind: string; id: number }
let page: string
beforeAll(async () => {
  world = await makeWorld()
  const bytes = new TextEncoder().encode('系统编号,系统名称,主管单位\nLC-1,国库系统,县财政局国库股')
  const { importId } = await previewLedger(world.as('data-centre'), { fileName: '台账.csv', bytes })
  await confirmImport(world.as('data-centre'), importId)
  const [entry] = await transact(world.as('audit'), (tx) =>
    tx.execute<{ id: string }>(sql`select id from fact_entries`),
  )
  subject = { kind: 'fact-entry', id: Number(entry?.id) }
  page = `/evidence?subjectKind=fact-entry&subjectId=${subject.id}`
})

type Who = Parameters<World['as']>[0] & NonNullable<NonNullable<Parameters<World['fetch']>[1]>['as']>
const shown = async (as: Who, path = page) => (await world.fetch(path, { as })).text()
function posted(fields: Record<string, string | File>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries({
    subjectKind: subject.kind,
    subjectId: String(subject.id),
    ...fields,
  }))
    form.set(name, value)
  return form
}
const attach = (fields: Record<string, string | File>, as: Who = 'department') =>
  world.fetch('/evidence', { method: 'POST', as, body: posted(fields) })

describe('the page of a subject’s evidence', () => {
  it('is reached from the system, and leads back to it', async () => {
    expect(await shown('department', '/systems/LC-1')).toContain(`href="${page.replace('&', '&amp;')}"`)
    const html = await shown('department')
    expect(html).toContain('<h1>凭据：国库系统（LC-1）2026年11月21日起的登记</h1>')
    expect(html).toContain('href="/systems/LC-1"')
    expect(html).toContain('还没有凭据')
    expect((await world.fetch('/evidence', { as: 'department' })).status).toBe(404)
  })

  it('takes a file by a plain form, lists it, and gives it as a download', async () => {
    const answer = await attach({
      file: new File([pdf()], '批复.pdf'),
      'evidence-title': '立项批复',
      'evidence-documentNumber': '陵发改〔2026〕8号',
      'evidence-documentDate': '2026-03-02',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, page])
    const html = await shown('finance')
    for (const words of ['立项批复', '陵发改〔2026〕8号', '2026-03-02', 'PDF，1 KB', '县财政局国库股'])
      expect(html).toContain(words)
    const [, href = ''] = /href="(\/evidence\/\d+\/content)">立项批复/.exec(html) ?? []
    const file = await world.fetch(href, { as: 'finance' })
    expect(file.headers.get('content-disposition')).toContain('attachment')
  })

  it('offers the form to who may attach, and withdrawal to whose it is', async () => {
    await attachEvidence(world.as('department'), { fileName: '甲.png', bytes: png, subject })
    for (const [role, may] of [
      ['department', [true, true]],
      ['data-centre', [true, false]],
      ['finance', [false, false]],
      ['audit', [false, false]],
    ] as const) {
      const html = await shown(role)
      const offered = [html.includes('附上凭据'), html.includes('撤回这份凭据')]
      expect([role, offered]).toEqual([role, may])
    }
  })

  it('says why a file was refused, and keeps what was typed', async () => {
    const refused = await attach({ file: new File([png], '批复.pdf'), 'evidence-title': '立项批复二' })
    expect(refused.status).toBe(415)
    const html = await refused.text()
    expect(html).toContain('批复.pdf 的内容是PNG 图片，扩展名却是 .pdf')
    expect(html).toContain('value="立项批复二"')
    const none = await attach({ 'evidence-title': '立项批复三' })
    expect([none.status, await none.text()]).toEqual([400, expect.stringContaining('请先选择凭据文件。')])
    const forbidden = await attach({ file: new File([pdf('/A 1')], '乙.pdf') }, 'finance')
    expect(forbidden.status).toBe(403)
  })

  it('strikes a withdrawn file through, with its reason; only the audit bureau still has the link', async () => {
    const id = await attachEvidence(world.as('department'), { fileName: '错.png', bytes: png, subject })
    const withdraw = (reason: string) =>
      world.fetch(`/evidence/${id}/withdraw`, { method: 'POST', as: 'department', body: posted({ reason }) })
    const refused = await withdraw(' ')
    const html = await refused.text()
    expect([refused.status, html]).toEqual([400, expect.stringContaining('请写明为什么撤回')])
    expect(html).toMatch(/<details open="">\s*<summary>撤回…/)
    expect((await withdraw('传错了页')).status).toBe(303)
    for (const role of ['department', 'competent-bureau'] as const) {
      expect(await shown(role)).toContain('<del>错</del>')
      expect(await shown(role)).toContain('已撤回：传错了页')
      expect((await world.fetch(`/evidence/${id}/content`, { as: role })).status).toBe(403)
    }
    expect(await shown('audit')).toContain(`<del><a href="/evidence/${id}/content">错</a></del>`)
    const kept = await world.fetch(`/evidence/${id}/content`, { as: 'audit' })
    expect(decodeURIComponent(kept.headers.get('content-disposition') ?? '')).toContain('【已撤回】错.png')
  })
})
