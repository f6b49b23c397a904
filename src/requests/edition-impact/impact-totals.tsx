import type { FC } from 'hono/jsx'
import type { ImpactTotal } from '../../catalogue/index.ts'
import { type Fen, fenOf, inYuan } from '../../platform/money.ts'
import { Card, Table } from '../../platform/ui/components.tsx'
import type { EditionImpact } from './read-impact.ts'

/** "+12.00" or "-12.00", 元 a month. */
export function difference(before: Fen, after: Fen): string {
  return `${after > before ? '+' : ''}${inYuan(fenOf(after - before))}`
}

interface Row extends Omit<ImpactTotal, 'uses' | 'changed'> {
  label: string
  affected: string
}

function rowsOf({ requests, resources }: EditionImpact): Row[] {
  const sum = (value: (total: ImpactTotal) => number) => value(requests) + value(resources)
  return [
    { ...requests, label: '在办申请', affected: `${requests.affected} / ${requests.all} 份` },
    { ...resources, label: '在用资源', affected: `${resources.affected} / ${resources.all} 项` },
    {
      label: '合计',
      affected: '',
      gone: sum(({ gone }) => gone),
      unknown: sum(({ unknown }) => unknown),
      beforeFen: fenOf(sum(({ beforeFen }) => beforeFen)),
      afterFen: fenOf(sum(({ afterFen }) => afterFen)),
      moreFen: fenOf(sum(({ moreFen }) => moreFen)),
      lessFen: fenOf(sum(({ lessFen }) => lessFen)),
    },
  ]
}

const None: FC = () => <span class="muted">—</span>
const Count: FC<{ of: number }> = ({ of }) => (of === 0 ? <None /> : <span>{of} 处</span>)

/** What an edition does to requests and resources, in a line each. */
export const ImpactTotals: FC<{ effect: EditionImpact }> = ({ effect }) => (
  <Table
    label="影响合计"
    rows={rowsOf(effect)}
    columns={[
      { label: '对象', cell: ({ label }) => label },
      { label: '受影响', numeric: true, cell: ({ affected }) => affected || <None /> },
      {
        label: '涨价（元/月）',
        numeric: true,
        cell: ({ moreFen }) => (moreFen === 0 ? <None /> : `+${inYuan(moreFen)}`),
      },
      {
        label: '降价（元/月）',
        numeric: true,
        cell: ({ lessFen }) => (lessFen === 0 ? <None /> : `-${inYuan(lessFen)}`),
      },
      {
        label: '增减（元/月）',
        numeric: true,
        cell: ({ beforeFen, afterFen }) => <b>{difference(beforeFen, afterFen)}</b>,
      },
      { label: '新版取消', numeric: true, cell: ({ gone }) => <Count of={gone} /> },
      { label: '待核', numeric: true, cell: ({ unknown }) => <Count of={unknown} /> },
    ]}
  />
)

/** The same on the edition's own page, for who approves it. */
export const ImpactSummary: FC<{ effect: EditionImpact }> = ({ effect }) => {
  const { edition, requests, resources } = effect
  const href = `/editions/${edition.id}/effect`
  if (requests.affected + resources.affected === 0)
    return (
      <Card title="对在办申请和在用资源的影响">
        <p class="muted">
          {requests.all + resources.all === 0
            ? '现在没有在办的申请和在用的资源。'
            : `${requests.all} 份在办申请、${resources.all} 项在用资源的价格都不变。`}
        </p>
      </Card>
    )
  return (
    <Card title="对在办申请和在用资源的影响">
      <ImpactTotals effect={effect} />
      <p>
        <a href={href}>逐份逐项查看</a>
      </p>
    </Card>
  )
}
