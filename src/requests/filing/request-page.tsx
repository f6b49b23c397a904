import type { Child, FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { inYuan } from '../../platform/money.ts'
import { Alert, Card, DateText, Table, Tag } from '../../platform/ui/components.tsx'
import { resourceStatuses } from '../resources/model.ts'
import type { FrozenMatch } from './frozen-match.ts'
import type { MatchDiff } from './match-diff.ts'
import { MatchTable, signedYuan } from './match-table.tsx'
import { eventWords, isCancelled, statusInWords } from './model.ts'
import type { EventRow, RequestView } from './read-request.ts'
import { RequestForms } from './request-forms.tsx'
import type { Standing } from './standing.ts'
import { statusTones } from './tones.ts'

export interface RequestPageView {
  view: RequestView
  standing: Standing | null
  /** What the draft would be matched with now. */
  preview: { match: FrozenMatch } | { none: string } | null
  /** What matching again with the edition in force would change. */
  diff: MatchDiff | null
  today: string
  error?: string | undefined
}

export const RequestBody: FC<RequestPageView> = (page) => {
  const { view, standing, today, error } = page
  const { row, number } = view
  const overdue = row.status === 'approved' && row.dueOn !== null && row.dueOn < today
  return (
    <>
      <p class="crumbs">
        <a href="/requests">资源申请</a> › {view.organisation}
      </p>
      <h1>
        {row.project} <Tag tone={statusTones[row.status]}>{statusInWords(row)}</Tag>
        {overdue ? <Tag tone="stop">开通逾期</Tag> : null}
      </h1>
      <p class="sub">
        {number} · {row.systemName} · {view.organisation}
      </p>
      {error === undefined ? null : (
        <Alert tone="stop" title="没有办成">
          <p>{error}</p>
        </Alert>
      )}
      <Returned view={view} />
      <Cancelled view={view} />
      <Newer page={page} />
      {view.littleUsed.length === 0 ? null : (
        <Alert tone="warn" title="该系统在用的资源使用率低，又申请增加，请说明理由">
          <ul>
            {view.littleUsed.map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </Alert>
      )}
      {standing === null ? null : <RequestForms view={view} standing={standing} />}
      <Facts view={view} />
      <Matched page={page} />
      <Resources view={view} />
      <Timeline events={view.events} />
    </>
  )
}

const Returned: FC<{ view: RequestView }> = ({ view }) => {
  const back = view.events.findLast(({ action }) => action === 'return')
  if (view.row.status !== 'returned' || back === undefined) return null
  return (
    <Alert tone="warn" title={`已退回：${back.comment ?? ''}`}>
      <p>
        {back.office} {back.by}，{minuteInChina(back.at)}。改好后重新送审、提交。
      </p>
    </Alert>
  )
}

const Cancelled: FC<{ view: RequestView }> = ({ view }) => {
  const cancelled = view.events.findLast(({ action }) => action === 'cancel')
  if (!isCancelled(view.row) || cancelled === undefined) return null
  return (
    <Alert tone="warn" title={`已撤销：${cancelled.comment ?? ''}`}>
      <p>
        {cancelled.office} {cancelled.by}，{minuteInChina(cancelled.at)}
        。没有开通过，占用的容量已归还；还要用的请重新申请。
      </p>
    </Alert>
  )
}

/** An edition was published meanwhile: with which one it was matched, and what the new one would change. */
const Newer: FC<{ page: RequestPageView }> = ({ page: { view, diff } }) => {
  const { match, newerEdition, row } = view
  const open = ['submitted', 'matched', 'reviewed'].includes(row.status)
  if (match === null || newerEdition === null || !open) return null
  return (
    <Alert tone="warn" title={`本申请按${match.row.editionNumber}匹配，现行的是${newerEdition.number}`}>
      {diff === null ? (
        <p>可以按现行目录重新匹配；不重新匹配，就按原来的结果办。</p>
      ) : diff.lines.length === 0 ? (
        <p>按现行目录重新匹配，服务项和价格都不变。</p>
      ) : (
        <>
          <p>
            按现行目录重新匹配，每月 {inYuan(diff.before.monthlyFen)} 元变为 {inYuan(diff.after.monthlyFen)}{' '}
            元（{signedYuan(diff.changeFen)} 元），有 {diff.lines.length} 行不同。
          </p>
          <details>
            <summary>逐行比对</summary>
            <Table
              label="两版目录的匹配结果"
              rows={diff.lines.slice(0, 100)}
              columns={[
                { label: '行', cell: ({ lineId }) => lineId },
                {
                  label: diff.before.edition,
                  cell: ({ before }) => `${before.items} · ${inYuan(before.monthlyFen)} 元`,
                },
                {
                  label: diff.after.edition,
                  cell: ({ after }) => `${after.items} · ${inYuan(after.monthlyFen)} 元`,
                },
              ]}
            />
          </details>
        </>
      )}
    </Alert>
  )
}

const Facts: FC<{ view: RequestView }> = ({ view }) => {
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

const Matched: FC<{ page: RequestPageView }> = ({ page: { view, preview } }) => {
  if (preview !== null)
    return (
      <Card>
        {'none' in preview ? (
          <>
            <h2>匹配结果</h2>
            <p class="muted">{preview.none}</p>
          </>
        ) : (
          <>
            <MatchTable match={preview.match} />
            <p class="note">按{preview.match.edition.number}试算，提交时按当时的现行目录固定。</p>
          </>
        )}
      </Card>
    )
  if (view.match === null) return null
  return (
    <Card>
      <MatchTable
        match={view.match.frozen}
        approved={view.row.approvedOn === null ? undefined : view.approved}
      />
      <p class="note breaks">提交时的匹配已固定，不能更改。摘要 {view.match.row.contentHash}</p>
    </Card>
  )
}

const Resources: FC<{ view: RequestView }> = ({ view: { resources } }) =>
  resources.length === 0 ? null : (
    <Card>
      <Table
        caption="开通的资源"
        rows={resources}
        columns={[
          {
            label: '资源',
            cell: (one) => (
              <>
                <a href={`/resources/${one.id}`}>{one.name}</a>
                <small>
                  {one.itemName} {one.specification} × {one.quantity}
                  {one.unit}
                </small>
              </>
            ),
          },
          { label: '状态', cell: (one) => resourceStatuses[one.status] },
          { label: '到期', cell: (one) => <DateText on={one.expiresOn} /> },
          { label: '每月（元）', numeric: true, cell: (one) => inYuan(one.monthlyFen) },
        ]}
      />
    </Card>
  )

const Timeline: FC<{ events: readonly EventRow[] }> = ({ events }) => (
  <Card>
    <Table
      caption="办理过程"
      rows={events}
      columns={[
        { label: '时间', cell: (event) => <span class="nowrap">{minuteInChina(event.at)}</span> },
        { label: '步骤', cell: (event) => <span class="nowrap">{eventWords[event.action]}</span> },
        {
          label: '经办',
          cell: (event) => (
            <span class="nowrap">
              {event.by}
              {event.office === null ? null : <small>{event.office}</small>}
            </span>
          ),
        },
        { label: '意见', cell: (event) => event.comment ?? <span class="muted">—</span> },
      ]}
    />
  </Card>
)
