import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../../platform/context.ts'
import { type Fen, inYuan } from '../../platform/money.ts'
import { Card, DateText, Empty, Pages, Select, Table, Tag } from '../../platform/ui/components.tsx'
import { type Cost, type ListedResource, pageSize, type ResourceFilters } from './list-resources.ts'
import { resourceStatuses } from './model.ts'

export function resourcesHref(filters: Partial<ResourceFilters>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    const usual = (name === 'page' && value === 1) || (name === 'show' && value === 'running')
    if (value !== undefined && value !== '' && !usual) query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? '/resources' : `/resources?${text}`
}

/** How near the end is, in words and colour. */
export const Expiry: FC<{ on: string; daysLeft: number; running: boolean }> = ({ on, daysLeft, running }) => (
  <>
    <DateText on={on} />
    {!running || daysLeft > 30 ? null : (
      <>
        {' '}
        <Tag tone={daysLeft <= 7 ? 'stop' : 'warn'}>
          {daysLeft < 0 ? '已过期' : daysLeft === 0 ? '今天到期' : `还有 ${daysLeft} 天`}
        </Tag>
      </>
    )}
  </>
)

export interface ResourcesView {
  actor: Actor
  filters: ResourceFilters
  resources: readonly ListedResource[]
  total: number
  monthlyFen: Fen
  page: number
  units: readonly { id: number; name: string }[]
  costs: readonly Cost[]
}

export const ResourcesBody: FC<ResourcesView> = (view) => {
  const { actor, filters, resources, total, monthlyFen, page, units, costs } = view
  const whole = units.length > 0
  return (
    <>
      <div class="head">
        <div>
          <h1>在用资源</h1>
          <p class="sub">已开通的资源：谁在用、到什么时候、每月多少钱。到期前 30 天和 7 天提醒。</p>
        </div>
        {allows(actor, 'resources.import-usage') ? (
          <a class="button quiet no-print" href="/resources/usage">
            导入使用率
          </a>
        ) : null}
      </div>
      <Filters filters={filters} units={units} />
      <Card>
        <Table
          label="在用资源"
          rows={resources}
          columns={columns(whole)}
          empty={
            <Empty title="没有符合条件的资源">
              <p>申请批复、开通之后，资源列在这里。</p>
            </Empty>
          }
        />
        {total === 0 ? null : (
          <>
            <p class="note">
              符合条件的 {total} 项，每月合计 {inYuan(monthlyFen)} 元。
            </p>
            <Pages
              page={page}
              pageSize={pageSize}
              total={total}
              href={(to) => resourcesHref({ ...filters, page: to })}
            />
          </>
        )}
      </Card>
      {costs.length === 0 ? null : (
        <Card>
          <Table
            caption={whole ? '各单位每月费用（在用）' : '各系统每月费用（在用）'}
            rows={costs}
            folds={false}
            columns={[
              { label: whole ? '单位' : '系统', cell: ({ name }) => name },
              { label: '资源', numeric: true, cell: (cost) => cost.resources },
              { label: '每月（元）', numeric: true, cell: (cost) => inYuan(cost.monthlyFen) },
            ]}
          />
        </Card>
      )}
    </>
  )
}

const Filters: FC<{ filters: ResourceFilters; units: ResourcesView['units'] }> = ({ filters, units }) => (
  <form class="filters" method="get" action="/resources" data-auto>
    <div class="grow">
      <label for="q">资源、系统或服务项</label>
      <input id="q" name="q" type="search" value={filters.q} maxlength={100} />
    </div>
    <Select
      name="show"
      label="状态"
      value={filters.show}
      options={[
        { value: 'running', label: '在用' },
        { value: 'expiring', label: '30 天内到期' },
        { value: 'asked', label: '变更待批复' },
        { value: 'released', label: resourceStatuses.released },
        { value: 'expired', label: resourceStatuses.expired },
        { value: 'all', label: '全部' },
      ]}
    />
    {units.length === 0 ? null : (
      <Select
        name="unit"
        label="单位"
        all="全部单位"
        value={filters.unit === undefined ? undefined : String(filters.unit)}
        options={units.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
    )}
    <button type="submit">筛选</button>
  </form>
)

const columns = (whole: boolean) => [
  {
    label: '资源',
    cell: (row: ListedResource) => (
      <>
        <a href={`/resources/${row.id}`}>{row.name}</a>
        <small>
          {row.systemName}
          {whole ? ` · ${row.organisation}` : ''}
        </small>
      </>
    ),
  },
  {
    label: '服务项',
    cell: (row: ListedResource) => (
      <>
        {row.itemName} {row.specification} × {row.quantity}
        {row.unit}
        <small>{row.code}</small>
      </>
    ),
  },
  {
    label: '状态',
    cell: (row: ListedResource) => (
      <>
        <Tag tone={row.status === 'running' ? 'go' : 'plain'}>{resourceStatuses[row.status]}</Tag>
        {row.changeAsked ? <Tag tone="brand">变更待批复</Tag> : null}
      </>
    ),
  },
  {
    label: '到期',
    cell: (row: ListedResource) => (
      <Expiry on={row.expiresOn} daysLeft={row.daysLeft} running={row.status === 'running'} />
    ),
  },
  { label: '每月（元）', numeric: true, cell: (row: ListedResource) => inYuan(row.monthlyFen) },
]
