import type { FC } from 'hono/jsx'
import type { IndicatorCounts } from '../migration/index.ts'
import { Card, Table, Tag } from '../platform/ui/components.tsx'
import { byWave } from './register-choices.ts'
import { registerHref } from './register-filters.ts'

/** 批次: complete only when every required system of it is confirmed. */
export const Waves: FC<{ counts: IndicatorCounts }> = ({ counts: all }) => {
  const waves = Object.entries(all.byWave).sort(([a], [b]) => byWave(a, b))
  if (waves.length === 0) return null
  return (
    <Card>
      <Table
        caption="各批次进展"
        folds={false}
        rows={waves}
        columns={[
          { label: '批次', cell: ([wave]) => <a href={registerHref({ wave })}>{wave}</a> },
          {
            label: '已确认 / 应上云',
            numeric: true,
            cell: ([, counts]) => `${counts.confirmed} / ${counts.required}`,
          },
          { label: '逾期', numeric: true, cell: ([, counts]) => counts.overdue },
          {
            label: '状态',
            cell: ([, counts]) =>
              counts.overdue > 0 ? (
                <Tag tone="stop">有逾期</Tag>
              ) : counts.confirmed === counts.required ? (
                <Tag tone="go">已完成</Tag>
              ) : (
                <Tag>进行中</Tag>
              ),
          },
        ]}
      />
    </Card>
  )
}
