import type { Child, FC } from 'hono/jsx'
import { EvidenceCard } from '../../evidence/index.ts'
import { minuteInChina } from '../../platform/dates.ts'
import { Card, DateText, Table } from '../../platform/ui/components.tsx'
import { NextStep } from '../../platform/ui/next-step.tsx'
import { Pairs, Prose } from '../../platform/ui/pairs.tsx'
import { orderKinds } from '../../systems/index.ts'
import type { AllowedOrderSteps } from './allowed-steps.ts'
import { orderEvents, outcomes } from './model.ts'
import { OrderTag } from './order-list.tsx'
import type { OrderDeed, OrderView } from './read-orders.ts'

export const titleOfOrder = ({ title }: { title: string }) => `关于${title}限期整改的通知`

export const OrderBody: FC<{
  order: OrderView
  steps: AllowedOrderSteps
  /** What signing would change, and what can be done now. */
  effect: Child
  forms: Child
}> = ({ order, steps, effect, forms }) => (
  <>
    <p class="crumbs">
      <a href="/oversight/orders">限期整改通知</a> › {order.number ?? '草稿'}
    </p>
    <div class="head">
      <div>
        <h1>
          {titleOfOrder(order)} <OrderTag order={order} />
        </h1>
        <p class="sub">
          {order.number ?? '未编号'} · {orderKinds[order.kind]} · 主送{order.unit}
        </p>
      </div>
      <a class="button quiet no-print" href={`/oversight/orders/${order.id}/letter.docx`}>
        下载公文（Word）
      </a>
    </div>
    <NextStep mine={steps.awaited} words={steps.words} effect={effect}>
      {forms}
    </NextStep>
    <Card title="通知内容">
      <Pairs
        of={[
          ['发现的问题', <Prose text={order.details} />],
          ['依据的条款', <Prose text={order.source} />],
          ['整改要求', <Prose text={order.demand} />],
          [
            '整改期限',
            order.dueByReceipt && order.receivedOn === null ? (
              <>
                自签收之日起 10 个工作日内报送整改结果
                {order.dueOn === null ? '' : `；签收以前按签发日计，到 ${order.dueOn}`}
              </>
            ) : (
              <DateText on={order.dueOn} />
            ),
          ],
          ['签发日', order.issuedOn === null ? null : <DateText on={order.issuedOn} />],
          ['签收日', order.receivedOn === null ? null : <DateText on={order.receivedOn} />],
          ['反馈日', order.answeredOn === null ? null : <DateText on={order.answeredOn} />],
          ['拒不整改', order.refusedOn === null ? null : <DateText on={order.refusedOn} />],
          ['撤销日', order.withdrawnOn === null ? null : <DateText on={order.withdrawnOn} />],
          ['销号日', order.resolvedOn === null ? null : <DateText on={order.resolvedOn} />],
        ]}
      />
    </Card>
    <Card title="涉及的系统">
      {order.wholeUnit ? <p class="note">{order.unit}的全部系统，今后登记或者划入的也在内。</p> : null}
      <Table
        label="涉及的系统"
        rows={order.systems}
        columns={[
          {
            label: '系统',
            cell: ({ code, name }) => <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>,
          },
          { label: '编号', cell: ({ code }) => code },
        ]}
        empty={
          <p class="note">{order.status === 'drafted' ? '签发时列出。' : '这个单位现在没有登记的系统。'}</p>
        }
      />
    </Card>
    <EvidenceCard evidence={order.evidence} subject={{ kind: 'order', id: order.id }} />
    <Card title="办理过程">
      <Table label="办理过程" rows={order.deeds} columns={deedColumns} empty={<p class="note">还没有。</p>} />
    </Card>
  </>
)

const deedColumns = [
  {
    label: '办理',
    cell: ({ event, outcome }: OrderDeed) => (
      <>
        {orderEvents[event]}
        {outcome === null ? '' : `：${outcomes[outcome]}`}
      </>
    ),
  },
  { label: '日期', cell: ({ on }: OrderDeed) => <DateText on={on} /> },
  {
    label: '说明',
    cell: ({ said, document }: OrderDeed) => (
      <>
        {said ?? ''}
        {document === null ? null : <small>{document}</small>}
      </>
    ),
  },
  {
    label: '经办',
    cell: ({ by, at }: OrderDeed) => (
      <>
        {by}
        <small>{minuteInChina(at)}</small>
      </>
    ),
  },
]
