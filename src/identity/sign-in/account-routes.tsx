import type { Context } from '../../platform/context.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { type Role, roles } from '../../platform/permissions.ts'
import { Alert, Card, Empty, Field, Table, Tag } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { collectKey, revokeKey } from '../keys/api-keys.ts'
import { type ListedKey, listMyKeys } from '../keys/list-keys.ts'
import { KeyState } from '../keys/routes.tsx'
import { agentOf, type CookieOptions, Instant, sessionToken, setSessionCookie } from '../page-parts.tsx'
import { acknowledgeChanges, listMyChanges } from '../people/account-changes.ts'
import { MyChanges } from '../people/change-parts.tsx'
import { actingPerson, changePassword, passwordChange } from './change-password.ts'
import { deviceOf } from './device.ts'
import { endMyOtherSessions, endMySession, type ListedSession, listMySessions } from './my-sessions.ts'

function SessionTable({ sessions }: { sessions: readonly ListedSession[] }) {
  return (
    <Table
      caption="登录会话"
      rows={sessions}
      columns={[
        {
          label: '设备',
          cell: (session) => (
            <>
              {deviceOf(session.agent)} {session.current ? <Tag tone="go">本次</Tag> : null}
            </>
          ),
        },
        { label: '地址', cell: (session) => session.address ?? <span class="muted">—</span> },
        { label: '登录方式', cell: (session) => (session.method === 'oidc' ? '统一身份认证' : '密码') },
        { label: '登录时间', cell: (session) => <Instant at={session.createdAt} /> },
        { label: '最近使用', cell: (session) => <Instant at={session.lastSeenAt} /> },
        {
          label: '操作',
          cell: (session) =>
            session.current ? null : (
              <form method="post" action={`/account/sessions/${session.id}/end`}>
                <button class="plain" type="submit" aria-label={`结束 ${deviceOf(session.agent)} 的会话`}>
                  结束
                </button>
              </form>
            ),
        },
      ]}
    />
  )
}

function MyKeys({ keys }: { keys: readonly ListedKey[] }) {
  return (
    <Card>
      <Table
        caption="我负责的接口密钥"
        rows={keys}
        empty={<Empty title="没有接口密钥">别的系统要读取数据时，由系统管理员配置，再由您在这里领取。</Empty>}
        columns={[
          {
            label: '用途',
            cell: (key) => (
              <>
                {key.name}
                {key.prefix === null ? null : <small>{key.prefix}…</small>}
              </>
            ),
          },
          { label: '状态', cell: (key) => <KeyState state={key.state} /> },
          { label: '有效期至', cell: (key) => <Instant at={key.expiresAt} /> },
          { label: '最近使用', cell: (key) => <Instant at={key.lastUsedAt} /> },
          {
            label: '操作',
            cell: (key) => (
              <span class="row">
                {key.state === 'waiting' ? (
                  <form method="post" action={`/account/keys/${key.id}/collect`}>
                    <button type="submit">领取</button>
                  </form>
                ) : null}
                {key.state === 'waiting' || key.state === 'active' ? (
                  <form method="post" action={`/account/keys/${key.id}/revoke`}>
                    <button class="plain" type="submit" aria-label={`撤销 ${key.name}`}>
                      撤销
                    </button>
                  </form>
                ) : null}
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}

const rolesText = (held: readonly Role[]) =>
  held.length === 0 ? '还没有生效的岗位' : held.map((role) => roles[role]).join('、')

/** One's own account: sessions, password, keys to collect. */
export function accountPages(options: CookieOptions) {
  const pages = pageRouter()
  const own = guard('identity.account')

  const accountPage = async (c: RequestContext) => {
    const context = c.get('context')
    const person = actingPerson(context)
    const sessions = await listMySessions(context, sessionToken(c, options))
    const keys = await listMyKeys(context)
    return renderPage(
      c,
      { title: '我的账号' },
      <>
        <div class="head">
          <div>
            {' '}
            <h1>我的账号</h1>
            <p class="sub">
              {person.organisationName} {person.name}，{rolesText(person.roles)}
            </p>
          </div>{' '}
          <p class="row">
            <a class="button quiet" href="/account/password">
              修改密码
            </a>
            <a class="button quiet" href="/account/second-factor">
              第二因素
            </a>
            <a href="/admin/permissions">岗位能做什么</a>
          </p>
        </div>{' '}
        {person.roles.length > 0 ? null : (
          <Alert tone="warn">
            <p>
              还没有生效的岗位，暂时只能使用本页。新账号和调动后的岗位由系统管理员申请、安全管理员批准；若本辖区要求第二因素，请先启用。
            </p>
          </Alert>
        )}
        <Card>
          <SessionTable sessions={sessions} />
          {sessions.length > 1 ? (
            <form method="post" action="/account/sessions/end-others">
              <button class="quiet" type="submit">
                结束其他 {sessions.length - 1} 个会话
              </button>
            </form>
          ) : null}
          <p class="note">
            一小时不操作，或登录满 12 小时，会话自动结束。看到不认识的设备，请结束它并修改密码。
          </p>
        </Card>
        <MyChanges changes={await listMyChanges(context)} />
        <MyKeys keys={keys} />
      </>,
    )
  }

  /** A button of this page: does the work and comes back, or says why not. */
  const act = (work: (context: Context, c: RequestContext) => Promise<unknown>) => (c: RequestContext) =>
    orRefusal(
      c,
      async () => {
        await work(c.get('context'), c)
        return c.redirect('/account', 303)
      },
      () => accountPage(c),
    )

  pages.get('/account', own, accountPage)
  pages.post('/account/changes/seen', own, act(acknowledgeChanges))
  pages.post(
    '/account/sessions/end-others',
    own,
    act((context, c) => endMyOtherSessions(context, sessionToken(c, options))),
  )
  pages.post(
    `/account/sessions/${idInPath}/end`,
    own,
    act((context, c) => endMySession(context, idParam(c))),
  )

  const keyPage = (c: RequestContext, key: string) =>
    renderPage(
      c,
      { title: '领取接口密钥', narrow: true },
      <>
        <h1>接口密钥</h1>
        <p class="sub">只显示这一次。请直接存进调用方系统的密钥配置里，不要发在聊天工具里。</p>
        <Card>
          <p>
            <code class="secret">{key}</code>
          </p>
          <p class="note">
            请求时带上 <code>Authorization: Bearer 密钥</code>。
          </p>
        </Card>
        <p>
          <a href="/account">回到我的账号</a>
        </p>
      </>,
    )
  pages.post(`/account/keys/${idInPath}/collect`, own, (c) =>
    orRefusal(
      c,
      async () => keyPage(c, await collectKey(c.get('context'), idParam(c))),
      () => accountPage(c),
    ),
  )
  pages.post(
    `/account/keys/${idInPath}/revoke`,
    own,
    act((context, c) => revokeKey(context, idParam(c))),
  )

  const passwordPage = (c: RequestContext) =>
    renderPage(
      c,
      { title: '修改密码', narrow: true },
      <>
        <div class="crumbs">
          <a href="/account">我的账号</a> › 修改密码
        </div>
        <h1>修改密码</h1>
        <p class="sub">改好后，其他设备上的会话全部结束。</p>
        <Form action="/account/password" class="card">
          <Field name="current" label="现在的密码" type="password" required autocomplete="current-password" />
          <Field
            name="password"
            label="新密码"
            hint="至少 12 个字，可用中文和空格；几个不相干的词最好记也最难猜"
            type="password"
            required
            autocomplete="new-password"
          />
          <Field
            name="repeated"
            label="再输一次新密码"
            type="password"
            required
            autocomplete="new-password"
          />
          <button type="submit" data-busy="正在保存…">
            修改密码
          </button>
        </Form>
      </>,
    )
  pages.get('/account/password', own, passwordPage)
  pages.post('/account/password', own, (c) =>
    orRefusal(
      c,
      async (form) => {
        const input = parseInput(passwordChange, form.values())
        setSessionCookie(c, await changePassword(c.get('context'), input, agentOf(c)), options)
        return c.redirect('/account', 303)
      },
      () => passwordPage(c),
    ),
  )

  return pages
}
