import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { AppError, type ErrorCode } from '../errors.ts'
import { Field, Select } from '../ui/components.tsx'
import { FoldedForm, Form, Input, TextArea } from '../ui/form.tsx'
import { answerError, asAppError } from './answer-error.tsx'
import { orRefusal } from './or-refusal.ts'
import { renderPage } from './render-page.tsx'
import type { AppEnv, RequestContext } from './routers.ts'

const options = ['水利局', '财政局'].map((label) => ({ value: label, label }))

const page = (c: RequestContext) =>
  renderPage(
    c,
    { title: '单位' },
    <>
      <Form action="/rename" fixed={{ row: '1' }}>
        <Field name="name" label="名称" value="原名" />
        <Field name="password" label="密码" type="password" />
        <Field name="code" label="验证码" autocomplete="one-time-code" />
        <Select name="parent" label="上级" value="水利局" options={options} />
        <Input type="checkbox" id="a" name="roles" value="a" checked />
        <Input type="checkbox" id="b" name="roles" value="b" />
        <TextArea name="reason" value="原来的理由" />
      </Form>
      <Form action="/rename" fixed={{ row: '2' }}>
        <Field name="name" id="other" label="名称" value="另一行" />
      </Form>
      <FoldedForm summary="停用" action="/disable">
        <TextArea name="reason" id="why" />
      </FoldedForm>
    </>,
  )

/** In: what the verb throws, and what the page does. Out: the answer to a form that was filled in. */
async function refused(error: Error, draw: typeof page = page, path = '/rename') {
  const app = new Hono<AppEnv>()
  const seen: (Error | undefined)[] = []
  app.use(async (c, next) => {
    c.set('requestId', '1')
    c.set('frame', { actor: { kind: 'public', jurisdictionId: '' }, jurisdictionName: '', assetVersion: '1' })
    await next()
    seen.push(c.error)
  })
  app.post(path, (c) =>
    orRefusal(
      c,
      () => Promise.reject(error),
      () => draw(c),
    ),
  )
  app.onError((thrown, c) => answerError(asAppError(thrown), c))
  const body = new URLSearchParams([
    ['row', '1'],
    ['name', '新<名>'],
    ['password', '秘密'],
    ['code', '123456'],
    ['parent', '财政局'],
    ['roles', 'b'],
    ['reason', '打错了'],
  ])
  const answer = await app.request(path, { method: 'POST', body })
  return { status: answer.status, headers: answer.headers, html: await answer.text(), seen }
}

/** Out: the tag of a control. */
const control = (html: string, id: string) => new RegExp(`<\\w+ [^>]*\\bid="${id}"[^>]*>`).exec(html)?.[0]

const invalid = new AppError('invalid-input', '填写的内容有误：名称过长', {
  errors: [
    { path: 'name', message: '名称过长' },
    { path: 'parent', message: '上级已停用' },
  ],
})

describe('a refused form', () => {
  it('is shown again with the refusal’s status, its words once, and each fault beside its control', async () => {
    const { status, html } = await refused(invalid)
    expect(status).toBe(400)
    expect(html.match(/role="alert"/g)).toHaveLength(1)
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf('<form'))
    expect(html).toContain('<p>填写的内容有误：名称过长</p><ul><li>上级已停用</li></ul>')
    expect(html).toContain('<p class="error" id="name-error">名称过长</p>')
    expect(html).toContain('<p class="error" id="parent-error">上级已停用</p>')
    expect(control(html, 'name')).toContain('aria-invalid="true"')
    expect(control(html, 'name')).toContain('aria-describedby="name-error"')
  })

  it('has what was typed, but no password and no code', async () => {
    const { html } = await refused(invalid)
    expect(control(html, 'name')).toContain('value="新&lt;名&gt;"')
    expect(html).toMatch(/<option value="财政局" selected/)
    expect(html).not.toMatch(/<option value="水利局" selected/)
    expect(control(html, 'b')).toContain('checked')
    expect(control(html, 'a')).not.toContain('checked')
    expect(html).toContain('打错了</textarea>')
    expect(html).not.toMatch(/秘密|123456/)
  })

  it('leaves the other forms of the page as they were', async () => {
    const { html } = await refused(invalid)
    expect(control(html, 'other')).toContain('value="另一行"')
    expect(html.match(/打错了/g)).toHaveLength(1)
    expect(html).toContain('<details><summary>停用')
    const folded = await refused(invalid, page, '/disable')
    expect(folded.html).toContain('<details open="">')
    expect(folded.html).toContain(`${control(folded.html, 'why')}打错了</textarea>`)
  })

  it.each<[ErrorCode, number]>([
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['too-many-requests', 429],
    ['storage-unavailable', 507],
  ])('is shown again when it is %s', async (code, status) => {
    const answer = await refused(new AppError(code, '没有办成。'))
    expect(answer.status).toBe(status)
    expect(answer.html).toContain('新&lt;名&gt;')
    expect(answer.seen).toEqual([expect.objectContaining({ code })])
  })

  it('says the driver’s own refusals as everywhere: a key that is taken is a conflict', async () => {
    const { status, html } = await refused(Object.assign(new Error('duplicate key'), { code: '23505' }))
    expect(status).toBe(409)
    expect(html).toContain('另一个人刚刚改动了同一处内容')
  })

  it('says when to try again what is down', async () => {
    const { status, headers } = await refused(new AppError('solver-unavailable', '稍后再试。'))
    expect([status, headers.get('retry-after')]).toEqual([503, '5'])
  })

  it('is answered by the error page when nobody can mend it, or when the page can’t be drawn either', async () => {
    const fault = await refused(new Error('out of memory'))
    expect(fault.status).toBe(500)
    expect(fault.html).toContain('编号 1')
    const gone = new AppError('not-found', '没有这个单位。')
    const undrawn = await refused(invalid, () => Promise.reject(gone))
    expect(undrawn.status).toBe(404)
    expect(undrawn.html).toContain('没有这个单位。')
    expect(undrawn.html).not.toContain('名称过长')
  })
})
