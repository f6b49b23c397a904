import type { Child, FC } from 'hono/jsx'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Alert, Card, Field } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { agentOf, type CookieOptions, sessionToken, setSessionCookie } from '../page-parts.tsx'
import { actingPerson } from './change-password.ts'
import {
  confirmSecondFactor,
  type OfferedSecondFactor,
  offerSecondFactor,
  readSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from './enrol-second-factor.ts'
import { hasPassword, proofInput } from './prove-again.ts'
import { QrCode } from './qr-code.tsx'
import { openSession } from './sessions.ts'
import { codeInput } from './sign-in-code.ts'
import { hashOfToken } from './tokens.ts'

const Start: FC<{ password: boolean }> = ({ password }) => (
  <Form action="/account/second-factor/offer" class="card">
    {password ? (
      <Field name="current" label="现在的密码" type="password" required autocomplete="current-password" />
    ) : (
      <p class="note">您用统一身份认证登录：登录后十分钟内可以启用，过时请退出后重新登录。</p>
    )}
    <button type="submit">开始启用</button>
  </Form>
)

const CodeForm: FC = () => (
  <Form action="/account/second-factor" class="card">
    <h2>二、核对一次</h2>
    <Field name="code" label="验证器现在显示的 6 位数字" required autocomplete="one-time-code" />
    <button type="submit">启用</button>
  </Form>
)

const Offered: FC<{ state: OfferedSecondFactor }> = ({ state }) => {
  return (
    <>
      <Card title="一、放进验证器">
        <p>用手机上的验证器扫这个二维码：</p>
        <QrCode text={state.address} label="第二因素的二维码，内容与下面的密钥相同" />
        <p>扫不了时，在验证器里选“手动输入密钥”，账号填您的登录账号，类型选“基于时间”，密钥是：</p>
        <p>
          <code class="secret">{state.secret}</code>
        </p>
        <p class="note">
          正在手机上看本页时，可直接<a href={state.address}>在验证器里打开</a>
          。二维码和密钥只给您自己的手机，不要截图发送。
        </p>
      </Card>
      <CodeForm />
    </>
  )
}

function Confirmed({ left }: { left: number }) {
  return (
    <>
      <Alert tone={left > 2 ? 'go' : 'warn'}>
        <p>
          已启用。登录时除密码外还要验证码。还剩 {left} 个恢复码
          {left > 2 ? '。' : '，请尽快换一批。'}
        </p>
      </Alert>
      <Form action="/account/second-factor/recovery-codes" class="card">
        <Field name="code" label="验证码" required autocomplete="one-time-code" />
        <p class="row">
          <button type="submit">换一批恢复码</button>
          <button class="quiet" type="submit" formaction="/account/second-factor/remove">
            停用（换手机时）
          </button>
        </p>
        <p class="note">换一批后，旧的恢复码全部作废。停用后可在新手机上重新启用。</p>
      </Form>
    </>
  )
}

/** Enrolling, renewing recovery codes, giving a second factor up. */
export function secondFactorPages(options: CookieOptions) {
  const pages = pageRouter()
  const own = guard('identity.account')

  const page = (c: RequestContext, body: Child) =>
    renderPage(
      c,
      { title: '第二因素', narrow: true },
      <>
        <div class="crumbs">
          <a href="/account">我的账号</a> › 第二因素
        </div>
        <h1>第二因素</h1>
        <p class="sub">
          密码之外，再用手机上的验证器（任何支持 TOTP 的应用）证明是您本人。
          {actingPerson(c.get('context')).roles.length === 0 ? '要求的岗位，启用后才生效。' : ''}
        </p>
        {body}
      </>,
    )
  const statePage = async (c: RequestContext) => {
    const context = c.get('context')
    const state = await readSecondFactor(context)
    return page(
      c,
      state.state === 'confirmed' ? (
        <Confirmed left={state.recoveryCodesLeft} />
      ) : (
        <Start password={await hasPassword(context)} />
      ),
    )
  }
  /** The secret isn't shown a second time: whoever has put it into the app types the next code, or starts anew. */
  const codeAgainPage = async (c: RequestContext) => {
    const context = c.get('context')
    if ((await readSecondFactor(context)).state === 'confirmed') return statePage(c)
    return page(
      c,
      <>
        <CodeForm />
        <h2>还没放进验证器？</h2>
        <Start password={await hasPassword(context)} />
      </>,
    )
  }

  const codesPage = (c: RequestContext, codes: readonly string[]) =>
    renderPage(
      c,
      { title: '恢复码', narrow: true },
      <>
        <h1>恢复码</h1>
        <p class="sub">
          手机丢失时，用一个恢复码代替验证码，每个只能用一次。只显示这一次，请打印或抄下，锁起来。
        </p>
        <Card>
          <pre class="secret">{codes.join('\n')}</pre>
        </Card>
        <p class="row">
          <button type="button" class="quiet" data-print hidden>
            打印
          </button>
          <a class="button" href="/">
            已收好，继续
          </a>
        </p>
      </>,
    )

  pages.get('/account/second-factor', own, statePage)

  pages.post('/account/second-factor/offer', own, (c) =>
    orRefusal(
      c,
      async (form) => {
        const input = parseInput(proofInput, form.values())
        return page(
          c,
          <Offered state={await offerSecondFactor(c.get('context'), input, sessionToken(c, options))} />,
        )
      },
      () => statePage(c),
    ),
  )

  pages.post('/account/second-factor', own, (c) =>
    orRefusal(
      c,
      async (form) => {
        const context = c.get('context')
        const codes = await confirmSecondFactor(context, parseInput(codeInput, form.values()))
        const from = { address: context.address, agent: agentOf(c) }
        const { id } = actingPerson(context)
        setSessionCookie(c, await openSession(context.database, context.clock, id, from), options)
        return codesPage(c, codes)
      },
      () => codeAgainPage(c),
    ),
  )

  pages.post('/account/second-factor/recovery-codes', own, (c) =>
    orRefusal(
      c,
      async (form) =>
        codesPage(c, await renewRecoveryCodes(c.get('context'), parseInput(codeInput, form.values()))),
      () => statePage(c),
    ),
  )

  pages.post('/account/second-factor/remove', own, (c) =>
    orRefusal(
      c,
      async (form) => {
        const input = parseInput(codeInput, form.values())
        await removeSecondFactor(c.get('context'), input, await hashOfToken(sessionToken(c, options)))
        return c.redirect('/account', 303)
      },
      () => statePage(c),
    ),
  )

  return pages
}
