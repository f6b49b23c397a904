import type { FC } from 'hono/jsx'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Alert, Card, Field } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import {
  HandOver,
  JurisdictionFields,
  OtherAdministrators,
  type RegulationOption,
  ThreePeople,
} from './jurisdiction-parts.tsx'
import type { Invited } from './make-jurisdiction.ts'
import { needsSetUp, setUp, setUpInput } from './set-up.ts'

/** Only who can read the server's log, or set its secrets, may set it up. */
const WhereTheTokenIs: FC = () => (
  <Alert title="一次性口令在哪里">
    <p>
      在服务器最近一次启动的日志里，“首次使用”开头的那一行；每次启动都会换。用 systemd 的执行{' '}
      <code>journalctl -u dengyun</code>，在终端启动的看终端。
    </p>
    <p>
      部署在 Cloudflare Workers 的，就是部署人设的 <code>SET_UP_TOKEN</code>。都看不到的，请找部署登云的人。
    </p>
  </Alert>
)

const SetUpForm: FC<{ regulations: readonly RegulationOption[] }> = ({ regulations }) => {
  return (
    <>
      <h1>初始化登云</h1>
      <p class="sub">这里还没有辖区和账号。只做一次：建立第一个辖区和三名管理员。</p>
      <WhereTheTokenIs />
      <Form action="/set-up">
        <Card title="辖区">
          <Field name="token" label="一次性口令" required autocomplete="one-time-code" />
          <JurisdictionFields regulations={regulations} />
        </Card>
        <ThreePeople />
        <Card title="系统管理员（您）">
          <p class="note">建单位、建账号、申请岗位、配置接口密钥。</p>
          <Field name="name" label="姓名" required />
          <Field name="username" label="账号" required autocomplete="username" />
          <Field
            name="password"
            label="密码"
            hint="至少 12 个字"
            type="password"
            required
            autocomplete="new-password"
          />
        </Card>
        <OtherAdministrators />
        <button type="submit" data-busy="正在初始化…">
          完成初始化
        </button>
      </Form>
    </>
  )
}

const SetUpDone: FC<{ invited: readonly Invited[]; origin: string }> = (handed) => (
  <>
    <h1>初始化完成</h1>
    <HandOver {...handed} />
    <p>
      <a class="button" href="/sign-in">
        去登录
      </a>
    </p>
  </>
)

export interface SetUpOptions {
  /** The secret the log shows at start, while nobody has set the installation up. */
  setUpToken: string | undefined
  /** Regulations a jurisdiction can be judged by. */
  regulations: readonly RegulationOption[]
  originOf: (c: RequestContext) => string
}

/** First set-up: the jurisdiction and its three administrators. */
export function setUpPages({ setUpToken, regulations, originOf }: SetUpOptions) {
  const pages = pageRouter()
  const setUpPage = (c: RequestContext) =>
    renderPage(c, { title: '初始化', narrow: true }, <SetUpForm regulations={regulations} />)

  pages.get('/set-up', guard('public'), async (c) => {
    if (!(await needsSetUp(c.get('context').database))) return c.redirect('/sign-in', 303)
    return setUpPage(c)
  })

  pages.post('/set-up', guard('public'), (c) =>
    orRefusal(
      c,
      async (form) => {
        const input = parseInput(setUpInput, form.values())
        const invited = await setUp(c.get('context'), input, {
          token: setUpToken,
          regulations: regulations.map(({ value }) => value),
        })
        return renderPage(
          c,
          { title: '初始化完成', narrow: true },
          <SetUpDone invited={invited} origin={originOf(c)} />,
        )
      },
      () => setUpPage(c),
    ),
  )

  return pages
}
