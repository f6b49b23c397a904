import type { FC } from 'hono/jsx'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Alert, Field } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { acceptInvitation, invitationInput, readInvitation } from './accept-invitation.ts'

const InvitationForm: FC<{
  name: string
  username: string
  organisation: string
}> = ({ name, username, organisation }) => (
  <>
    <h1>设置密码</h1>
    <p class="sub">
      {organisation} {name}，您的账号是 <strong>{username}</strong>。密码只有您自己知道。
    </p>
    <Form class="card">
      <input type="hidden" name="username" value={username} autocomplete="username" />
      <Field
        name="password"
        label="密码"
        hint="至少 12 个字，可用中文和空格；几个不相干的词最好记也最难猜"
        type="password"
        required
        autocomplete="new-password"
      />
      <Field name="repeated" label="再输一次" type="password" required autocomplete="new-password" />
      <button type="submit" data-busy="正在保存…">
        保存密码
      </button>
    </Form>
  </>
)

const Accepted: FC = () => (
  <>
    <h1>密码已设置</h1>
    <Alert tone="go">
      <p>现在可以登录了。岗位由安全管理员批准后生效。</p>
    </Alert>
    <p>
      <a class="button" href="/sign-in">
        去登录
      </a>
    </p>
  </>
)

/** Taking up an invitation: the person sets their own password, once. */
export function invitationPages() {
  const pages = pageRouter()

  const invitationPage = async (c: RequestContext, token: string) => {
    const person = await readInvitation(c.get('context'), token)
    return renderPage(
      c,
      { title: '设置密码', narrow: true },
      <InvitationForm name={person.name} username={person.username} organisation={person.organisationName} />,
    )
  }
  pages.get('/invitation/:token', guard('public'), (c) => invitationPage(c, c.req.param('token')))
  pages.post('/invitation/:token', guard('public'), (c) => {
    const token = c.req.param('token')
    return orRefusal(
      c,
      async (form) => {
        const { username: _username, ...values } = form.values()
        await acceptInvitation(c.get('context'), token, parseInput(invitationInput, values))
        return renderPage(c, { title: '密码已设置', narrow: true }, <Accepted />)
      },
      () => invitationPage(c, token),
    )
  })

  return pages
}
