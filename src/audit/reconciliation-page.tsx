import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../platform/context.ts'
import type { Check, KeptRows } from '../platform/reconciliation.ts'
import { Alert, Card, Empty, Table, Tag } from '../platform/ui/components.tsx'
import { valueTitle } from '../platform/vocabulary.ts'
import { Instant } from './entry-views.tsx'
import type { ListedDifference, Reconciliation } from './read-reconciliation.ts'
import { damagedField } from './reconcile.ts'

interface Props {
  reconciliation: Reconciliation
  checks: readonly Check[]
  kept: readonly KeptRows[]
}

/** 数据核对: what was compared, what differs, and the digests that the heads cover. */
export const ReconciliationBody: FC<Props & { actor: Actor; paged: boolean }> = (props) => {
  const { reconciliation, actor } = props
  const { open, last } = reconciliation
  return (
    <>
      <div class="head">
        <h1>数据核对</h1>
        {allows(actor, 'audit.reconcile') ? (
          <form method="post" action="/audit/reconciliation">
            <button type="submit">现在核对</button>
          </form>
        ) : null}
      </div>
      <p class="sub">
        每天零点以后把登记记录、系统目录、资格结论、已发布的目录、采用的规则、月报和存放的文件互相核对；结果记入审计记录，由当天的链头签名。
        {last === null ? '还没有核对过。' : ''}
      </p>
      {open.differences === 0 ? null : (
        <Alert tone="stop" title={`${open.differences} 处不一致`}>
          <p>
            {open.systems === 0
              ? '请查明这些改动的来由。'
              : `涉及 ${open.systems} 个系统：它们的资金结论一律答复为待核实，不作为拨付依据，直到查明改动、恢复原状，再核对一次没有不一致为止。`}
          </p>
        </Alert>
      )}
      <Differences {...props} />
      <Checks {...props} />
      <Digests {...props} />
    </>
  )
}

const Differences: FC<Props & { paged: boolean }> = ({ reconciliation, checks, paged }) => (
  <Card>
    <Table
      caption="不一致之处"
      rows={reconciliation.items}
      empty={
        <Empty title={reconciliation.last === null ? '还没有核对过' : '没有不一致'}>
          <p>
            {reconciliation.last === null ? '第一次核对在今晚零点以后。' : '上一次核对，所有内容都相符。'}
          </p>
        </Empty>
      }
      columns={[
        { label: '核对时间', cell: ({ at }) => <Instant at={at.toISOString()} /> },
        { label: '核对项目', cell: ({ check }) => titleOf(checks, check) },
        { label: '对象', cell: (row) => <Subject row={row} /> },
        { label: '内容', cell: ({ check, field }) => fieldOf(checks, check, field) },
        { label: '应为', cell: ({ field, expected }) => <Value field={field} value={expected} /> },
        { label: '实为', cell: ({ field, found }) => <Value field={field} value={found} /> },
      ]}
    />
    {reconciliation.items.length === 0 && !paged ? null : (
      <nav class="pages" aria-label="分页">
        <span>{paged ? '更早发现的' : '最新的在前'}</span>
        <span class="row">
          {paged ? <a href="/audit/reconciliation">‹ 回到最新</a> : null}
          {reconciliation.next === null ? null : (
            <a rel="next" href={`/audit/reconciliation?before=${reconciliation.next}`}>
              更早的 ›
            </a>
          )}
        </span>
      </nav>
    )}
  </Card>
)

const Subject: FC<{ row: ListedDifference }> = ({ row: { systemId, subject } }) =>
  systemId === null ? (
    <span>{subject}</span>
  ) : (
    <a href={`/systems/${encodeURIComponent(subject)}`}>{subject}</a>
  )

const Value: FC<{ field: string; value: string | null }> = ({ field, value }) =>
  value === null ? (
    <span class="muted">无</span>
  ) : (
    <span class="breaks">{valueTitle(field, value) ?? value}</span>
  )

const Checks: FC<Props> = ({ reconciliation: { last }, checks }) =>
  last === null ? null : (
    <Card>
      <Table
        caption="上一次核对"
        rows={Object.entries(last.checks)}
        columns={[
          { label: '核对项目', cell: ([name]) => titleOf(checks, name) },
          { label: '核对数', numeric: true, cell: ([, { checked }]) => checked },
          {
            label: '结果',
            cell: ([, { differing }]) =>
              differing === 0 ? <Tag tone="go">相符</Tag> : <Tag tone="stop">{differing} 处不一致</Tag>,
          },
        ]}
      />
      <p class="note">
        核对于 <Instant at={last.at.toISOString()} />
      </p>
    </Card>
  )

const Digests: FC<Props> = ({ reconciliation: { digests }, kept }) =>
  digests === null ? null : (
    <Card>
      <Table
        caption="签名所及的摘要"
        rows={Object.entries(digests.of)}
        columns={[
          {
            label: '内容',
            cell: ([name]) => kept.find((rows) => rows.name === name)?.title ?? name,
          },
          { label: '条数', numeric: true, cell: ([, { rows }]) => rows },
          { label: 'SHA-256', cell: ([, { digest }]) => <code class="breaks">{digest}</code> },
        ]}
      />
      <p class="note">
        取于 <Instant at={digests.at.toISOString()} />
        ，记入审计记录，此后签署的链头都包括它。
      </p>
    </Card>
  )

function titleOf(checks: readonly Check[], name: string): string {
  return checks.find((check) => check.name === name)?.title ?? name
}

function fieldOf(checks: readonly Check[], name: string, field: string): string {
  if (field === damagedField) return '读不出来'
  return checks.find((check) => check.name === name)?.fields[field] ?? field
}
