import type { Child, FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { Card, DateText, Pages, Table, Tag, type Tone } from '../../platform/ui/components.tsx'
import { Price, PriceFigure } from '../items/item-table.tsx'
import type { Finding } from '../lint/finding.ts'
import type { Remark } from '../lint/lint.ts'
import {
  bureauInChinese,
  bureaus,
  type CatalogueItem,
  type EditionStatus,
  statusInChinese,
} from '../model.ts'
import type { ChangedItem, EditionDiff } from './diff.ts'
import type { CatalogueEdition } from './edition-drafts.ts'

const tones: Record<EditionStatus, Tone> = {
  draft: 'plain',
  'in-approval': 'warn',
  approved: 'brand',
  scheduled: 'brand',
  published: 'go',
  superseded: 'plain',
}
export const StatusTag: FC<{ status: EditionStatus }> = ({ status }) => (
  <Tag tone={tones[status]}>{statusInChinese[status]}</Tag>
)

/** Both bureaus, with who approved when, or that they have yet to. */
export const ApprovalsTable: FC<{ edition: CatalogueEdition }> = ({ edition }) => (
  <Card>
    <Table
      caption="会签"
      rows={bureaus}
      columns={[
        { label: '部门', cell: (bureau) => bureauInChinese[bureau] },
        {
          label: '单位',
          cell: (bureau) => approvalOf(edition, bureau)?.by ?? <span class="muted">尚未批准</span>,
        },
        { label: '批准日期', cell: (bureau) => <DateText on={approvalOf(edition, bureau)?.on} /> },
        {
          label: '意见',
          cell: (bureau) => approvalOf(edition, bureau)?.comment ?? <span class="muted">—</span>,
        },
      ]}
    />
  </Card>
)

export function approvalOf(edition: CatalogueEdition, bureau: (typeof bureaus)[number]) {
  return edition.approvals.find((approval) => approval.bureau === bureau)
}

export const Figures: FC<{ items: readonly CatalogueItem[] }> = ({ items }) => {
  const count = (test: (item: CatalogueItem) => boolean) => items.filter(test).length
  const figures: [string, number][] = [
    ['服务项', items.length],
    ['IaaS', count((item) => item.category === 'IaaS')],
    ['PaaS', count((item) => item.category === 'PaaS')],
    ['SaaS', count((item) => item.category === 'SaaS')],
    ['免费', count((item) => item.monthlyFen === 0)],
    ['按公式计价', count((item) => item.priceFormula !== null)],
    ['信创', count((item) => item.domestic)],
    ['不得重复建设', count((item) => item.shared)],
  ]
  return (
    <dl class="figures">
      {figures.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const shownAtOnce = 4

/** Codes that say no more than which items are joined; sentences stand on lines of their own. */
const Findings: FC<{ findings: readonly Finding[] }> = ({ findings }) =>
  findings.every(({ codes, says }) => says === codes[0]) ? (
    <p>{findings.map(({ says }) => says).join('、')}</p>
  ) : (
    <ul>
      {findings.map(({ says }) => (
        <li>{says}</li>
      ))}
    </ul>
  )

export const Remarks: FC<{ remarks: readonly Remark[] }> = ({ remarks }) => (
  <Card title="检查">
    {remarks.length === 0 ? (
      <p class="muted">没有发现要留意的地方。</p>
    ) : (
      <ul class="todo">
        {remarks.map(({ title, why, findings }) => (
          <li>
            <b>{findings.length}</b>
            <span>
              {title}
              <small>{why}</small>
              <Findings findings={findings.slice(0, shownAtOnce)} />
              {findings.length > shownAtOnce ? (
                <details>
                  <summary>其余 {findings.length - shownAtOnce} 处</summary>
                  <Findings findings={findings.slice(shownAtOnce)} />
                </details>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    )}
  </Card>
)

const Code: FC<{ of: CatalogueItem }> = ({ of }) => <span class="nowrap">{of.code}</span>
const itemName = (item: CatalogueItem) => `${item.name} ${item.specification}`

const pageSize = 200

/** In: all changes, and which page of them. Out: those on it. */
function changesOn({ added, removed, repriced, altered }: EditionDiff, page: number): EditionDiff {
  let [skip, room] = [(page - 1) * pageSize, pageSize]
  const shown = <T,>(list: readonly T[]): readonly T[] => {
    const part = list.slice(skip, skip + room)
    skip = Math.max(0, skip - list.length)
    room -= part.length
    return part
  }
  return {
    added: shown(added),
    removed: shown(removed),
    repriced: shown(repriced),
    altered: shown(altered),
  }
}

/** What this edition changes in the one in force, page by page. */
export const Diff: FC<{
  diff: EditionDiff
  against: string
  page: number
  href: (page: number) => string
  title?: string
  same?: string
}> = ({
  diff,
  against,
  page,
  href,
  title = `与现行版比对（${against}）`,
  same: sameWords = '内容与现行版完全相同。',
}) => {
  const { added, removed, repriced, altered } = diff
  const total = added.length + removed.length + repriced.length + altered.length
  const shown = changesOn(diff, page)
  return (
    <Card title={title}>
      {total === 0 ? (
        <p class="muted">{sameWords}</p>
      ) : (
        <p>
          新增 <b>{added.length}</b> 项，取消 <b>{removed.length}</b> 项，价格变动 <b>{repriced.length}</b>{' '}
          项，其他改动 <b>{altered.length}</b> 项。
        </p>
      )}
      <Items title="新增" items={shown.added} />
      <Items title="取消" items={shown.removed} />
      {shown.repriced.length === 0 ? null : (
        <>
          <h3>价格变动</h3>
          <Table
            label="价格变动"
            rows={shown.repriced}
            columns={[
              { label: '编码', cell: ({ after }) => <Code of={after} /> },
              { label: '服务', cell: ({ after }) => itemName(after) },
              { label: '原价（元/月）', numeric: true, cell: ({ before }) => <PriceFigure item={before} /> },
              { label: '新价（元/月）', numeric: true, cell: ({ after }) => <PriceFigure item={after} /> },
              { label: '变动', numeric: true, cell: changeText },
            ]}
          />
        </>
      )}
      {shown.altered.length === 0 ? null : (
        <>
          <h3>其他改动</h3>
          <Table
            label="其他改动"
            rows={shown.altered}
            columns={[
              { label: '编码', cell: ({ after }) => <Code of={after} /> },
              { label: '服务', cell: ({ after }) => itemName(after) },
              { label: '改动的列', cell: ({ columns }) => columns.join('、') },
            ]}
          />
        </>
      )}
      {total > pageSize ? <Pages page={page} pageSize={pageSize} total={total} href={href} /> : null}
    </Card>
  )
}

const bare = (item: CatalogueItem): CatalogueItem => ({ ...item, description: '' })

/** "+3.3%", to a tenth of a percent; a dash where one price is a formula or was nothing. */
function changeText({ before, after }: ChangedItem): Child {
  if (!before.monthlyFen || after.monthlyFen === null) return <span class="muted">—</span>
  const perMille = Math.round(((after.monthlyFen - before.monthlyFen) * 1_000) / before.monthlyFen)
  return `${perMille > 0 ? '+' : ''}${(perMille / 10).toFixed(1)}%`
}

const Items: FC<{ title: string; items: readonly CatalogueItem[] }> = ({ title, items }) =>
  items.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <Table
        label={title}
        rows={items}
        columns={[
          { label: '编码', cell: (item) => <Code of={item} /> },
          { label: '服务', cell: itemName },
          { label: '单价（元/月）', numeric: true, cell: (item) => <Price item={bare(item)} /> },
        ]}
      />
    </>
  )

/** "县大数据中心经办 2026-11-21 10:00 编制，来自 catalogue.csv". */
export const Origin: FC<{ edition: CatalogueEdition }> = ({ edition }) => (
  <p class="sub">
    {edition.compilerName} {minuteInChina(edition.compiledAt)} 编制，来自 {edition.sourceName}
    {edition.publishedOn === null ? null : ` · ${edition.publishedOn} 发布`}
    {edition.supersededOn === null ? null : ` · ${edition.supersededOn} 被取代`}
  </p>
)
