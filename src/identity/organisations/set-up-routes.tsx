import type { FC } from 'hono/jsx'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Alert, Card, Field, Select } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { needsSetUp, setUp, setUpInput } from './set-up.ts'

export interface RegulationOption {
  value: string
  label: string
}

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
  const field = (name: string, label: string, options: { hint?: string; autocomplete?: string } = {}) => (
    <Field name={name} label={label} required {...options} />
  )
  return (
    <>
      <h1>初始化登云</h1>
      <p class="sub">这里还没有辖区和账号。只做一次：建立第一个辖区和三名管理员。</p>
      <WhereTheTokenIs />
      <Form action="/set-up">
        <Card title="辖区">
          <Field name="token" label="一次性口令" required autocomplete="one-time-code" />
          {field('jurisdictionName', '辖区名称', { hint: '如 陵川县' })}
          {field('jurisdictionId', '辖区代码', { hint: '出现在网址里，如 lingchuan，定了不再改' })}
          <div class="field">
            <Select name="regulationId" label="适用的法规" value={undefined} options={regulations} />
          </div>
          {field('organisationName', '管理员所在单位', { hint: '如 县数据局；三人以后可以分到不同单位' })}
        </Card>
        <Alert>
          <p>
            按等级保护的要求，三名管理员由三个人担任，互不兼任，也都看不到业务数据。人手紧的县，系统管理员可由信息技术人员担任，安全管理员可由分管科室负责人担任，审计管理员可由办公室或纪检人员担任。
          </p>
        </Alert>
        <Card title="系统管理员（您）">
          <p class="note">建单位、建账号、申请岗位、配置接口密钥。</p>
          {field('name', '姓名')}
          {field('username', '账号', { autocomplete: 'username' })}
          <Field
            name="password"
            label="密码"
            hint="至少 12 个字"
            type="password"
            required
            autocomplete="new-password"
          />
        </Card>
        <Card title="安全管理员">
          <p class="note">
            批准和收回岗位、解除锁定、重置第二因素。下一步给出一次性链接，请当面交给本人设置密码。
          </p>
          {field('securityName', '姓名')}
          {field('securityUsername', '账号', { autocomplete: 'off' })}
        </Card>
        <Card title="审计管理员">
          <p class="note">查看前两人做过什么。同样用一次性链接设置密码。</p>
          {field('auditName', '姓名')}
          {field('auditUsername', '账号', { autocomplete: 'off' })}
        </Card>
        <button type="submit" data-busy="正在初始化…">
          完成初始化
        </button>
      </Form>
    </>
  )
}

/** One invitation to hand over, shown this once. */
export const InvitationNote: FC<{ who: string; address: string }> = ({ who, address }) => (
  <>
    <h3>{who}</h3>
    <p>
      <code class="secret">{address}</code>
    </p>
  </>
)

const SetUpDone: FC<{ invitations: readonly { who: string; address: string }[] }> = ({ invitations }) => (
  <>
    <h1>初始化完成</h1>
    <p class="sub">把下面两个链接分别当面或用内部通信交给本人，七天内有效，各用一次。离开本页后不再显示。</p>
    <Card>
      {invitations.map((invitation) => (
        <InvitationNote {...invitation} />
      ))}
    </Card>
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
        const { securityInvitation, auditInvitation } = await setUp(c.get('context'), input, setUpToken)
        return renderPage(
          c,
          { title: '初始化完成', narrow: true },
          <SetUpDone
            invitations={[
              { who: `安全管理员 ${input.securityName}`, address: `${originOf(c)}${securityInvitation}` },
              { who: `审计管理员 ${input.auditName}`, address: `${originOf(c)}${auditInvitation}` },
            ]}
          />,
        )
      },
      () => setUpPage(c),
    ),
  )

  return pages
}
