import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../../platform/context.ts'
import { DateText, Field, Select, Tag, type Tone } from '../../platform/ui/components.tsx'
import { orderKinds } from '../../systems/index.ts'
import { ListPage, listHref } from '../parts.tsx'
import { type OrderStatus, orderStatuses } from './model.ts'
import { type ListedOrder, type OrderFilters, orderViews, pageSize } from './read-orders.ts'

const tones: Record<OrderStatus, Tone> = {
  drafted: 'plain',
  issued: 'warn',
  received: 'warn',
  answered: 'hold',
  resolved: 'go',
  refused: 'stop',
  failed: 'stop',
  withdrawn: 'plain',
}

/** How an order stands, and whether its time is over. */
export const OrderTag: FC<{ order: Pick<ListedOrder, 'status' | 'overdue' | 'outcome'> }> = ({
  order: { status, overdue, outcome },
}) => (
  <>
    <Tag tone={tones[status]}>{orderStatuses[status]}</Tag>
    {overdue && status !== 'failed' ? (
      <>
        {' '}
        <Tag tone="stop">已逾期</Tag>
      </>
    ) : null}
    {outcome === null ? null : (
      <>
        {' '}
        <Tag tone="hold">复核结论待确认</Tag>
      </>
    )}
  </>
)

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

export const OrderList: FC<{
  actor: Actor
  filters: OrderFilters
  list: { orders: ListedOrder[]; total: number; page: number; units: { id: number; name: string }[] }
}> = ({ actor, filters, list }) => (
  <ListPage
    path="/oversight/orders"
    title="限期整改通知"
    purpose="责令限期整改的通知：拟定、签发、签收、反馈、复核销号。拒不整改、逾期未整改到位的，按条文停拨。"
    begin={allows(actor, 'oversight.draft') ? { href: '/oversight/orders/new', label: '拟定整改通知' } : null}
    narrowed={[filters.q, filters.status, filters.kind, filters.unit].some((value) => value !== undefined)}
    filters={
      <form class="filters" method="get" action="/oversight/orders" data-auto>
        <Field name="q" label="事由、文号、系统编号" value={filters.q ?? ''} />
        <Select
          name="status"
          label="状态"
          all="全部"
          value={filters.status}
          options={options({ ...orderViews, ...orderStatuses })}
        />
        <Select name="kind" label="种类" all="全部" value={filters.kind} options={options(orderKinds)} />
        {list.units.length < 2 ? null : (
          <Select
            name="unit"
            label="单位"
            all="全部单位"
            value={filters.unit === undefined ? undefined : String(filters.unit)}
            options={list.units.map(({ id, name }) => ({ value: String(id), label: name }))}
          />
        )}
        <button type="submit">筛选</button>
      </form>
    }
    rows={list.orders}
    columns={columns}
    empty="主管部门、审计机关责令限期整改的，在这里拟定并签发；签发以后，所涉系统的资金结论随即按条文判定。"
    total={list.total}
    page={list.page}
    pageSize={pageSize}
    href={(page) => listHref('/oversight/orders', { ...filters, page })}
  />
)

const columns = [
  {
    label: '事由',
    cell: ({ id, title, number, kind }: ListedOrder) => (
      <>
        <a href={`/oversight/orders/${id}`}>{title}</a>
        <small>
          {number ?? '未编号'} · {orderKinds[kind]}
        </small>
      </>
    ),
  },
  {
    label: '单位、系统',
    cell: ({ unit, wholeUnit, systems }: ListedOrder) => (
      <>
        {unit}
        <small>{wholeUnit ? '本单位全部系统' : `${systems} 个系统`}</small>
      </>
    ),
  },
  { label: '状态', cell: (order: ListedOrder) => <OrderTag order={order} /> },
  { label: '签发日', cell: ({ issuedOn }: ListedOrder) => <DateText on={issuedOn} /> },
  { label: '期限', cell: ({ dueOn }: ListedOrder) => <DateText on={dueOn} /> },
]
