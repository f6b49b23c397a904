import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../../platform/context.ts'
import { roles } from '../../platform/permissions.ts'
import { allowedSteps } from '../../platform/steps.ts'
import { Card, Empty, Field, Select, Table, Tag } from '../../platform/ui/components.tsx'
import { Form, Input } from '../../platform/ui/form.tsx'
import type { OrganisationInTree } from '../organisations/organisation-tree.ts'
import { organisationOptions } from '../organisations/routes.tsx'
import { Instant } from '../page-parts.tsx'
import { roleOptions } from './accounts.ts'
import { membershipMachine, membershipStatuses } from './model.ts'
import type { PersonDetail, PersonRole } from './read-person.ts'

/** Granting and refusing, or taking away, with the reason that goes into the record. */
const Decision: FC<{ personId: number; held: PersonRole; actor: Actor }> = ({ personId, held, actor }) => {
  const can = allowedSteps(actor, membershipMachine, held.status)
  if (!can.has('withdraw')) return null
  const own = actor.kind === 'person' && actor.id === personId
  if (own) return <span class="muted">本人，须由另一位安全管理员处理</span>
  return (
    <Form class="row" action={`/admin/people/${personId}/roles/withdraw`} fixed={{ role: held.role }}>
      {can.has('grant') ? (
        <button type="submit" formaction={`/admin/people/${personId}/roles/grant`} formnovalidate>
          批准
        </button>
      ) : null}
      <Input
        name="reason"
        required
        aria-label={`${roles[held.role]}：理由`}
        placeholder="理由"
        maxlength={200}
      />
      <button class="quiet" type="submit">
        {can.has('grant') ? '不批准' : '收回'}
      </button>
    </Form>
  )
}

export const RolesCard: FC<{ person: PersonDetail; actor: Actor }> = ({ person, actor }) => (
  <Card>
    <Table
      caption="岗位"
      rows={person.roles}
      empty={<Empty title="没有岗位">登录后只能管理自己的账号。岗位由系统管理员申请，安全管理员批准。</Empty>}
      columns={[
        { label: '岗位', cell: ({ role }) => roles[role] },
        {
          label: '状态',
          cell: ({ status }) => (
            <Tag tone={status === 'granted' ? 'go' : 'warn'}>{membershipStatuses[status]}</Tag>
          ),
        },
        { label: '申请', cell: ({ requestedBy }) => requestedBy ?? '初始化' },
        { label: '批准', cell: ({ grantedBy }) => grantedBy ?? <span class="muted">—</span> },
        { label: '操作', cell: (held) => <Decision personId={person.id} held={held} actor={actor} /> },
      ]}
    />
    {allows(actor, 'identity.manage-people') && !person.disabled ? (
      <Form class="filters" action={`/admin/people/${person.id}/roles`}>
        <Select name="role" label="申请岗位" value={undefined} options={roleOptions} />
        <button class="quiet" type="submit">
          申请
        </button>
      </Form>
    ) : null}
  </Card>
)

export const ManageCard: FC<{
  person: PersonDetail
  tree: readonly OrganisationInTree[]
}> = ({ person, tree }) => (
  <Card title="人事变动">
    <Form action={`/admin/people/${person.id}/rename`}>
      <Field name="name" label="姓名" required value={person.name} />
      <button class="quiet" type="submit">
        更正姓名
      </button>
    </Form>
    {person.disabled ? null : (
      <>
        <h3>调到别的单位</h3>
        <Form action={`/admin/people/${person.id}/move`}>
          <p class="note">原单位的岗位、会话和接口密钥立即失效，新岗位重新申请。</p>
          <div class="field">
            <Select
              name="organisationId"
              label="新单位"
              value={String(person.organisationId)}
              options={organisationOptions(tree)}
            />
          </div>
          <button class="quiet" type="submit">
            调动
          </button>
        </Form>
      </>
    )}
    <h3>{person.disabled ? '重新启用' : '离岗'}</h3>
    <form method="post" action={`/admin/people/${person.id}/${person.disabled ? 'enable' : 'disable'}`}>
      <p class="note">
        {person.disabled ? '启用后没有岗位，需要重新申请。' : '账号停用，岗位、会话和接口密钥立即失效。'}
      </p>
      <button class={person.disabled ? 'quiet' : 'danger'} type="submit">
        {person.disabled ? '启用' : '停用'}
      </button>
    </form>
    {person.disabled ? null : (
      <>
        <h3>密码</h3>
        <form method="post" action={`/admin/people/${person.id}/reset-password`}>
          <p class="note">
            给出一次性链接；安全管理员放行后，原密码和会话失效，由本人用链接和放行码设置密码。
          </p>
          <button class="quiet" type="submit">
            {person.hasPassword ? '重设密码' : '再给一个邀请链接'}
          </button>
        </form>
        {person.hasSecondFactor ? (
          <form method="post" action={`/admin/people/${person.id}/reset-second-factor`}>
            <h3>第二因素</h3>
            <p class="note">手机和恢复码都丢失时申请；安全管理员放行后由本人重新启用，此前岗位不生效。</p>
            <button class="quiet" type="submit">
              申请重置第二因素
            </button>
          </form>
        ) : null}
        <form method="post" action={`/admin/people/${person.id}/bind`}>
          <h3>统一身份认证</h3>
          <p class="note">本人打开邀请链接时可自行绑定；已有密码的，申请后由安全管理员填写用户标识并放行。</p>
          <button class="quiet" type="submit">
            申请绑定
          </button>
        </form>
      </>
    )}
  </Card>
)

export const SecurityCard: FC<{ person: PersonDetail; lock: Date | null }> = ({ person, lock }) => (
  <Card title="账号安全">
    <form method="post" action={`/admin/people/${person.id}/unlock`}>
      <p>
        {lock === null ? (
          '没有因连续失败被锁定。'
        ) : (
          <>
            连续失败次数过多，锁定至 <Instant at={lock} />。
          </>
        )}
      </p>
      {lock === null ? null : (
        <button class="quiet" type="submit">
          解除锁定
        </button>
      )}
    </form>
    {person.sessions === 0 ? null : (
      <form method="post" action={`/admin/people/${person.id}/end-sessions`}>
        <h3>会话</h3>
        <button class="quiet" type="submit">
          结束全部 {person.sessions} 个会话
        </button>
      </form>
    )}
  </Card>
)

export const Pair: FC<{ label: string; text: string }> = ({ label, text }) => (
  <div>
    <dt>{label}</dt>
    <dd>{text}</dd>
  </div>
)
