import type { FC } from 'hono/jsx'
import type { IndicatorCounts, OrganisationIndicators } from '../migration/index.ts'
import { Table, Tag } from '../platform/ui/components.tsx'
import { registerHref } from './register-filters.ts'

const UnitState: FC<{ counts: IndicatorCounts }> = ({ counts }) => {
  if (counts.byHealth.overdue > 0) return <Tag tone="stop">逾期</Tag>
  if (counts.byHealth['due-soon'] > 0) return <Tag tone="warn">30日内到期</Tag>
  if (counts.byHealth.stalled > 0) return <Tag tone="warn">停滞</Tag>
  if (counts.byHealth['no-due-date'] > 0) return <Tag tone="hold">未定期限</Tag>
  if (counts.required === 0) return <span class="muted">无应上云系统</span>
  return counts.confirmed === counts.required ? <Tag tone="go">已完成</Tag> : <Tag tone="go">正常</Tag>
}

/** Units and how far they are: counts, not rates, so that small units aren't misread. */
export const UnitTable: FC<{ units: readonly OrganisationIndicators[] }> = ({ units }) => (
  <Table
    caption="各单位进展"
    folds={false}
    rows={units}
    columns={[
      {
        label: '单位',
        cell: (unit) => <a href={registerHref({ unit: unit.organisationId })}>{unit.organisationName}</a>,
      },
      {
        label: '已确认 / 应上云',
        numeric: true,
        cell: (unit) => `${unit.counts.confirmed} / ${unit.counts.required}`,
      },
      { label: '逾期', numeric: true, cell: (unit) => unit.counts.byHealth.overdue },
      { label: '状态', cell: (unit) => <UnitState counts={unit.counts} /> },
    ]}
  />
)
