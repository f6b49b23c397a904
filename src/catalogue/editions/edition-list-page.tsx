import type { FC } from 'hono/jsx'
import { allows, type Person } from '../../platform/context.ts'
import { Card, DateText, Empty, Table, Tag } from '../../platform/ui/components.tsx'
import type { Bureau } from '../model.ts'
import { allowedEditionSteps } from './allowed-steps.ts'
import type { CatalogueEdition } from './edition-drafts.ts'
import { approvalOf, StatusTag } from './edition-sections.tsx'

const todo: Record<CatalogueEdition['status'], string> = {
  draft: '提交',
  'in-approval': '批准',
  approved: '发布',
  scheduled: '',
  published: '',
  superseded: '',
}

const approvedOn = (bureau: Bureau) => (edition: CatalogueEdition) => {
  const approval = approvalOf(edition, bureau)
  return (
    <>
      <DateText on={approval?.on} />
      {approval === undefined ? null : <small>{approval.by}</small>}
    </>
  )
}

/** Every edition with its state, who approved it, and what is awaited of the person who reads. */
export const EditionList: FC<{ person: Person; editions: readonly CatalogueEdition[] }> = ({
  person,
  editions,
}) => (
  <>
    <div class="head">
      <div>
        <h1>目录编制</h1>
        <p class="sub">大数据中心编制，主管部门和财政部门都批准后由主管部门发布；发布后不能再改。</p>
      </div>
      {allows(person, 'catalogue.compile') ? (
        <p class="row">
          <a href="/gaps">缺口清单</a>
          <a class="button" href="/editions/new">
            编制新版
          </a>
        </p>
      ) : null}
    </div>
    <Card>
      <Table
        label="全部版次"
        rows={editions}
        empty={
          <Empty title="还没有任何版次">
            <p>大数据中心上传目录文件后，草稿会出现在这里。</p>
          </Empty>
        }
        columns={[
          { label: '版次', cell: (edition) => <a href={`/editions/${edition.id}`}>{edition.number}</a> },
          {
            label: '状态',
            cell: (edition) => (
              <>
                <StatusTag status={edition.status} />
                {edition.returned === null ? null : <Tag tone="stop">已退回</Tag>}
              </>
            ),
          },
          {
            label: '要我办的',
            cell: (edition) =>
              allowedEditionSteps(person, edition).awaited ? (
                <a href={`/editions/${edition.id}`}>{todo[edition.status]}</a>
              ) : (
                <span class="muted">—</span>
              ),
          },
          { label: '服务项', numeric: true, cell: (edition) => edition.itemCount },
          { label: '主管部门批准', cell: approvedOn('competent-bureau') },
          { label: '财政部门批准', cell: approvedOn('finance') },
          { label: '发布', cell: (edition) => <DateText on={edition.publishedOn} /> },
          { label: '被取代', cell: (edition) => <DateText on={edition.supersededOn} /> },
        ]}
      />
    </Card>
  </>
)
