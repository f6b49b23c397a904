import type { FC } from 'hono/jsx'
import { inYuan } from '../../platform/money.ts'
import { Card, Empty, Table, Tag, type Tone } from '../../platform/ui/components.tsx'
import { difference, ImpactTotals } from './impact-totals.tsx'
import type { EditionImpact, UseImpact } from './read-impact.ts'

const outcomes: Record<UseImpact['outcome'], [string, Tone]> = {
  same: ['不变', 'plain'],
  dearer: ['涨价', 'warn'],
  cheaper: ['降价', 'go'],
  gone: ['取消', 'stop'],
  unknown: ['待核', 'hold'],
}

const shownAtMost = 300

/** What an edition does to every open request and running resource, in money. */
export const ImpactBody: FC<{ effect: EditionImpact }> = ({ effect }) => {
  const { edition, changed, requests, resources } = effect
  const gone = requests.gone + resources.gone
  const unknown = requests.unknown + resources.unknown
  return (
    <>
      <p class="crumbs">
        <a href="/editions">目录编制</a> › <a href={`/editions/${edition.id}`}>{edition.number}</a> › 影响
      </p>
      <h1>对在办申请和在用资源的影响</h1>
      <p class="sub">
        {edition.number}{' '}
        与各自匹配时的版次相比，按全部数量每月计。已冻结的申请按原版次批复，在用资源续期时按新版计价。
      </p>
      <Card title="合计">
        <ImpactTotals effect={effect} />
        {gone + unknown === 0 ? null : (
          <p class="note">增减不含新版取消的和待核的，它们的原因见下表“结果”一栏。</p>
        )}
      </Card>
      <Card>
        <Table
          label="受影响的申请和资源"
          rows={changed.slice(0, shownAtMost)}
          empty={
            <Empty title="没有受影响的申请和资源">
              <p>
                {requests.uses + resources.uses === 0 ? '现在没有在办的申请和在用的资源。' : '价格都不变。'}
              </p>
            </Empty>
          }
          columns={[
            {
              label: '申请或资源',
              cell: (use) => (
                <>
                  <a href={use.kind === 'request' ? `/requests/${use.id}` : `/resources/${use.id}`}>
                    {use.label}
                  </a>
                  {use.kind === 'request' ? <small>第 {use.lineId} 行</small> : null}
                </>
              ),
            },
            { label: '部门', cell: (use) => use.organisation },
            { label: '系统', cell: (use) => use.systemName },
            {
              label: '服务项',
              cell: (use) => (
                <>
                  {use.item} <small class="nowrap">{use.code}</small>
                </>
              ),
            },
            {
              label: '数量',
              numeric: true,
              cell: (use) => (
                <>
                  {use.quantity} {use.unit}
                  {use.size === null ? null : <small>每条 {use.size}M</small>}
                </>
              ),
            },
            { label: '原（元/月）', numeric: true, cell: (use) => inYuan(use.monthlyFen) },
            {
              label: '新（元/月）',
              numeric: true,
              cell: (use) => (use.afterFen === null ? <span class="muted">—</span> : inYuan(use.afterFen)),
            },
            {
              label: '增减',
              numeric: true,
              cell: (use) =>
                use.afterFen === null ? (
                  <span class="muted">—</span>
                ) : (
                  difference(use.monthlyFen, use.afterFen)
                ),
            },
            {
              label: '结果',
              cell: (use) => (
                <>
                  <Tag tone={outcomes[use.outcome][1]}>{outcomes[use.outcome][0]}</Tag>
                  {use.outcome === 'gone' ? (
                    <small>{use.successor === null ? '没有后继服务项' : `可改用 ${use.successor}`}</small>
                  ) : null}
                  {use.why === null ? null : <small>{use.why}</small>}
                </>
              ),
            },
          ]}
        />
        {changed.length > shownAtMost ? (
          <p class="note">
            按增减大小列出前 {shownAtMost} 处，共 {changed.length} 处。
          </p>
        ) : null}
      </Card>
    </>
  )
}
