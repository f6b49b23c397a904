import type { FC } from 'hono/jsx'
import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Alert, Field } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { acceptInvitation, checkCode, invitationInput, readInvitation } from './accept-invitation.ts'
import { writeCookie } from './cookies.ts'
import { callbackPath, type ProviderOptions } from './provider-routes.tsx'
import { beginProviderSignIn } from './sign-in-provider.ts'

const InvitationForm: FC<{
  name: string
  username: string
  organisation: string
  code: boolean
  provider: boolean
  path: string
}> = ({ name, username, organisation, code, provider, path }) => (
  <>
    <h1>设置密码</h1>
    <p class="sub">
      {organisation} {name}，您的账号是 <strong>{username}</strong>。密码只有您自己知道。
    </p>
    <Form class="card">
      {code ? (
        <Field
          name="code"
          label="放行码"
          hint="由安全管理员当面给您；和这个链接合起来才能设置密码"
          required
          autocomplete="off"
        />
      ) : null}
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
      {provider ? (
        <button class="quiet" type="submit" formaction={`${path}/provider`} formnovalidate>
          不设密码，绑定统一身份认证
        </button>
      ) : null}
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

/** A link, no redirect: the CSP lets forms go nowhere else. */
const ToProvider: FC<{ address: string }> = ({ address }) => (
  <>
    <h1>绑定统一身份认证</h1>
    <p class="sub">请在统一身份认证用您自己的账号登录，十分钟内有效。回来后两个账号即绑定，以后凭它登录。</p>
    <p>
      <a class="button" href={address}>
        去统一身份认证
      </a>
    </p>
  </>
)

/** Taking up an invitation: the person sets their own password, once. */
export function invitationPages(options: ProviderOptions) {
  const pages = pageRouter()

  const invitationPage = async (c: RequestContext, token: string) => {
    const person = await readInvitation(c.get('context'), token)
    return renderPage(
      c,
      { title: '设置密码', narrow: true },
      <InvitationForm
        name={person.name}
        username={person.username}
        organisation={person.organisationName}
        code={person.changeId !== null}
        provider={options.provider !== undefined}
        path={`/invitation/${token}`}
      />,
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

  pages.post('/invitation/:token/provider', guard('public'), (c) => {
    const token = c.req.param('token')
    const { provider, originOf, secureCookies } = options
    return orRefusal(
      c,
      async (form) => {
        if (provider === undefined) throw new AppError('not-found', '没有接入统一身份认证。')
        const context = c.get('context')
        const code = form.text('code')
        await checkCode(context, await readInvitation(context, token), code)
        const { address, kept } = await beginProviderSignIn(
          context,
          provider,
          `${originOf(c)}${callbackPath}`,
          '/account',
          { token, code },
        )
        writeCookie(c, 'provider', kept, secureCookies(c))
        return renderPage(c, { title: '绑定统一身份', narrow: true }, <ToProvider address={address} />)
      },
      () => invitationPage(c, token),
    )
  })

  return pages
}
