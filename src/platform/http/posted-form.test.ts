import fc from 'fast-check'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { plainText } from '../text.ts'
import { asAppError } from './answer-error.tsx'
import { PostedForm, readForm } from './posted-form.ts'
import type { AppEnv } from './routers.ts'

async function posted(body: BodyInit | undefined, headers: Record<string, string> = {}) {
  const forms: PostedForm[] = []
  const app = new Hono<AppEnv>()
  app.post('/', async (c) => {
    forms.push(await readForm(c))
    return c.text('')
  })
  app.onError((error, c) => c.text('', asAppError(error).status))
  const { status } = await app.request('/', {
    method: 'POST',
    headers,
    ...(body === undefined ? {} : { body }),
  })
  return { status, form: forms[0] ?? new PostedForm() }
}

describe('a posted form', () => {
  it('gives each field as it was typed, and the last of several', async () => {
    const { form } = await posted(new URLSearchParams('a= 1 &a=2&b=%20&constructor=x'))
    expect([form.text('a'), form.texts('a'), form.text('none'), form.texts('none')]).toEqual([
      '2',
      [' 1 ', '2'],
      '',
      [],
    ])
    expect([form.said('b'), form.said('none'), form.said('constructor')]).toEqual([undefined, undefined, 'x'])
    expect([form.number('a'), form.number('b'), form.number('constructor')]).toEqual([
      2,
      Number.NaN,
      Number.NaN,
    ])
    expect(form.values()).toEqual({ a: '2', b: ' ', constructor: 'x' })
    expect(form.text('toString')).toBe('')
  })

  it('gives its file, and nothing of it as text', async () => {
    const data = new FormData()
    data.append('note', '台账')
    data.append('file', new File(['abc'], '台账.csv'))
    const { form } = await posted(data)
    const { fileName, bytes } = form.file('请选择文件。')
    expect([fileName, new TextDecoder().decode(bytes)]).toEqual(['台账.csv', 'abc'])
    expect(form.values()).toEqual({ note: '台账' })
  })

  it('says in the words given that no file was chosen', async () => {
    const data = new FormData()
    data.append('file', new File([], ''))
    const { form } = await posted(data)
    for (const none of [form, new PostedForm({ file: 'text' })])
      expect(() => none.file('请选择文件。')).toThrow(new AppError('invalid-input', '请选择文件。'))
  })

  it('is empty where there is none, and refused where it can’t be read', async () => {
    expect((await posted(undefined)).form.values()).toEqual({})
    const broken = { 'content-type': 'multipart/form-data; boundary=x' }
    expect((await posted('--y\r\n', broken)).status).toBe(400)
  })

  it('gives back a file whatever bytes it has, the ones that part a form included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('\r', '\n', '-', '--', '\r\n--', '甲', 'boundary', '\r\n--x', ''), {
          maxLength: 40,
        }),
        fc.string({ minLength: 1, maxLength: 20 }),
        async (pieces, note) => {
          const content = pieces.join('')
          const data = new FormData()
          data.append('file', new File([content], '台"账\\.csv'))
          data.append('note', note)
          const { form } = await posted(data)
          const { fileName, bytes } = form.file('')
          // The sender writes line breaks of a field in its own way.
          const typed = note.replace(/\r\n?|\n/g, ' ')
          expect([fileName, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)]).toEqual([
            '台"账\\.csv',
            content,
          ])
          expect(form.text('note')).toBe(plainText(typed.replace(/\t+/g, ' ')))
        },
      ),
    )
  })

  it('of other programs is read as well: no quotation marks, a line before the first part, nothing in a part', async () => {
    const parts = [
      'before',
      '--x',
      'content-disposition: form-data; name=a',
      '',
      '',
      '--x',
      'Content-Type: text/csv',
      'Content-Disposition: form-data; filename="b\\"c.csv"; name="file"',
      '',
      '1\r\n2',
      '--x--',
      'after',
    ]
    const { form } = await posted(parts.join('\r\n'), {
      'content-type': 'multipart/form-data; charset=utf-8; boundary="x"',
    })
    expect(form.values()).toEqual({ a: '' })
    expect(form.file('')).toMatchObject({ fileName: 'b"c.csv', bytes: new TextEncoder().encode('1\r\n2') })
  })

  it('is refused when it has more fields, or more text, than any page sends', async () => {
    const many = new FormData()
    for (let field = 0; field <= 5_000; field += 1) many.append('a', '1')
    const long = new FormData()
    long.append('a', '1'.repeat(2_100_000))
    const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await posted(many)).status).toBe(400)
    expect((await posted(long)).status).toBe(413)
    expect((await posted('a=1&'.repeat(5_001), urlencoded)).status).toBe(400)
    expect((await posted(`a=${'1'.repeat(2_100_000)}`, urlencoded)).status).toBe(413)
  })
})
