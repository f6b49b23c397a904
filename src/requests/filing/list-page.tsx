import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../../platform/context.ts'
import { inYuan } from '../../platform/money.ts'
import { Card, DateText, Empty, Pages, Select, Table, Tag } from '../../platform/ui/components.tsx'
import { type ListedRequest, pageSize, type RequestFilters } from './list-requests.ts'
import { nextStep, statusWords } from './model.ts'
import { statusTones } from './tones.ts'

/** In: filters. Out: the address of the list with them; what is empty is left out. */
export function requestsHref(filters: Partial<RequestFilters>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined && value !== '' && !(name === 'page' && value === 1))
      query.set(name, String(value))
  const text = query.toString()
  return text === '' ? '/requests' : `/requests?${text}`
}

export interface ListView {
  actor: Actor
  filters: RequestFilters
  requests: readonly ListedRequest[]
  total: number
  page: number
  units: readonly { id: number; name: string }[]
  deleted: boolean
}

export const ListBody: FC<ListView> = (view) => {
  const { actor, filters, requests, total, page, units } = view
  const files = allows(actor, 'requests.file')
  const narrowed = filters.q !== undefined || filters.status !== undefined || filters.unit !== undefined
  return (
    <>
      <div class="head">
        <div>
          <h1>资源申请</h1>
          <p class="sub">部门申请政务云资源：填报、提交、匹配、会审、批复、开通。</p>
        </div>
        {files ? (
          <a class="button no-print" href="/requests/new">
            填报申请
          </a>
        ) : null}
      </div>
      {total === 0 && !narrowed ? null : <Filters filters={filters} units={units} />}
      <Card>
        <Table
          label="资源申请"
          rows={requests}
          columns={columns(units.length > 0)}
          empty={<None narrowed={narrowed} files={files} />}
        />
        {total === 0 ? null : (
          <Pages
            page={page}
            pageSize={pageSize}
            total={total}
            href={(to) => requestsHref({ ...filters, page: to })}
          />
        )}
      </Card>
    </>
  )
}

const Filters: FC<{ filters: RequestFilters; units: ListView['units'] }> = ({ filters, units }) => (
  <form class="filters" method="get" action="/requests" data-auto>
    <div class="grow">
      <label for="q">编号、项目或系统</label>
      <input id="q" name="q" type="search" value={filters.q} maxlength={100} />
    </div>
    <Select
      name="status"
      label="状态"
      all="全部"
      value={filters.status}
      options={[
        { value: 'mine', label: '等我办理' },
        { value: 'overdue', label: '开通逾期' },
        ...Object.entries(statusWords).map(([value, label]) => ({ value, label })),
        { value: 'cancelled', label: '已撤销' },
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

const None: FC<{ narrowed: boolean; files: boolean }> = ({ narrowed, files }) =>
  narrowed ? (
    <Empty title="没有符合条件的申请">
      <p>
        换个条件再试，或者<a href="/requests">看全部申请</a>。
      </p>
    </Empty>
  ) : (
    <Empty title="还没有资源申请">
      {files ? (
        <p>
          写明要几台几核几G、用到什么时候，马上就能看到目录里由什么满足、每月多少钱。
          <a href="/requests/new">填报第一份申请</a>
        </p>
      ) : (
        <p>部门提交申请后，会列在这里。</p>
      )}
    </Empty>
  )

const columns = (whole: boolean) => [
  {
    label: '申请',
    cell: (row: ListedRequest) => (
      <>
        <a href={`/requests/${row.id}`}>{row.project}</a>
        <small>
          {row.number} · {row.systemName}
          {whole ? ` · ${row.organisation}` : ''}
        </small>
      </>
    ),
  },
  {
    label: '状态',
    cell: (row: ListedRequest) => (
      <>
        <Tag tone={statusTones[row.status]}>{row.cancelled ? '已撤销' : statusWords[row.status]}</Tag>
        {row.overdue ? <Tag tone="stop">开通逾期</Tag> : null}
        <small>{row.status === 'draft' && row.ready ? '等部门审核人提交' : nextStep[row.status]}</small>
      </>
    ),
  },
  {
    label: '起止',
    cell: (row: ListedRequest) => (
      <span class="nowrap">
        <DateText on={row.startsOn} /> 至 <DateText on={row.endsOn} />
      </span>
    ),
  },
  {
    label: '开通期限',
    cell: (row: ListedRequest) => (
      <>
        <DateText on={row.dueOn} />
        {row.dueProvisional ? <small>暂定</small> : null}
      </>
    ),
  },
  {
    label: '每月（元）',
    numeric: true,
    cell: (row: ListedRequest) =>
      row.monthlyFen === null ? <span class="muted">—</span> : inYuan(row.monthlyFen),
  },
]
