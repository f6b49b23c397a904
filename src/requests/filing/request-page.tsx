import type { FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { inYuan } from '../../platform/money.ts'
import { Alert, Card, DateText, Table, Tag } from '../../platform/ui/components.tsx'
import { resourceStatuses } from '../resources/model.ts'
import type { AllowedRequestSteps } from './allowed-steps.ts'
import type { FrozenMatch } from './frozen-match.ts'
import type { MatchDiff } from './match-diff.ts'
import { MatchTable } from './match-table.tsx'
import { eventWords, statusInWords } from './model.ts'
import type { EventRow, RequestView } from './read-request.ts'
import { Facts } from './request-facts.tsx'
import { RequestForms } from './request-forms.tsx'
import { Cancelled, Newer, Returned } from './request-notes.tsx'
import { statusTones } from './tones.ts'

export interface RequestPageView {
  view: RequestView
  steps: AllowedRequestSteps | null
  /** What the draft would be matched with now. */
  preview: { match: FrozenMatch } | { none: string } | null
  /** What matching again with the edition in force would change. */
  diff: MatchDiff | null
  today: string
}

export const RequestBody: FC<RequestPageView> = (page) => {
  const { view, steps, today } = page
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
      <Returned view={view} />
      <Cancelled view={view} />
      <Newer view={view} diff={page.diff} />
      {view.underused.length === 0 ? null : (
        <Alert tone="warn" title="该系统在用的资源使用率低，又申请增加，请说明理由">
          <ul>
            {view.underused.map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </Alert>
      )}
      {steps === null ? null : <RequestForms view={view} steps={steps} />}
      <Facts view={view} />
      <Matched page={page} />
      <Resources view={view} />
      <Timeline events={view.events} />
    </>
  )
}

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
