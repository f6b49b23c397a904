import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../../platform/context.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import type { RequestContext } from '../../platform/http/routers.ts'
import { Card, Empty, Table, Tag } from '../../platform/ui/components.tsx'
import { Form, Input } from '../../platform/ui/form.tsx'
import { Instant } from '../page-parts.tsx'
import type { ListedChange } from './account-changes.ts'
import { accountChangeKinds, accountChangeStatuses } from './model.ts'

const Decision: FC<{ change: ListedChange }> = ({ change }) => (
  <Form
    class="row"
    action={`/admin/people/${change.personId}/changes/release`}
    fixed={{ changeId: String(change.id) }}
  >
    {change.kind === 'binding' ? (
      <Input
        name="subject"
        aria-label="统一身份认证的签发地址和用户标识，中间空一格"
        placeholder="签发地址 用户标识"
        maxlength={400}
      />
    ) : null}
    <button type="submit">放行</button>
    <button class="quiet" type="submit" formaction={`/admin/people/${change.personId}/changes/refuse`}>
      不放行
    </button>
  </Form>
)

/** What the system administrator asked for and the security administrator releases; nothing where nothing is. */
export const AskedChanges: FC<{ changes: readonly ListedChange[]; actor: Actor; always?: boolean }> = ({
  changes,
  actor,
  always = false,
}) =>
  changes.length === 0 && !always ? null : (
    <Card>
      <Table
        caption="待放行的账号变动"
        rows={changes}
        empty={<Empty title="没有待放行的账号变动">系统管理员申请重设密码、重置第二因素时，列在这里。</Empty>}
        columns={[
          {
            label: '姓名',
            cell: (change) => (
              <>
                <a href={`/admin/people/${change.personId}`}>{change.name}</a>
                <small>{change.username}</small>
              </>
            ),
          },
          { label: '变动', cell: ({ kind }) => accountChangeKinds[kind] },
          { label: '申请人', cell: ({ askedBy }) => askedBy },
          { label: '申请时间', cell: ({ askedAt }) => <Instant at={askedAt} /> },
          {
            label: '操作',
            cell: (change) =>
              allows(actor, 'identity.secure-accounts') ? (
                <Decision change={change} />
              ) : (
                <span class="muted">由安全管理员放行</span>
              ),
          },
        ]}
      />
      <p class="note">
        先当面或打电话核对确是本人要求，再放行。放行后本人的会话立即结束，本人下次登录会看到这次变动。
      </p>
    </Card>
  )

/** What administrators changed about one's own account. */
export const MyChanges: FC<{ changes: readonly ListedChange[] }> = ({ changes }) =>
  changes.length === 0 ? null : (
    <Card>
      <Table
        caption="管理员对您账号的变动"
        rows={changes}
        columns={[
          { label: '变动', cell: ({ kind }) => accountChangeKinds[kind] },
          {
            label: '状态',
            cell: ({ status }) => (
              <Tag tone={status === 'released' ? 'warn' : 'plain'}>{accountChangeStatuses[status]}</Tag>
            ),
          },
          { label: '申请人', cell: ({ askedBy }) => askedBy },
          { label: '申请时间', cell: ({ askedAt }) => <Instant at={askedAt} /> },
          { label: '放行人', cell: ({ decidedBy }) => decidedBy ?? <span class="muted">—</span> },
          { label: '放行时间', cell: ({ decidedAt }) => <Instant at={decidedAt} /> },
        ]}
      />
      <Form action="/account/changes/seen">
        <p class="note">不是您要求的变动，请立即告诉审计管理员。</p>
        <button class="quiet" type="submit">
          知道了
        </button>
      </Form>
    </Card>
  )

/** Shows the code that opens an invitation, this once. */
export function codePage(c: RequestContext, released: { id: number; name: string; code: string }) {
  return renderPage(
    c,
    { title: '放行码', place: 'admin', narrow: true },
    <>
      <h1>放行码</h1>
      <p class="sub">
        请亲自交给本人，不要经系统管理员转交：本人用系统管理员给的链接和您给的放行码，才能设置密码。离开本页后不再显示。
      </p>
      <Card>
        <h3>{released.name}</h3>
        <p>
          <code class="secret">{released.code}</code>
        </p>
      </Card>
      <p>
        <a class="button" href={`/admin/people/${released.id}`}>
          看这个账号
        </a>
      </p>
    </>,
  )
}
