import type { FC } from 'hono/jsx'
import { inChinese } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import {
  Alert,
  Card,
  DateText,
  Empty,
  Pages,
  Select,
  Table,
  Tag,
  WanYuan,
} from '../platform/ui/components.tsx'
import { citationOf, fundVerdictWords, verdictTones } from '../regulations/index.ts'
import { WithoutRegulation } from '../rules/index.ts'
import {
  type Choice,
  choices,
  type FundFilters,
  type FundLine,
  type FundList,
  pageSize,
} from './list-funds.ts'
import type { FundingTotal } from './totals.ts'

/** In: filters. Out: the address of the list with them; what is usual is left out. */
export function fundsHref({ verdict, unit, page }: Partial<FundFilters>, path = '/funding'): string {
  const query = new URLSearchParams()
  if (verdict !== undefined && verdict !== 'stopped') query.set('verdict', verdict)
  if (unit !== undefined) query.set('unit', String(unit))
  if (page !== undefined && page > 1) query.set('page', String(page))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

export const FundsBody: FC<{
  list: FundList
  filters: FundFilters
  ownUnit: string | null
  /** Whether the reader may see by which rules it is judged. */
  seesRules: boolean
}> = ({ list, filters, ownUnit, seesRules }) => {
  const { totals, matching } = list
  if (totals.asOf === null) return <NotJudged governed={totals.governed} seesRules={seesRules} />
  return (
    <>
      <div class="head">
        <div>
          <h1>运维资金</h1>
          <p class="sub">
            {ownUnit === null ? '本辖区' : ownUnit}每项运维经费可否拨付、依据哪一条。判定日{' '}
            {inChinese(totals.asOf)}，涉密系统不在其内。{seesRules ? <a href="/rules">判定规则</a> : null}
          </p>
        </div>
        {matching.lines === 0 ? null : (
          <div class="row no-print">
            <button type="button" class="quiet" data-print hidden>
              打印
            </button>
            <a class="button quiet" href={fundsHref(filters, '/funding/export.xlsx')}>
              导出这些行
            </a>
          </div>
        )}
      </div>
      <dl class="figures">
        <Figure verdict="stopped" label="停拨" total={totals.stopped} />
        <Figure verdict="undetermined" label="待核实" total={totals.undetermined} />
        <Figure verdict="warned" label="预警" total={totals.warned} />
        <Figure verdict="eligible" label="可拨付" total={totals.eligible} />
      </dl>
      <Filters list={list} filters={filters} />
      <Card>
        <Table
          label={choices[filters.verdict]}
          rows={list.lines}
          columns={columns}
          empty={<NoLines filters={filters} />}
        />
        {matching.lines === 0 ? null : (
          <>
            <p class="note">
              符合条件的 {matching.lines} 项，年运维费合计 {inWanYuan(matching.yearlyFen)} 万元
              {matching.unknownSums === 0 ? '' : `，另有 ${matching.unknownSums} 项金额未登记、没有计入`}。
            </p>
            <Pages
              page={list.page}
              pageSize={pageSize}
              total={matching.lines}
              href={(page) => fundsHref({ ...filters, page })}
            />
          </>
        )}
      </Card>
    </>
  )
}

const Figure: FC<{ verdict: Choice; label: string; total: FundingTotal }> = ({ verdict, label, total }) => (
  <div>
    <dt>
      <a href={fundsHref({ verdict })}>{label}</a>
    </dt>
    <dd>
      {total.lines} <small>项 · {inWanYuan(total.yearlyFen)} 万元/年</small>
    </dd>
  </div>
)

const Filters: FC<{ list: FundList; filters: FundFilters }> = ({ list, filters }) => (
  <form class="filters" method="get" action="/funding" data-auto>
    <Select
      name="verdict"
      label="结论"
      value={filters.verdict}
      options={Object.entries(choices).map(([value, label]) => ({ value, label }))}
    />
    {list.units.length === 0 ? null : (
      <Select
        name="unit"
        label="单位"
        all="全部单位"
        value={filters.unit === undefined ? undefined : String(filters.unit)}
        options={list.units.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
    )}
    <button type="submit">筛选</button>
  </form>
)

const columns = [
  {
    label: '系统',
    cell: ({ code, name, unit }: FundLine) => (
      <>
        <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>
        <small>
          {code} · {unit}
        </small>
      </>
    ),
  },
  {
    label: '运维经费',
    cell: ({ operations }: FundLine) => (
      <Tag tone={verdictTones[operations]}>{fundVerdictWords[operations]}</Tag>
    ),
  },
  {
    label: '依据',
    cell: ({ findings }: FundLine) =>
      findings.length === 0 ? (
        <span class="muted">没有停拨的情形</span>
      ) : (
        findings.map((finding) => (
          <p>
            {citationOf(finding)} {finding.reason}
          </p>
        ))
      ),
  },
  { label: '自', cell: ({ findings }: FundLine) => <DateText on={findings[0]?.since} /> },
  {
    label: '年运维费（万元）',
    numeric: true,
    cell: ({ yearlyFen }: FundLine) => <WanYuan fen={yearlyFen} />,
  },
]

const NoLines: FC<{ filters: FundFilters }> = ({ filters }) =>
  filters.unit === undefined && filters.verdict === 'stopped' ? (
    <Empty title="没有停拨的运维经费">
      <p>每项运维经费都没有不予拨付或者暂停的情形。</p>
    </Empty>
  ) : (
    <Empty title="没有符合条件的运维经费">
      <p>
        换个条件再试，或者<a href="/funding">回到停拨的</a>。
      </p>
    </Empty>
  )

const NotJudged: FC<{ governed: boolean; seesRules: boolean }> = ({ governed, seesRules }) => (
  <>
    <h1>运维资金</h1>
    <p class="sub">每项运维经费可否拨付、依据哪一条。</p>
    {governed ? (
      <Alert title="还没有判定过">
        <p>系统台账导入后，每天凌晨一点起判定一次；最迟明天这里会列出停拨的运维经费和依据的条款。</p>
      </Alert>
    ) : (
      <Alert tone="warn" title="尚未采用资金管理办法">
        <WithoutRegulation seesRules={seesRules} />
      </Alert>
    )}
  </>
)
