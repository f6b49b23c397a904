import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../platform/context.ts'
import { Card, DateText, Empty, Field, Pages, Select, Table, Tag } from '../platform/ui/components.tsx'
import { type ListedProject, type listProjects, type ProjectFilters, pageSize } from './read-projects.ts'
import { waitingHref } from './words.ts'

const path = '/projects'

export const ProjectList: FC<{
  actor: Actor
  filters: ProjectFilters
  list: Awaited<ReturnType<typeof listProjects>>
}> = ({ actor, filters, list }) => {
  const narrowed = [filters.q, filters.unit, filters.waiting].some((value) => value !== undefined)
  return (
    <>
      <div class="head">
        <div>
          <h1>项目</h1>
          <p class="sub">项目从立项到停用报废的节点，两人办理。系统的资金结论按这些节点判定。</p>
        </div>
        <p class="row no-print">
          {allows(actor, 'projects.confirm') ? (
            <a class="button quiet" href={waitingHref}>
              等我确认的节点
            </a>
          ) : null}
          {allows(actor, 'projects.file') ? (
            <>
              <a class="button quiet" href="/projects/files">
                由文件登记
              </a>
              <a class="button" href="/projects/new">
                新建项目
              </a>
            </>
          ) : null}
        </p>
      </div>
      {list.total === 0 && !narrowed ? null : <Filters filters={filters} units={list.units} />}
      <Card>
        <Table
          label="项目"
          rows={list.projects}
          columns={columns}
          empty={
            narrowed ? (
              <Empty title="没有符合条件的项目">
                <p>
                  <a href={path}>去掉筛选，看全部</a>
                </p>
              </Empty>
            ) : (
              <Empty title="还没有项目">
                <p>
                  已经建成的系统，到系统的页面点“由台账补录项目”，按台账里的日期一次补齐；正在建的，新建项目后逐个登记节点。
                </p>
              </Empty>
            )
          }
        />
        {list.total === 0 ? null : (
          <Pages
            page={list.page}
            pageSize={pageSize}
            total={list.total}
            href={(page) => hrefOf({ ...filters, page })}
          />
        )}
      </Card>
    </>
  )
}

function hrefOf(filters: ProjectFilters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined && !(name === 'page' && value === 1)) query.set(name, String(value))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

const Filters: FC<{ filters: ProjectFilters; units: { id: number; name: string }[] }> = ({
  filters,
  units,
}) => (
  <form class="filters" method="get" action={path} data-auto>
    <Field name="q" label="名称、编号" value={filters.q ?? ''} />
    {units.length < 2 ? null : (
      <Select
        name="unit"
        label="牵头单位"
        all="全部单位"
        value={filters.unit === undefined ? undefined : String(filters.unit)}
        options={units.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
    )}
    <Select
      name="waiting"
      label="节点"
      all="全部"
      value={filters.waiting}
      options={[{ value: 'yes', label: '有节点待确认' }]}
    />
    <button type="submit">筛选</button>
  </form>
)

const columns = [
  {
    label: '项目',
    cell: ({ id, name, number }: ListedProject) => (
      <>
        <a href={`/projects/${id}`}>{name}</a>
        <small>{number}</small>
      </>
    ),
  },
  { label: '牵头单位', cell: ({ unit }: ListedProject) => unit },
  { label: '系统（个）', numeric: true, cell: ({ systems }: ListedProject) => String(systems) },
  { label: '竣工验收', cell: ({ acceptedOn }: ListedProject) => <DateText on={acceptedOn} /> },
  {
    label: '待确认',
    cell: ({ waiting }: ListedProject) =>
      waiting === 0 ? <span class="muted">—</span> : <Tag tone="warn">{waiting} 个节点</Tag>,
  },
]
