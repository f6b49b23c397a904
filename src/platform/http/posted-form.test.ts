import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
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
    const { fileName, bytes } = await form.file('请选择文件。')
    expect([fileName, new TextDecoder().decode(bytes)]).toEqual(['台账.csv', 'abc'])
    expect(form.values()).toEqual({ note: '台账' })
  })

  it('says in the words given that no file was chosen', async () => {
    const data = new FormData()
    data.append('file', new File([], ''))
    const { form } = await posted(data)
    await expect(form.file('请选择文件。')).rejects.toMatchObject({
      code: 'invalid-input',
      message: '请选择文件。',
    })
    await expect(new PostedForm({ file: 'text' }).file('请选择文件。')).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })

  it('is empty where there is none, and refused where it can’t be read', async () => {
    expect((await posted(undefined)).form.values()).toEqual({})
    const broken = { 'content-type': 'multipart/form-data; boundary=x' }
    expect((await posted('--y\r\n', broken)).status).toBe(400)
  })
})
