import type { FC } from 'hono/jsx'
import { Card, Empty, Table } from '../platform/ui/components.tsx'
import { factNames } from '../regulations/index.ts'
import type { OpenContradiction } from '../systems/index.ts'
import { fieldsOfFact } from './fact-fields.tsx'

/** Out: where the fact is corrected: a single fact by its form, another record from the system's page, which links to it. */
function correctionOf({ code, column, sourceKind }: OpenContradiction): string {
  const fact = factNames.find((each) => fieldsOfFact(each).some((field) => field.column === column))
  const system = `/systems/${encodeURIComponent(code)}`
  return fact === undefined || sourceKind !== 'edit' ? system : `${system}/facts/${fact}`
}

/** 不一致: what ledgers say otherwise than records, for whoever knows which is right. */
export const ContradictionList: FC<{
  contradictions: readonly OpenContradiction[]
  maySettle: boolean
}> = ({ contradictions, maySettle }) => (
  <>
    <p class="crumbs">
      <a href="/systems">系统台账</a> › 台账与记录不一致
    </p>
    <h1>台账与记录不一致</h1>
    <p class="sub">
      有记录的事实以记录为准，台账里写得不同的没有导入。请逐项核对：台账写错的，点“以记录为准”，同样的写法不再提示；记录有误的，去更正，并改台账。
    </p>
    <Card>
      <Table<OpenContradiction>
        label="台账与记录不一致"
        rows={contradictions}
        columns={[
          {
            label: '系统',
            cell: ({ code, system, unit }) => (
              <>
                <a href={`/systems/${encodeURIComponent(code)}`}>{system}</a>
                <small>
                  {code} · {unit}
                </small>
              </>
            ),
          },
          { label: '列', cell: ({ field }) => field },
          {
            label: '台账',
            cell: ({ ledger, fileName }) => (
              <>
                {ledger}
                {fileName === null ? null : <small>{fileName}</small>}
              </>
            ),
          },
          {
            label: '记录',
            cell: ({ recorded, source }) => (
              <>
                {recorded}
                <small>{source}</small>
              </>
            ),
          },
          ...(maySettle
            ? [
                {
                  label: '核对',
                  cell: (row: OpenContradiction) => (
                    <form method="post" action="/contradictions" class="row">
                      <input type="hidden" name="id" value={String(row.id)} />
                      <button
                        class="quiet"
                        type="submit"
                        aria-label={`${row.system}的${row.field}以记录为准`}
                      >
                        以记录为准
                      </button>
                      <a href={correctionOf(row)} aria-label={`更正${row.system}的${row.field}`}>
                        去更正
                      </a>
                    </form>
                  ),
                },
              ]
            : []),
        ]}
        empty={
          <Empty title="台账与记录没有不一致">
            <p>导入台账时，写得与记录不同的格会列在这里。</p>
          </Empty>
        }
      />
    </Card>
  </>
)
