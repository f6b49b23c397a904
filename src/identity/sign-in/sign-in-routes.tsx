import type { FC } from 'hono/jsx'
import type { OidcConfig } from '../../platform/config.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { safePath } from '../../platform/http/safe-path.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Field } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { needsSetUp } from '../organisations/set-up.ts'
import { agentOf, type CookieOptions, sessionToken, setSessionCookie } from '../page-parts.tsx'
import { dropCookie, readCookie, writeCookie } from './cookies.ts'
import type { SignInOutcome } from './finish-sign-in.ts'
import { closeSession } from './sessions.ts'
import { credentials, signIn } from './sign-in.ts'
import { codeInput, signInWithCode } from './sign-in-code.ts'

export const SignInForm: FC<{ next: string; provider: boolean }> = ({ next, provider }) => (
  <>
    <h1>登录</h1>
    <p class="sub">用单位分配的账号登录。公开的服务目录不需要登录。</p>
    <Form action="/sign-in" class="card">
      <input type="hidden" name="next" value={next} />
      <Field name="username" label="账号" required autocomplete="username" />
      <Field name="password" label="密码" type="password" required autocomplete="current-password" />
      <button type="submit" data-busy="正在登录…">
        登录
      </button>
    </Form>
    {provider ? (
      <p>
        <a class="button quiet" href={`/sign-in/provider?next=${encodeURIComponent(next)}`}>
          用统一身份认证登录
        </a>
      </p>
    ) : null}
    <p class="note">忘记密码，或验证器和恢复码都丢了：请联系本单位的系统管理员、安全管理员。</p>
  </>
)

const CodeForm: FC<{ next: string }> = ({ next }) => (
  <>
    <h1>输入验证码</h1>
    <p class="sub">密码已核对。请打开手机上的验证器，填写“登云”现在显示的 6 位数字。</p>
    <Form action="/sign-in/code" class="card">
      <input type="hidden" name="next" value={next} />
      <Field
        name="code"
        label="验证码"
        hint="手机不在手边时，可填一个恢复码；每个恢复码只能用一次"
        required
        autocomplete="one-time-code"
      />
      <button type="submit" data-busy="正在核对…">
        登录
      </button>
    </Form>
    <p>
      <a href="/sign-in">换一个账号</a>
    </p>
  </>
)

export interface SignInOptions extends CookieOptions {
  /** The city's identity provider; undefined: local accounts only. */
  provider: OidcConfig | undefined
}

/** Puts the outcome of a first factor into cookies. Out: where to go on. */
export async function afterFirstFactor(
  c: RequestContext,
  outcome: SignInOutcome,
  next: string,
  options: CookieOptions,
): Promise<string> {
  if (outcome.step === 'done') return afterSignIn(c, outcome, next, options)
  writeCookie(c, 'pending', outcome.pending, options.secureCookies(c))
  return `/sign-in/code?next=${encodeURIComponent(next)}`
}

async function afterSignIn(
  c: RequestContext,
  outcome: SignInOutcome & { step: 'done' },
  next: string,
  options: CookieOptions,
): Promise<string> {
  // A session this browser had before ends: its token may be known to whoever used it before.
  const earlier = sessionToken(c, options)
  if (earlier !== '') await closeSession(c.get('context').database, earlier)
  setSessionCookie(c, outcome.token, options)
  return outcome.mustEnrol ? '/account/second-factor' : next
}

/** Signing in by password and code, and signing out. */
export function signInPages(options: SignInOptions) {
  const pages = pageRouter()
  const provider = options.provider !== undefined

  const signInPage = (c: RequestContext, next: string) =>
    renderPage(c, { title: '登录', narrow: true }, <SignInForm next={next} provider={provider} />)

  pages.get('/sign-in', guard('public'), async (c) => {
    if (await needsSetUp(c.get('context').database)) return c.redirect('/set-up', 303)
    return signInPage(c, safePath(c.req.query('next')))
  })

  pages.post('/sign-in', guard('public'), (c) =>
    orRefusal(
      c,
      async (form) => {
        const { next, ...values } = form.values()
        const outcome = await signIn(c.get('context'), parseInput(credentials, values), agentOf(c))
        return c.redirect(await afterFirstFactor(c, outcome, safePath(next), options), 303)
      },
      (_error, form) => signInPage(c, safePath(form.text('next'))),
    ),
  )

  const codePage = (c: RequestContext, next: string) =>
    renderPage(c, { title: '输入验证码', narrow: true }, <CodeForm next={next} />)

  pages.get('/sign-in/code', guard('public'), (c) =>
    readCookie(c, 'pending', options.secureCookies(c)) === undefined
      ? c.redirect('/sign-in', 303)
      : codePage(c, safePath(c.req.query('next'))),
  )

  pages.post('/sign-in/code', guard('public'), (c) =>
    orRefusal(
      c,
      async (form) => {
        const { next, ...values } = form.values()
        const input = parseInput(codeInput, values)
        const pending = readCookie(c, 'pending', options.secureCookies(c)) ?? ''
        const outcome = await signInWithCode(c.get('context'), pending, input, agentOf(c))
        dropCookie(c, 'pending', options.secureCookies(c))
        return c.redirect(await afterSignIn(c, outcome, safePath(next), options), 303)
      },
      ({ code }, form) => {
        const next = safePath(form.text('next'))
        return code === 'not-signed-in'
          ? c.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303)
          : codePage(c, next)
      },
    ),
  )

  pages.post('/sign-out', guard('public'), async (c) => {
    const token = sessionToken(c, options)
    const method = token === '' ? null : await closeSession(c.get('context').database, token)
    dropCookie(c, 'session', options.secureCookies(c))
    // What the browser keeps for going back must not be shown to whoever sits down next.
    c.header('Clear-Site-Data', '"cache", "storage"')
    return c.redirect(method === 'oidc' && provider ? '/signed-out' : '/catalogue', 303)
  })

  pages.get('/signed-out', guard('public'), (c) =>
    renderPage(
      c,
      { title: '已退出', narrow: true },
      <>
        <h1>已退出登云</h1>
        <p class="sub">统一身份认证可能仍在登录状态，别的系统还能用它进入。</p>
        <p class="row">
          <a class="button" href="/sign-out/provider">
            一并退出统一身份认证
          </a>
          <a href="/catalogue">看服务目录</a>
        </p>
      </>,
    ),
  )

  return pages
}
