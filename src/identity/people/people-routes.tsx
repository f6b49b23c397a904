import type { FC } from 'hono/jsx'
import { allows } from '../../platform/context.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { type Role, roles } from '../../platform/permissions.ts'
import { Card, Empty, Field, Pages, Select, Table, Tag } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { InvitationNote } from '../organisations/jurisdiction-parts.tsx'
import { readOrganisations } from '../organisations/organisation-tree.ts'
import { organisationOptions } from '../organisations/routes.tsx'
import { roleOptions } from './accounts.ts'
import { createPerson, personInput } from './create-person.ts'
import { type ListedPerson, listPeople, peoplePageSize, peopleQuery } from './list-people.ts'

export const Roles: FC<{ granted: readonly Role[]; requested: readonly Role[] }> = ({
  granted,
  requested,
}) => (
  <>
    {granted.map((role) => roles[role]).join('、')}
    {requested.length === 0 ? null : (
      <>
        {' '}
        <Tag tone="warn">待批准：{requested.map((role) => roles[role]).join('、')}</Tag>
      </>
    )}
    {granted.length + requested.length === 0 ? <span class="muted">—</span> : null}
  </>
)

export const PersonState: FC<{ person: Pick<ListedPerson, 'disabled' | 'invited'> }> = ({ person }) => {
  if (person.disabled) return <Tag tone="stop">已停用</Tag>
  return person.invited ? <Tag tone="warn">未设密码</Tag> : <Tag tone="go">在用</Tag>
}

/** People: the list, and making an account. */
export function peoplePages(originOf: (c: RequestContext) => string) {
  const pages = pageRouter()

  pages.get('/admin/people', guard('identity.read-people'), async (c) => {
    const context = c.get('context')
    const query = parseInput(peopleQuery, {
      q: c.req.query('q'),
      state: c.req.query('state'),
      page: c.req.query('page'),
    })
    const { total, people } = await listPeople(context, query)
    const href = (page: number) =>
      `/admin/people?${new URLSearchParams({ q: query.q, state: query.state, page: String(page) })}`
    return renderPage(
      c,
      { title: '人员', place: 'admin' },
      <>
        <div class="head">
          <div>
            <h1>人员</h1>
            <p class="sub">本辖区的账号。调动、停用的人立即不能再用原来的权限。</p>
          </div>
          {allows(context.actor, 'identity.manage-people') ? (
            <a class="button" href="/admin/people/new">
              新建账号
            </a>
          ) : null}
        </div>
        <form class="filters" method="get" action="/admin/people" data-auto>
          <div class="grow">
            <label for="q">姓名、账号或单位</label>
            <input id="q" name="q" type="search" value={query.q} />
          </div>
          <Select
            name="state"
            label="状态"
            all="全部"
            value={query.state}
            options={[
              { value: 'active', label: '在用' },
              { value: 'disabled', label: '已停用' },
              { value: 'requested', label: '有待批准的岗位' },
            ]}
          />
          <button class="quiet" type="submit">
            搜索
          </button>
        </form>
        <Card>
          <Table
            label="人员"
            rows={people}
            empty={
              <Empty title="没有符合的账号">
                <a href="/admin/people">看全部</a>
              </Empty>
            }
            columns={[
              {
                label: '姓名',
                cell: (person) => (
                  <>
                    <a href={`/admin/people/${person.id}`}>{person.name}</a>
                    <small>{person.username}</small>
                  </>
                ),
              },
              { label: '单位', cell: (person) => person.organisationName },
              {
                label: '岗位',
                cell: (person) => <Roles granted={person.roles} requested={person.requested} />,
              },
              { label: '状态', cell: (person) => <PersonState person={person} /> },
            ]}
          />
          <Pages page={query.page} pageSize={peoplePageSize} total={total} href={href} />
        </Card>
      </>,
    )
  })

  const newPage = async (c: RequestContext) => {
    const tree = await readOrganisations(c.get('context'))
    return renderPage(
      c,
      { title: '新建账号', place: 'admin', narrow: true },
      <>
        <div class="crumbs">
          <a href="/admin/people">人员</a> › 新建账号
        </div>
        <h1>新建账号</h1>
        <p class="sub">
          岗位由安全管理员批准后生效。密码由本人用一次性链接和安全管理员的放行码设置，您看不到。
        </p>
        <Form action="/admin/people" class="card">
          <div class="field">
            <Select
              name="organisationId"
              label="单位"
              value={undefined}
              options={organisationOptions(tree)}
            />
            <p class="hint">
              没有？先到<a href="/admin/organisations">单位</a>里新增
            </p>
          </div>
          <Field name="name" label="姓名" required />
          <Field
            name="username"
            label="账号"
            hint="字母、数字、点、横线；用统一身份认证登录的，由本人打开邀请链接绑定"
            required
            autocomplete="off"
          />
          <div class="field">
            <Select name="role" label="申请的岗位" value={undefined} options={roleOptions} />
          </div>
          <button type="submit">新建</button>
        </Form>
      </>,
    )
  }

  pages.get('/admin/people/new', guard('identity.manage-people'), newPage)
  pages.post('/admin/people', guard('identity.manage-people'), (c) =>
    orRefusal(
      c,
      async (form) => {
        const input = parseInput(personInput, form.values())
        const { id, invitation } = await createPerson(c.get('context'), input)
        return invitationPage(c, { id, name: input.name, address: `${originOf(c)}${invitation}` })
      },
      () => newPage(c),
    ),
  )

  return pages
}

/** Shows an invitation, this once. */
export function invitationPage(c: RequestContext, invited: { id: number; name: string; address: string }) {
  return renderPage(
    c,
    { title: '邀请链接', place: 'admin', narrow: true },
    <>
      <h1>邀请链接</h1>
      <p class="sub">
        当面或用内部通信交给本人，七天内有效，只能用一次。本人还需要安全管理员放行后给的放行码才能打开。离开本页后不再显示。
      </p>
      <Card>
        <InvitationNote who={invited.name} address={invited.address} />
      </Card>
      <p class="row">
        <a class="button" href={`/admin/people/${invited.id}`}>
          看这个账号
        </a>
        <a href="/admin/people">回到人员</a>
      </p>
    </>,
  )
}
