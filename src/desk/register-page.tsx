import type { FC } from 'hono/jsx'
import type { CalendarDate } from '../platform/dates.ts'
import { Card, Empty, Pages, Table, Tag, WanYuan } from '../platform/ui/components.tsx'
import { dispositions, stages } from '../systems/index.ts'
import type { RegisterPage, RegisterRow } from './list-register.ts'
import { isFiltered, pageSize, type RegisterFilters, registerHref } from './register-filters.ts'
import { Filters, ListHead } from './register-forms.tsx'
import { DueDay, HealthTags, VerdictTag } from './tags.tsx'

export interface RegisterView {
  filters: RegisterFilters
  page: RegisterPage
  /** Units to choose from; empty for a department, which has only its own. */
  units: readonly { id: number; name: string }[]
  waves: readonly string[]
  today: CalendarDate
  mayImport: boolean
  ownUnit: string | null
}

export const RegisterBody: FC<RegisterView> = (view) => {
  const { filters, page, mayImport, ownUnit } = view
  const first = page.total === 0 && !isFiltered(filters) && filters.sort !== 'due'
  return (
    <>
      <div class="head">
        <div>
          <h1>系统台账</h1>
          <p class="sub">
            {ownUnit === null ? '本辖区' : ownUnit}的政务信息系统：进度、状态、期限和运维经费资格结论。
          </p>
        </div>
        <div class="row no-print">
          {first ? null : (
            <a class="button quiet" href="/systems/export.xlsx">
              导出全部
            </a>
          )}
          {mayImport ? (
            <a class="button" href="/systems/import">
              导入台账
            </a>
          ) : null}
        </div>
      </div>
      {first ? <NoSystems mayImport={mayImport} /> : <Filled {...view} />}
    </>
  )
}

const NoSystems: FC<{ mayImport: boolean }> = ({ mayImport }) => (
  <Card>
    <Empty title="台账里还没有系统">
      {mayImport ? (
        <>
          <p>把现在用的 Excel 或 CSV 台账传上来，先预览、再导入，列名不必改。</p>
          <p>
            <a class="button" href="/systems/import">
              导入台账
            </a>
          </p>
        </>
      ) : (
        <p>由大数据中心或主管部门导入台账后，这里会列出系统。</p>
      )}
    </Empty>
  </Card>
)

const Filled: FC<RegisterView> = ({ filters, page, units, waves, today }) => (
  <>
    <Filters filters={filters} units={units} waves={waves} />
    <Card>
      {page.total === 0 ? null : <ListHead filters={filters} total={page.total} />}
      <Table
        label="系统台账"
        rows={page.rows}
        columns={columns(today)}
        empty={
          <Empty title="没有符合条件的系统">
            <p>
              换个条件再试，或者<a href="/systems">清除全部条件</a>。
            </p>
          </Empty>
        }
      />
      {page.total === 0 ? null : (
        <Pages
          page={page.page}
          pageSize={pageSize}
          total={page.total}
          href={(number) => registerHref({ ...filters, page: number })}
        />
      )}
    </Card>
  </>
)

const columns = (today: CalendarDate) => [
  {
    label: '系统',
    cell: (row: RegisterRow) => (
      <>
        <a href={systemHref(row.code)}>{row.name}</a>
        <small>
          {row.code} · {row.unit}
        </small>
      </>
    ),
  },
  {
    label: '阶段',
    cell: (row: RegisterRow) =>
      row.classified ? (
        <Tag>涉密</Tag>
      ) : (
        <>
          {row.stage === null ? <span class="muted">未登记</span> : stages[row.stage]}
          {row.disposition === null ? null : <small>处置：{dispositions[row.disposition]}</small>}
        </>
      ),
  },
  {
    label: '状态',
    cell: (row: RegisterRow) =>
      row.classified ? <span class="muted">不跟踪</span> : <HealthTags health={row.health} />,
  },
  {
    label: '完成期限',
    cell: (row: RegisterRow) => <DueDay on={row.dueOn} today={today} open={isOpen(row)} />,
  },
  {
    label: '运维经费',
    cell: (row: RegisterRow) =>
      row.classified ? <span class="muted">不适用</span> : <VerdictTag verdict={row.operations} />,
  },
  {
    label: '年运维费（万元）',
    numeric: true,
    cell: (row: RegisterRow) => <WanYuan fen={row.annualOperationsFen} />,
  },
]

/** Whether the due day still matters: not confirmed, and something is to be done by then. */
function isOpen(row: RegisterRow): boolean {
  return row.health.some((state) => state === 'overdue' || state === 'due-soon' || state === 'stalled')
}

export function systemHref(code: string): string {
  return `/systems/${encodeURIComponent(code)}`
}
