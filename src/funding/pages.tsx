import type { FC } from 'hono/jsx'
import { z } from 'zod'
import {
  download,
  guard,
  pageRouter,
  parseInput,
  type RequestContext,
  renderPage,
  xlsxType,
} from '../platform/http.tsx'
import { inWanYuan } from '../platform/money.ts'
import { Card, DateText, Empty, Pages, Select, Table, Tag, WanYuan } from '../platform/ui/components.tsx'
import { funds, fundVerdictWords } from '../regulations/index.ts'
import { linesAsXlsx } from './lines-workbook.ts'
import { heldSince, type Line, type LineList, linesPerPage, listLines } from './list-lines.ts'
import { verdictOptions } from './totals.ts'
import { verdictTones } from './verdict-tones.ts'

const filters = z.object({
  verdict: z
    .enum(['', ...verdictOptions.map(({ value }) => value)], '没有这种结论')
    .default('')
    .transform((value) => (value === '' ? undefined : value)),
  unit: z
    .string()
    .regex(/^\d{0,15}$/, '没有这个单位')
    .default('')
    .transform((value) => (value === '' ? undefined : Number(value))),
  page: z.coerce.number('页码不对').int('页码不对').min(1, '页码不对').max(100_000, '页码不对').default(1),
})
type Filters = z.output<typeof filters>

function address(wanted: Partial<Filters>, path = '/funding'): string {
  const query = new URLSearchParams()
  if (wanted.verdict !== undefined) query.set('verdict', wanted.verdict)
  if (wanted.unit !== undefined) query.set('unit', String(wanted.unit))
  if (wanted.page !== undefined && wanted.page > 1) query.set('page', String(wanted.page))
  return query.size === 0 ? path : `${path}?${query}`
}

const Figures: FC<{ list: LineList }> = ({ list: { totals } }) => (
  <dl class="figures">
    {(['stopped', 'undetermined', 'warned', 'eligible'] as const).map((kind) => (
      <div>
        <dt>{kind === 'stopped' ? '停拨（不予拨付、暂停拨付）' : fundVerdictWords[kind]}</dt>
        <dd>
          {totals[kind].lines} <small>项 · 全年 {inWanYuan(totals[kind].yearlyFen)} 万元</small>
        </dd>
      </div>
    ))}
  </dl>
)

const Grounds: FC<{ line: Line }> = ({ line }) => (
  <>
    {line.grounds.map((ground) => (
      <>
        {ground.article} <small>{ground.reason}</small>
      </>
    ))}
  </>
)

const Lines: FC<{ list: LineList; wanted: Filters }> = ({ list, wanted }) => (
  <Card>
    <p class="note">
      {wanted.verdict === undefined ? '停拨' : fundVerdictWords[wanted.verdict]} {list.total} 项，全年合计{' '}
      <strong>{inWanYuan(list.yearlyFen)}</strong> 万元，按金额由大到小。
    </p>
    <Table
      label="运维经费及结论"
      rows={list.lines}
      columns={[
        {
          label: '系统',
          cell: (line) => (
            <>
              <a href={`/systems/${encodeURIComponent(line.code)}`}>{line.name}</a>
              <small>
                {line.code} · {line.unit}
              </small>
            </>
          ),
        },
        {
          label: '结论',
          cell: (line) => <Tag tone={verdictTones[line.verdict]}>{fundVerdictWords[line.verdict]}</Tag>,
        },
        { label: '依据', cell: (line) => (line.grounds.length === 0 ? '—' : <Grounds line={line} />) },
        { label: '自', cell: (line) => <DateText on={heldSince(line)} /> },
        {
          label: '年运维费（万元）',
          numeric: true,
          cell: (line) => <WanYuan fen={line.annualOperationsFen} />,
        },
      ]}
      empty={
        <Empty title="没有这样的运维经费">
          {list.totals.asOf === null ? (
            <p>还没有判定过。台账导入后，每天一点自动判定。</p>
          ) : (
            <p>
              换一个条件，或者<a href="/funding">看全部停拨的</a>。
            </p>
          )}
        </Empty>
      }
    />
    {list.total > linesPerPage ? (
      <Pages
        page={wanted.page}
        pageSize={linesPerPage}
        total={list.total}
        href={(page) => address({ ...wanted, page })}
      />
    ) : null}
  </Card>
)

const Body: FC<{ list: LineList; wanted: Filters }> = ({ list, wanted }) => (
  <>
    <div class="head">
      <div>
        <h1>{funds.operations}</h1>
        <p class="sub">
          {list.totals.asOf === null ? '尚未判定' : `判定截至 ${list.totals.asOf}`} ·
          逐项列出能不能拨、依据哪一条、从哪天起
        </p>
      </div>
      <div class="row no-print">
        <button type="button" class="quiet" data-print hidden>
          打印
        </button>
        <a class="button quiet" href={address({ ...wanted, page: 1 }, '/funding/export.xlsx')}>
          导出 Excel
        </a>
      </div>
    </div>
    <Figures list={list} />
    <form class="filters" method="get" action="/funding" data-auto>
      <Select name="verdict" label="结论" all="停拨的" value={wanted.verdict} options={verdictOptions} />
      {list.units.length > 1 ? (
        <Select
          name="unit"
          label="单位"
          all="全部单位"
          value={wanted.unit === undefined ? undefined : String(wanted.unit)}
          options={list.units.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
      ) : null}
      <button type="submit">查询</button>
    </form>
    <Lines list={list} wanted={wanted} />
  </>
)

async function linesWanted(c: RequestContext, wanted: Filters, page: number | undefined): Promise<LineList> {
  return listLines(c.get('context'), { verdict: wanted.verdict, organisationId: wanted.unit, page })
}

/** GET /funding and its workbook: may each O&M line be paid, by which article, since when. */
export const fundingPages = pageRouter()

fundingPages.get('/funding', guard('funding.read'), async (c) => {
  const wanted = parseInput(filters, c.req.query())
  const list = await linesWanted(c, wanted, wanted.page)
  return renderPage(c, { title: '运维经费', place: 'funding' }, <Body list={list} wanted={wanted} />)
})

fundingPages.get('/funding/export.xlsx', guard('funding.read'), async (c) => {
  const wanted = parseInput(filters, c.req.query())
  const list = await linesWanted(c, wanted, undefined)
  return download(c, await linesAsXlsx(list.lines), `运维经费结论${list.totals.asOf ?? ''}.xlsx`, xlsxType)
})
