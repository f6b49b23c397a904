import type { Child } from 'hono/jsx'
import { Card, type Column, Empty, Pages, Table } from '../platform/ui/components.tsx'

/** In: the path of a list and its filters. Out: its address; what is empty is left out. */
export function listHref(path: string, filters: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined && value !== '' && !(name === 'page' && value === 1))
      query.set(name, String(value))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

/** A list of this place: title, what it is for, what can be begun, filters, rows, pages. */
export function ListPage<Row>(props: {
  path: string
  title: string
  purpose: string
  /** What can be begun here; null: nothing by this actor. */
  begin: { href: string; label: string } | null
  filters?: Child
  narrowed: boolean
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  empty: string
  total: number
  page: number
  pageSize: number
  href: (page: number) => string
}) {
  const { path, begin, total, narrowed } = props
  return (
    <>
      <div class="head">
        <div>
          <h1>{props.title}</h1>
          <p class="sub">{props.purpose}</p>
        </div>
        {begin === null ? null : (
          <a class="button no-print" href={begin.href}>
            {begin.label}
          </a>
        )}
      </div>
      {total === 0 && !narrowed ? null : props.filters}
      <Card>
        <Table
          label={props.title}
          rows={props.rows}
          columns={props.columns}
          empty={
            narrowed ? (
              <Empty title="没有符合条件的">
                <p>
                  <a href={path}>去掉筛选，看全部</a>
                </p>
              </Empty>
            ) : (
              <Empty title={`还没有${props.title}`}>
                <p>{props.empty}</p>
                {begin === null ? null : <a href={begin.href}>{begin.label}</a>}
              </Empty>
            )
          }
        />
        {total === 0 ? null : (
          <Pages page={props.page} pageSize={props.pageSize} total={total} href={props.href} />
        )}
      </Card>
    </>
  )
}
