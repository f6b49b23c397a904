import type { FC } from 'hono/jsx'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { Card, DateText, Field, Table } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { addFurtherJurisdiction } from './add-jurisdiction.ts'
import {
  HandOver,
  JurisdictionFields,
  OtherAdministrators,
  type RegulationOption,
  ThreePeople,
} from './jurisdiction-parts.tsx'
import { type Jurisdiction, listJurisdictions } from './jurisdictions.ts'
import { readJurisdictions } from './read-jurisdictions.ts'

interface Options {
  regulations: readonly RegulationOption[]
  originOf: (c: RequestContext) => string
}

/** The installation's jurisdictions, and a form for a further one. */
export function jurisdictionPages({ regulations, originOf }: Options) {
  const pages = pageRouter()
  const adds = guard('identity.add-jurisdiction')

  const listPage = async (c: RequestContext) => {
    const context = c.get('context')
    const { jurisdictions, first, mayAdd } = await readJurisdictions(context)
    return renderPage(
      c,
      { title: '辖区', place: 'admin' },
      <>
        <h1>辖区</h1>
        <p class="sub">
          每个辖区有自己的资金管理办法、单位、账号和数据，互相看不到。目录和法规是公开的，在网址里用辖区代码区分。
        </p>
        <Card>
          <Table label="辖区" rows={jurisdictions} columns={columnsWith(regulations)} />
        </Card>
        {mayAdd ? (
          <FurtherForm regulations={regulations} />
        ) : (
          <p class="note">新建辖区由{first}的系统管理员办理：它是这套系统最先建立的辖区。</p>
        )}
      </>,
    )
  }

  pages.get('/jurisdictions', guard('public'), async (c) =>
    renderPage(
      c,
      { title: '辖区' },
      <>
        <h1>辖区</h1>
        <p class="sub">
          各辖区的服务目录和适用的资金管理办法是公开的。登录不用选辖区，账号属于哪个辖区，就进入哪个。
        </p>
        <Card>
          <Table
            label="辖区"
            rows={await listJurisdictions(c.get('context').database)}
            columns={publicColumnsWith(regulations)}
          />
        </Card>
      </>,
    ),
  )

  pages.get('/admin/jurisdictions', adds, listPage)

  pages.post('/admin/jurisdictions', adds, (c) =>
    orRefusal(
      c,
      async (form) => {
        const text = (name: string) => form.text(name)
        const jurisdictionName = text('jurisdictionName')
        const invited = await addFurtherJurisdiction(
          c.get('context'),
          {
            jurisdictionId: text('jurisdictionId'),
            jurisdictionName,
            regulationId: text('regulationId'),
            organisationName: text('organisationName'),
            name: text('name'),
            username: text('username'),
            securityName: text('securityName'),
            securityUsername: text('securityUsername'),
            auditName: text('auditName'),
            auditUsername: text('auditUsername'),
          },
          regulations.map(({ value }) => value),
        )
        return renderPage(
          c,
          { title: '辖区已建立', place: 'admin' },
          <>
            <h1>{jurisdictionName}已建立</h1>
            <HandOver invited={invited} origin={originOf(c)} />
            <p>
              三人设置密码以后，由该辖区的系统管理员建单位和账号，安全管理员批准岗位。
              <a href="/admin/jurisdictions">回到辖区</a>
            </p>
          </>,
        )
      },
      () => listPage(c),
    ),
  )

  return pages
}

const publicColumnsWith = (regulations: readonly RegulationOption[]) => [
  {
    label: '辖区',
    cell: ({ id, name }: Jurisdiction) => (
      <a href={`/catalogue?jurisdiction=${encodeURIComponent(id)}`}>{name}的服务目录</a>
    ),
  },
  {
    label: '资金管理办法',
    cell: ({ regulationId }: Jurisdiction) =>
      regulationId === null ? (
        <span class="muted">尚未采用</span>
      ) : (
        <a href={`/regulations/${regulationId}`}>{labelOf(regulations, regulationId)}</a>
      ),
  },
]

const labelOf = (regulations: readonly RegulationOption[], id: string) =>
  regulations.find(({ value }) => value === id)?.label ?? id

const columnsWith = (regulations: readonly RegulationOption[]) => [
  { label: '辖区', cell: ({ name }: Jurisdiction) => name },
  { label: '代码', cell: ({ id }: Jurisdiction) => <code>{id}</code> },
  {
    label: '资金管理办法',
    cell: ({ regulationId }: Jurisdiction) =>
      regulationId === null ? <span class="muted">尚未采用</span> : labelOf(regulations, regulationId),
  },
  { label: '建立', cell: ({ createdOn }: Jurisdiction) => <DateText on={createdOn} /> },
]

const FurtherForm: FC<{ regulations: readonly RegulationOption[] }> = ({ regulations }) => (
  <Form action="/admin/jurisdictions">
    <h2>新建辖区</h2>
    <Card title="辖区">
      <JurisdictionFields regulations={regulations} />
    </Card>
    <ThreePeople />
    <Card title="系统管理员">
      <p class="note">建单位、建账号、申请岗位、配置接口密钥。用一次性链接设置密码。</p>
      <Field name="name" label="姓名" required />
      <Field name="username" label="账号" required autocomplete="off" />
    </Card>
    <OtherAdministrators />
    <button type="submit" data-busy="正在建立…">
      建立辖区
    </button>
  </Form>
)
