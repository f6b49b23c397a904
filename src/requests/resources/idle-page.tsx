import type { FC } from 'hono/jsx'
import { inYuan } from '../../platform/money.ts'
import { Card, Empty, Table, Tag } from '../../platform/ui/components.tsx'
import { percent } from './idle.ts'
import type { IdleResource, listIdle } from './list-idle.ts'

export const IdleBody: FC<Awaited<ReturnType<typeof listIdle>>> = ({ idle, savingFen, rules, measured }) => (
  <>
    <h1>闲置和偏大</h1>
    <p class="sub">按最近一个月的使用率，可以释放或换小的在用资源。</p>
    <Card>
      {idle.length === 0 ? null : (
        <p class="terms">
          共 <b>{idle.length}</b> 项，每月可省 <b>{inYuan(savingFen)}</b> 元。
        </p>
      )}
      <Table
        label="闲置和偏大的资源，省钱多的在前"
        rows={idle}
        columns={columns}
        empty={
          <Empty title={measured === 0 ? '还没有使用率' : '没有闲置和偏大的资源'}>
            <p>
              {measured === 0
                ? '大数据中心导入使用率以后，闲置和偏大的资源列在这里。'
                : `${measured} 项资源有使用率，都用得上。`}
            </p>
          </Empty>
        }
      />
      <p class="note">
        闲置：CPU 平均低于 {rules.idleAveragePercent}%、峰值低于 {rules.idlePeakPercent}%，内存平均低于
        50%。偏大：CPU 和内存的峰值都低于 {rules.oversizedPeakPercent}
        %，且现行目录有同类小一档的规格，换后峰值不超过 70%。
      </p>
    </Card>
  </>
)

const columns = [
  {
    label: '资源',
    cell: ({ row, organisation }: IdleResource) => (
      <>
        <a href={`/resources/${row.id}`}>{row.name}</a>
        <small>
          {row.systemName} · {organisation}
        </small>
      </>
    ),
  },
  {
    label: '现在',
    cell: ({ row }: IdleResource) => (
      <>
        {row.itemName} {row.specification} × {row.quantity}
        {row.unit}
        <small>{row.code}</small>
      </>
    ),
  },
  {
    label: '使用率',
    cell: ({ usage }: IdleResource) => (
      <>
        CPU 平均 {percent(usage.averageCpu)}、峰值 {percent(usage.peakCpu)}
        <small>
          内存平均 {percent(usage.averageMemory)}、峰值 {percent(usage.peakMemory)}，
          <span class="nowrap">{usage.month}</span>
        </small>
      </>
    ),
  },
  {
    label: '建议',
    cell: ({ saving }: IdleResource) =>
      saving.kind === 'idle' ? (
        <Tag tone="stop">闲置，释放</Tag>
      ) : (
        <>
          <Tag tone="warn">偏大</Tag> 换成 {saving.to.specification}
          <small>{saving.to.code}</small>
        </>
      ),
  },
  {
    label: '每月可省（元）',
    numeric: true,
    cell: ({ saving }: IdleResource) => inYuan(saving.savingFen),
  },
]
