import type { FC } from 'hono/jsx'
import { type Fen, inYuan } from '../../platform/money.ts'
import { Alert, Card, Empty, Table } from '../../platform/ui/components.tsx'
import type { UnlistedNeedsView } from './read-unlisted-needs.ts'

const Money: FC<{ fen: Fen | null }> = ({ fen }) =>
  fen === null ? <span class="muted">未知</span> : <span>{inYuan(fen)}</span>

/** Where an unlisted need becomes an item: the draft that is being compiled. */
const Add: FC<{ draft: UnlistedNeedsView['draft']; query: Record<string, string> }> = ({ draft, query }) =>
  draft === null ? (
    <span class="muted">先编制新版</span>
  ) : (
    <a href={`/editions/${draft.id}/items/new?${new URLSearchParams(query)}`}>加入下一版</a>
  )

/** 缺口清单: what all departments asked for and the catalogue lacks, for who compiles the next edition. */
export const UnlistedNeedsBody: FC<{ view: UnlistedNeedsView }> = ({ view: { needs, unmet, draft } }) => (
  <>
    <p class="crumbs">
      <a href="/catalogue/wishes">目录外需求</a> › 缺口清单
    </p>
    <h1>缺口清单</h1>
    <p class="sub">各部门要而目录里没有的，同样的说法归在一起，按部门数和金额排列，供编制下一版。</p>
    {draft === null ? (
      <Alert>
        <p>
          现在没有草稿。<a href="/editions/new">编制新版</a>之后，可以逐条加入。
        </p>
      </Alert>
    ) : (
      <Alert>
        <p>
          “加入下一版”会在 <a href={`/editions/${draft.id}`}>{draft.number}</a>{' '}
          里新增一项，由您补全规格和价格。
        </p>
      </Alert>
    )}
    <Card>
      <Table
        caption="部门提出的目录外需求"
        rows={needs}
        empty={<Empty title="没有待答复的目录外需求" />}
        columns={[
          {
            label: '需求',
            cell: (row) => (
              <>
                {row.title}{' '}
                {row.needs.map((need) => (
                  <small>
                    <a href={`/catalogue/wishes/${need.id}`}>
                      {need.organisation} {need.filedOn}
                    </a>
                    {need.status === 'planned' ? '（拟列入）' : ''}{' '}
                  </small>
                ))}
              </>
            ),
          },
          { label: '部门数', numeric: true, cell: (row) => row.departments },
          {
            label: '数量',
            numeric: true,
            cell: (row) => `${row.quantity} ${row.needs[0]?.unit ?? ''}`,
          },
          { label: '估算（元/月）', numeric: true, cell: (row) => <Money fen={row.monthlyFen} /> },
          {
            label: '编制',
            cell: (row) => {
              const open = row.needs.find(({ status }) => status === 'open')
              return open === undefined ? (
                <span class="muted">已拟列入</span>
              ) : (
                <Add draft={draft} query={{ wish: String(open.id) }} />
              )
            },
          },
        ]}
      />
    </Card>
    <Card>
      <Table
        caption="申请里未满足的需求行"
        rows={unmet}
        empty={<Empty title="没有未满足的需求行" />}
        columns={[
          {
            label: '所要',
            cell: (row) => (
              <>
                {row.asked}
                {row.lines.slice(0, 5).map((line) => (
                  <small>
                    <a href={`/requests/${line.requestId}`}>
                      {line.organisation} {line.number}
                    </a>{' '}
                  </small>
                ))}
                {row.lines.length > 5 ? <small>等 {row.lines.length} 行</small> : null}
              </>
            ),
          },
          {
            label: '原因',
            cell: (row) => (row.outcome === 'no-capacity' ? '余量不足' : '目录没有'),
          },
          { label: '部门数', numeric: true, cell: (row) => row.departments },
          { label: '按最近的项估（元/月）', numeric: true, cell: (row) => <Money fen={row.estimatedFen} /> },
          {
            label: '编制',
            cell: (row) =>
              row.outcome === 'no-capacity' ? (
                <span class="muted">扩容</span>
              ) : (
                <Add draft={draft} query={{ name: row.asked.slice(0, 60) }} />
              ),
          },
        ]}
      />
    </Card>
  </>
)
