import { beforeAll, describe, expect, it } from 'vitest'
import { readTable } from '../../../src/platform/spreadsheet/read-table.ts'
import { isProse } from '../../../src/platform/text.ts'
import { files, read } from '../../documents/read-documents.ts'
import { makeWorld, type World } from '../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const draft = {
  project: '项目',
  systemName: '系统',
  purpose: '用途',
  lines: [{ quantity: 1, vcpu: 4, memoryGiB: 8 }],
}
const file = (body: object) =>
  world.fetch('/api/v1/requests', {
    method: 'POST',
    as: 'department',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const urlencoded = (body: string) =>
  world.fetch('/requests', {
    method: 'POST',
    as: 'department',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })

/** Controls, marks of direction, half a surrogate pair. */
const refused = [
  '\u0000',
  '\u0007',
  '\u001b',
  '\u0085',
  '\u202a',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u2028',
  '\ud800',
  '\udc00',
]

describe('the door of JSON', () => {
  it.each(refused)('refuses %j with the path of the field', async (sign) => {
    const answer = await file({ ...draft, lines: [{ ...draft.lines[0], text: `甲${sign}乙` }] })
    expect(answer.status).toBe(400)
    const { errors } = await answer.json()
    expect(errors).toEqual([{ path: 'lines.0.text', message: expect.stringContaining('第 2 个字') }])
  })

  it('takes line breaks where a text has several lines, and nowhere else', async () => {
    expect((await file({ ...draft, purpose: '一\n二\t三' })).status).toBe(201)
    const { errors } = await (await file({ ...draft, project: '一\n二' })).json()
    expect(errors).toEqual([{ path: 'project', message: expect.stringContaining('U+000A') }])
  })

  it('drops signs that have no width, so that no two names look alike', async () => {
    const { id } = await (await file({ ...draft, project: '国\u200b库\ufeff\u00ad' })).json()
    const read = await (await world.fetch(`/api/v1/requests/${id}`, { as: 'department' })).json()
    expect(read.project).toBe('国库')
  })

  it('refuses names of fields with them, what is nested beyond sense, and what is no JSON', async () => {
    for (const body of ['{"a\\u0000":1}', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, '{"project":'])
      expect(
        (
          await world.fetch('/api/v1/requests', {
            method: 'POST',
            as: 'department',
            headers: { 'content-type': 'application/json' },
            body,
          })
        ).status,
      ).toBe(400)
  })

  it('says that it wants JSON when something else comes: 415, in Chinese', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
      const answer = await world.fetch('/api/v1/requests', {
        method: 'POST',
        as: 'department',
        headers: { 'content-type': type },
        body: '{}',
      })
      const said = await answer.json()
      expect([type, answer.status, said.detail]).toEqual([type, 415, expect.stringContaining('Content-Type')])
    }
  })
})

describe('the door of forms', () => {
  it.each(['%00', '%1B', '%E2%80%AE', '%E2%81%A9'])(
    'refuses %s and shows what was typed, without it',
    async (sign) => {
      const answer = await urlencoded(`project=${encodeURIComponent('国库')}${sign}&systemName=x&purpose=y`)
      expect(answer.status).toBe(400)
      const html = await answer.text()
      expect(html).toContain('看不见的控制字符')
      expect(html).toContain('value="国库"')
    },
  )

  it('makes blanks of the tabs and line breaks that come along from a table, and keeps those of a text', async () => {
    const answer = await urlencoded(
      `project=${encodeURIComponent('国库\t系统\r\n')}&systemName=x&purpose=${encodeURIComponent('一\r\n二')}`,
    )
    expect(answer.status).toBe(303)
    const id = /\d+/.exec(answer.headers.get('location') ?? '')?.[0]
    const read = await (await world.fetch(`/api/v1/requests/${id}`, { as: 'department' })).json()
    expect([read.project, read.purpose]).toEqual(['国库 系统', '一\r\n二'])
  })

  it('refuses names of files with them', async () => {
    const data = new FormData()
    data.set('file', new File(['系统编号,系统名称'], '台账\u202excod.csv'))
    const answer = await world.fetch('/systems/import', { method: 'POST', as: 'data-centre', body: data })
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('文件名')])
  })

  it('knows every text of several lines that a page has', () => {
    const pages = files.filter((name) => /^src\/.+\.tsx$/.test(name) && !name.includes('.test.'))
    const names = pages.flatMap((page) =>
      [...read(page).matchAll(/<(?:TextArea|textarea)\b[^>]*?\sname="([^"]+)"/g)].map(
        ([, name = '']) => name,
      ),
    )
    expect(names.filter((name) => !isProse(name))).toEqual([])
    expect(names.length).toBeGreaterThan(8)
  })
})

describe('the door of addresses', () => {
  it('refuses a query with them, or whose encoding is broken, and a path leads nowhere', async () => {
    for (const [path, status] of [
      ['/sign-in?next=%00', 400],
      ['/sign-in?next=/%09/host', 200],
      ['/systems?q=%E2%80%AE', 400],
      ['/systems?q=%zz', 400],
      ['/systems?q=%ED%A0%80', 400],
      ['/systems/%00', 404],
      ['/systems/%E2%80%AE', 404],
      ['/systems/%zz', 404],
      ['/systems/%ED%A0%80', 404],
    ] as const)
      expect([path, (await world.fetch(path, { as: 'data-centre' })).status]).toEqual([path, status])
  })
})

describe('the door of spreadsheets', () => {
  it('leaves nothing in a cell that can’t be seen', async () => {
    const text =
      '系统编号,系统名称,主管单位\nA-1,国\u202e库系\u200b统,县财政局国库股\nA-2,林业系统\u2066,县财政局国库股'
    const bytes = new TextEncoder().encode(text)
    const rows = await readTable(world.as('data-centre'), { fileName: '台账.csv', bytes }, 10)
    expect(rows.map(({ cells }) => cells[1])).toEqual(['系统名称', '国库系统', '林业系统'])
  })
})
