import type { FC } from 'hono/jsx'
import { inChinese } from '../../platform/dates.ts'
import { inWanYuan } from '../../platform/money.ts'
import {
  Alert,
  Card,
  Empty,
  Pages,
  Select,
  Table,
  Tag,
  type Tone,
  WanYuan,
} from '../../platform/ui/components.tsx'
import {
  citationOf,
  type FundVerdict,
  funds,
  fundVerdictWords,
  labelOfFact,
  verdictTones,
} from '../../regulations/index.ts'
import { type ChangedSystem, maxSystems, type Transition, type WantedFact } from './compare-rules.ts'
import { narrowed, type Preview, type PreviewFilters } from './preview-rules.ts'

const pageSize = 50

export function verdictWords(verdict: FundVerdict | 'out'): string {
  return verdict === 'out' ? '不作判定' : fundVerdictWords[verdict]
}

function verdictTone(verdict: FundVerdict | 'out'): Tone {
  return verdict === 'out' ? 'plain' : verdictTones[verdict]
}

const Change: FC<Pick<Transition, 'before' | 'after'>> = ({ before, after }) => (
  <span class="nowrap">
    <Tag tone={verdictTone(before)}>{verdictWords(before)}</Tag> →{' '}
    <Tag tone={verdictTone(after)}>{verdictWords(after)}</Tag>
  </span>
)

const keyOf = ({ fund, before, after }: Transition) => `${fund}.${before}.${after}`

/** What other rules would change: how many systems, whose money, and each of them with the clause. `path`: where the list can be narrowed; undefined: only the first ones are shown. */
export const ComparisonView: FC<{
  preview: Preview
  filters: PreviewFilters
  path?: string
  /** What else stands in the address of the list. */
  query?: Record<string, string | undefined>
  exportHref?: string
}> = ({ preview, filters, path, query = {}, exportHref }) => {
  const { planned, comparison } = preview
  const { changed, otherGrounds, transitions } = comparison
  const others = otherGrounds === 0 ? '' : `另有 ${otherGrounds} 个系统结论不变，依据的条款有增减。`
  if (changed.systems === 0)
    return (
      <Card title="影响">
        <Empty title="没有系统的结论改变">
          <p>
            按{inChinese(planned.asOf)}和现有台账试算。{others}
          </p>
        </Empty>
      </Card>
    )
  const list = narrowed(comparison, filters)
  const page = Math.min(filters.page, Math.max(1, Math.ceil(list.length / pageSize)))
  const kept = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  const href = (change: string, to: number) =>
    `${path ?? ''}?${new URLSearchParams({ ...Object.fromEntries(kept), ...(change === '' ? {} : { change }), ...(to > 1 ? { page: String(to) } : {}) })}`
  return (
    <>
      <Card title="影响">
        <p>
          按{inChinese(planned.asOf)}和现有台账试算，<b>{changed.systems} 个系统</b>的结论改变，年运维费合计{' '}
          <b>{inWanYuan(changed.yearlyFen)} 万元</b>
          {changed.unknownSums === 0 ? '' : `（另有 ${changed.unknownSums} 个金额未登记）`}。{others}
        </p>
        <Wanted facts={comparison.wanted} />
        <Table label="各项资金的结论变化" rows={transitions} columns={transitionColumns} />
      </Card>
      <Card title="结论改变的系统">
        {path === undefined ? null : (
          <form class="filters" method="get" action={path} data-auto>
            {kept.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <Select
              name="change"
              label="变化"
              all="全部变化"
              value={filters.change}
              options={transitions.map((one) => ({
                value: keyOf(one),
                label: `${funds[one.fund]}：${verdictWords(one.before)} → ${verdictWords(one.after)}（${one.systems}）`,
              }))}
            />
            <button type="submit">筛选</button>
            {exportHref === undefined ? null : (
              <a class="button quiet" href={exportHref}>
                导出 Excel
              </a>
            )}
          </form>
        )}
        <Table
          label="结论改变的系统"
          rows={list.slice((page - 1) * pageSize, page * pageSize)}
          columns={systemColumns}
        />
        {list.length <= pageSize ? null : path === undefined ? (
          <p class="note">只列年运维费最多的 {pageSize} 个，保存后可以逐页查看、导出。</p>
        ) : (
          <Pages
            page={page}
            pageSize={pageSize}
            total={list.length}
            href={(to) => href(filters.change, to)}
          />
        )}
        {changed.systems > maxSystems ? (
          <p class="note">只列年运维费最多的 {maxSystems} 个，合计数包括全部。</p>
        ) : null}
      </Card>
    </>
  )
}

/** What nobody has recorded and the rules would read: without it money is neither paid nor stopped. */
const Wanted: FC<{ facts: readonly WantedFact[] }> = ({ facts }) =>
  facts.length === 0 ? null : (
    <Alert tone="warn" title="缺事实">
      <ul>
        {facts.map(({ fact, systems, never }) => (
          <li>
            {systems} 个系统将变为待核实，因为
            {never ? `“${labelOfFact(fact)}”从未登记` : `没有登记“${labelOfFact(fact)}”`}
          </li>
        ))}
      </ul>
    </Alert>
  )

/** No rule differs, or none applies to any system: say so where a decision is made. */
export const NothingAwaits: FC<{ version: string }> = ({ version }) => (
  <Alert tone="go">
    <p>安装的规则版本 {version} 就是现在判定所依据的版本，没有需要签署的。</p>
  </Alert>
)

const transitionColumns = [
  { label: '资金', cell: ({ fund }: Transition) => funds[fund] },
  { label: '结论变化', cell: (transition: Transition) => <Change {...transition} /> },
  { label: '系统（个）', numeric: true, cell: ({ systems }: Transition) => systems },
  {
    label: '其年运维费（万元）',
    numeric: true,
    cell: ({ yearlyFen }: Transition) => <WanYuan fen={yearlyFen} />,
  },
]

/** A reason that begins with its article doesn't need it twice. */
const citing = (finding: { article: string | null; reason: string }) => {
  const citation = citationOf(finding)
  return finding.reason.startsWith(citation) ? finding.reason : `${citation}：${finding.reason}`
}

const systemColumns = [
  {
    label: '系统',
    cell: ({ code, name, unit }: ChangedSystem) => (
      <>
        <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>
        <small>
          {code} · {unit}
        </small>
      </>
    ),
  },
  {
    label: '变化',
    cell: ({ changes }: ChangedSystem) =>
      changes.map((change) => (
        <p>
          {funds[change.fund]} <Change {...change} />
        </p>
      )),
  },
  {
    label: '依据',
    cell: ({ added, lifted }: ChangedSystem) => (
      <>
        {added.map((now) => (
          <p>{citing(now)}</p>
        ))}
        {lifted
          // The same words on both sides: only what follows from them is another.
          .filter((old) => !added.some((now) => citing(now) === citing(old)))
          .map((old) => (
            <p class="muted">不再依据{citing(old)}</p>
          ))}
      </>
    ),
  },
  {
    label: '年运维费（万元）',
    numeric: true,
    cell: ({ yearlyFen }: ChangedSystem) => <WanYuan fen={yearlyFen} />,
  },
]
