import type { FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { inYuan } from '../../platform/money.ts'
import { canTake } from '../../platform/state-machine.ts'
import { Alert, Table } from '../../platform/ui/components.tsx'
import type { MatchDiff } from './match-diff.ts'
import { signedYuan } from './match-table.tsx'
import { isCancelled, requestMachine } from './model.ts'
import type { RequestView } from './read-request.ts'

/** Why a request came back. */
export const Returned: FC<{ view: RequestView }> = ({ view }) => {
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

/** Why it was withdrawn after its approval. */
export const Cancelled: FC<{ view: RequestView }> = ({ view }) => {
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
export const Newer: FC<{ view: RequestView; diff: MatchDiff | null }> = ({ view, diff }) => {
  const { match, newerEdition, row } = view
  if (match === null || newerEdition === null || !canTake(requestMachine, 'match-again', row.status))
    return null
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
