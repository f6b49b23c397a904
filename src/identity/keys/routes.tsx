import type { FC } from 'hono/jsx'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { byArea, permissionOf } from '../../platform/permissions.ts'
import { Card, Empty, Field, Select, Table, Tag, type Tone } from '../../platform/ui/components.tsx'
import { Fault, Form, Input } from '../../platform/ui/form.tsx'
import { Instant } from '../page-parts.tsx'
import { createKey, keyInput, keyOperations, revokeKey } from './api-keys.ts'
import { type ListedKey, listKeys } from './list-keys.ts'

const states: Record<ListedKey['state'], { label: string; tone: Tone }> = {
  waiting: { label: '待领取', tone: 'warn' },
  active: { label: '在用', tone: 'go' },
  expired: { label: '已过期', tone: 'plain' },
  revoked: { label: '已撤销', tone: 'plain' },
}

export const KeyState: FC<{ state: ListedKey['state'] }> = ({ state }) => (
  <Tag tone={states[state].tone}>{states[state].label}</Tag>
)

const KeyForm: FC = () => (
  <Form action="/admin/keys">
    <Field name="name" label="用途" hint="如 财政预算管理一体化系统" required />
    <Field
      name="username"
      label="责任人账号"
      hint="密钥由责任人在“我的账号”里领取，只有本人见到；本人调动或离岗时密钥立即失效"
      required
      autocomplete="off"
    />
    <div class="field">
      <Select
        name="days"
        label="有效期"
        value="365"
        options={[
          { value: '30', label: '30 天' },
          { value: '90', label: '90 天' },
          { value: '180', label: '180 天' },
          { value: '365', label: '一年' },
        ]}
      />
    </div>
    <fieldset class="field">
      <legend class="label">权限（不能超出责任人的岗位，只选用得到的）</legend>
      {byArea(keyOperations()).map(({ area, operations }) => (
        <fieldset class="group">
          <legend>{area}</legend>
          <div class="choices">
            {operations.map((operation) => (
              <label>
                <Input type="checkbox" name="operations" value={operation} /> {permissionOf(operation).title}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <Fault name="operations" />
    </fieldset>
    <button type="submit">配置密钥</button>
  </Form>
)

/** Keys of other systems: set up here, collected by the person who answers for them. */
export function keyPages() {
  const pages = pageRouter()
  const manages = guard('identity.manage-keys')

  const keysPage = async (c: RequestContext) => {
    const context = c.get('context')
    const keys = await listKeys(context)
    return renderPage(
      c,
      { title: '接口密钥', place: 'admin' },
      <>
        <h1>接口密钥</h1>
        <p class="sub">别的系统凭密钥调用接口，做的事记在责任人名下，并注明密钥。</p>
        <Card>
          <Table
            caption="已配置的密钥"
            rows={keys}
            empty={<Empty title="还没有接口密钥">预算一体化等系统需要读取结论时，在下面配置。</Empty>}
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
              {
                label: '责任人',
                cell: (key) => (
                  <>
                    {key.owner}
                    <small>{key.ownerUsername}</small>
                  </>
                ),
              },
              {
                label: '权限',
                cell: (key) => key.operations.map((operation) => permissionOf(operation).title).join('、'),
              },
              { label: '状态', cell: (key) => <KeyState state={key.state} /> },
              { label: '有效期至', cell: (key) => <Instant at={key.expiresAt} /> },
              { label: '最近使用', cell: (key) => <Instant at={key.lastUsedAt} /> },
              {
                label: '操作',
                cell: (key) =>
                  key.state === 'active' || key.state === 'waiting' ? (
                    <form method="post" action={`/admin/keys/${key.id}/revoke`}>
                      <button class="plain" type="submit" aria-label={`撤销 ${key.name}`}>
                        撤销
                      </button>
                    </form>
                  ) : null,
              },
            ]}
          />
        </Card>
        <Card title="配置一个密钥">
          <KeyForm />
        </Card>
      </>,
    )
  }

  pages.get('/admin/keys', manages, keysPage)
  pages.post('/admin/keys', manages, (c) =>
    orRefusal(
      c,
      async (form) => {
        const input = { ...form.values(), operations: form.texts('operations') }
        await createKey(c.get('context'), parseInput(keyInput, input))
        return c.redirect('/admin/keys', 303)
      },
      () => keysPage(c),
    ),
  )
  pages.post(`/admin/keys/${idInPath}/revoke`, manages, (c) =>
    orRefusal(
      c,
      async () => {
        await revokeKey(c.get('context'), idParam(c))
        return c.redirect('/admin/keys', 303)
      },
      () => keysPage(c),
    ),
  )

  return pages
}
