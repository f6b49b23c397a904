import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { decidingRoles, roles } from '../../platform/permissions.ts'
import { Card, Empty, Select, Table } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { Instant } from '../page-parts.tsx'
import { policyInput, readPolicy, setPolicy } from '../sign-in/secure-account.ts'
import { listAskedChanges } from './account-changes.ts'
import { AskedChanges } from './change-parts.tsx'
import { listRequestedRoles } from './decide-role.ts'

/** What the security administrator decides: roles asked for, and who must use a second factor. */
export function rightsPages() {
  const pages = pageRouter()

  const rightsPage = async (c: RequestContext) => {
    const context = c.get('context')
    const requests = await listRequestedRoles(context)
    const policy = await readPolicy(context)
    const changes = await listAskedChanges(context)
    return renderPage(
      c,
      { title: '权限审批', place: 'admin' },
      <>
        <h1>权限审批</h1>
        <p class="sub">
          系统管理员申请，您批准后才生效；批准或收回时，本人的会话立即结束，重新登录即按新岗位。
        </p>
        <Card>
          <Table
            caption="待批准的岗位"
            rows={requests}
            empty={<Empty title="没有待批准的岗位">新的申请会列在这里。</Empty>}
            columns={[
              {
                label: '姓名',
                cell: (request) => (
                  <>
                    <a href={`/admin/people/${request.personId}`}>{request.name}</a>
                    <small>{request.username}</small>
                  </>
                ),
              },
              { label: '单位', cell: (request) => request.organisationName },
              { label: '岗位', cell: (request) => roles[request.role] },
              { label: '申请人', cell: (request) => request.requestedBy ?? '初始化' },
              { label: '申请时间', cell: (request) => <Instant at={request.requestedAt} /> },
              {
                label: '操作',
                cell: (request) => (
                  <span class="row">
                    <form method="post" action={`/admin/people/${request.personId}/roles/grant`}>
                      <input type="hidden" name="role" value={request.role} />
                      <button type="submit" aria-label={`批准 ${request.name} 的${roles[request.role]}`}>
                        批准
                      </button>
                    </form>
                    <a href={`/admin/people/${request.personId}`}>不批准…</a>
                  </span>
                ),
              },
            ]}
          />
        </Card>
        <AskedChanges changes={changes} actor={context.actor} always />
        <Card title="第二因素">
          <Form action="/admin/rights/second-factor">
            <p class="note">
              要求的人没有启用第二因素时，登录后只能去启用，岗位暂不生效。能审批、签字、支付、审核或管理的岗位都要求。建议每类管理员至少两人，手机丢失时互相申请和放行。
            </p>
            <div class="filters">
              <Select
                name="secondFactor"
                label="谁必须使用"
                value={policy}
                options={[
                  {
                    value: 'deciding',
                    label: `默认：${decidingRoles()
                      .map((role) => roles[role])
                      .join('、')}`,
                  },
                  { value: 'everyone', label: '所有人' },
                ]}
              />
              <button class="quiet" type="submit">
                保存
              </button>
            </div>
          </Form>
        </Card>
      </>,
    )
  }

  pages.get('/admin/rights', guard('identity.approve-rights'), rightsPage)

  pages.post('/admin/rights/second-factor', guard('identity.secure-accounts'), (c) =>
    orRefusal(
      c,
      async (form) => {
        await setPolicy(c.get('context'), parseInput(policyInput, form.values()).secondFactor)
        return c.redirect('/admin/rights', 303)
      },
      () => rightsPage(c),
    ),
  )

  return pages
}
