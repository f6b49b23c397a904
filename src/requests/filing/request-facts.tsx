import type { Child, FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { Card, DateText } from '../../platform/ui/components.tsx'
import type { RequestView } from './read-request.ts'

/** What was asked for, by whom, and what was decided when. */
export const Facts: FC<{ view: RequestView }> = ({ view }) => {
  const { row, match } = view
  const pairs: [string, Child][] = [
    [
      '系统',
      view.systemCode === null ? (
        `${row.systemName}（拟建）`
      ) : (
        <a href={`/systems/${encodeURIComponent(view.systemCode)}`}>{row.systemName}</a>
      ),
    ],
    ['用途', row.purpose],
    [
      '起止',
      <>
        <DateText on={row.startsOn} /> 至 <DateText on={row.endsOn} />
      </>,
    ],
    ['填报', `${view.filedBy}，${minuteInChina(row.filedAt)}`],
    ...(row.submittedOn === null
      ? []
      : [['提交', <By name={view.submittedBy ?? ''} on={row.submittedOn} />] as [string, Child]]),
    ...(match === null
      ? []
      : [
          [
            '匹配所依据的目录',
            <>
              {match.row.editionNumber}，匹配引擎版本 {match.row.engineVersion}，
              <span class="nowrap">{minuteInChina(match.row.frozenAt)} 固定</span>
            </>,
          ] as [string, Child],
        ]),
    ...(row.approvedOn === null
      ? []
      : [
          ['批复', <By name={view.approvedBy ?? '按规则'} on={row.approvedOn} />] as [string, Child],
          [
            '开通期限',
            row.dueOn === null ? (
              '目录没有写明开通时限'
            ) : (
              <>
                <DateText on={row.dueOn} />
                {row.dueProvisional ? '（暂定：超出已公布的工作日历）' : ''}
              </>
            ),
          ] as [string, Child],
        ]),
    ...(row.decidedByRule === null ? [] : [['所依据的规则', row.decidedByRule] as [string, Child]]),
  ]
  return (
    <Card title="申请内容">
      <dl class="pairs">
        {pairs.map(([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

const By: FC<{ name: string; on: string }> = ({ name, on }) => (
  <>
    {name}，<DateText on={on} />
  </>
)
