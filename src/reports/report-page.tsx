import type { FC } from 'hono/jsx'
import { MigrationRate } from '../migration/index.ts'
import { inChinese, minuteInChina } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import { Alert, Bars, Card, Table } from '../platform/ui/components.tsx'
import {
  type Block,
  type Cell,
  columnsFor,
  headerOf,
  isNumeric,
  printed,
  printedRows,
  type ReportTable,
  type Section,
} from './blocks.ts'
import { contentOf, titleOf } from './content.ts'
import { healthCount, type MonthlySnapshot, sumOfLines } from './model.ts'
import type { MonthlyReport } from './read-monthly-report.ts'

const Figures: FC<{ snapshot: MonthlySnapshot }> = ({ snapshot }) => {
  const { counts, restricted, verdicts } = snapshot
  return (
    <>
      <Card>
        <MigrationRate counts={counts} formulaVersion={snapshot.formulaVersion}>
          上云率
        </MigrationRate>
      </Card>
      <dl class="figures">
        <div>
          <dt>逾期（个）</dt>
          <dd>{healthCount(counts, 'overdue')}</dd>
        </div>
        <div>
          <dt>运维经费受限（条）</dt>
          <dd>{verdicts === null ? '—' : restricted.length}</dd>
        </div>
        <div>
          <dt>受限年运维经费（万元）</dt>
          <dd>{verdicts === null ? '—' : inWanYuan(sumOfLines(restricted).fen)}</dd>
        </div>
        <div>
          <dt>已迁未下线（个）</dt>
          <dd>{healthCount(counts, 'running-twice')}</dd>
        </div>
      </dl>
    </>
  )
}

/** The second line of a cell stands small below the first. */
const Lines: FC<{ text: string }> = ({ text }) => {
  const [first, second] = text.split('\n')
  return (
    <>
      {first}
      {second === undefined ? null : (
        <small class={/^\d/.test(second) ? 'nowrap' : undefined}>{second}</small>
      )}
    </>
  )
}

const SectionTable: FC<{ table: ReportTable; label: string }> = ({ table, label }) => {
  const shown = columnsFor(table, 'print')
  const left = table.rows.length - printedRows
  return (
    <>
      <Table<readonly Cell[]>
        label={label}
        rows={table.rows.slice(0, printedRows)}
        columns={shown.map(({ column, index }) => ({
          label: headerOf(column),
          numeric: isNumeric(column.kind),
          cell: (row) => <Lines text={printed(row[index] ?? null, column)} />,
        }))}
        foot={
          table.total === undefined ? undefined : (
            <tr>
              {shown.map(({ column, index }) => (
                <td class={isNumeric(column.kind) ? 'n' : undefined} data-label={headerOf(column)}>
                  <span>{printed(table.total?.[index] ?? null, column)}</span>
                </td>
              ))}
            </tr>
          )
        }
      />
      {left > 0 ? (
        <p class="note">
          以上列出前{printedRows}行，其余{left}行见 Excel。
        </p>
      ) : null}
    </>
  )
}

const OneBlock: FC<{ block: Block; section: Section }> = ({ block, section }) => {
  if (block.kind === 'table')
    return <SectionTable table={block} label={`${section.heading}：${block.sheet}`} />
  if (block.kind === 'bars')
    return (
      <Bars
        caption={block.caption}
        rows={block.rows.map(({ mark, ...row }) => ({
          ...row,
          ...(mark === undefined ? {} : { kind: mark }),
        }))}
      />
    )
  return block.kind === 'subheading' ? <h3>{block.text}</h3> : <p class="breaks">{block.text}</p>
}

/** The report as a page: the same content in the same order as the document. */
export const ReportPage: FC<{ report: MonthlyReport }> = ({ report }) => {
  const { snapshot, month } = report
  const { title, month: inWords } = titleOf(snapshot)
  return (
    <>
      <p class="crumbs no-print">
        <a href="/reports">月报</a> › {inWords}
      </p>
      <div class="head">
        <div>
          <h1>{title}</h1>
          <p class="sub">
            {inWords}，数据截至{inChinese(snapshot.asOf)}
          </p>
        </div>
        <p class="row no-print">
          <a class="button" href={`/reports/${month}/file.docx`}>
            下载 Word
          </a>
          <a class="button quiet" href={`/reports/${month}/file.xlsx`}>
            下载 Excel
          </a>
        </p>
      </div>
      {report.intact ? null : (
        <Alert tone="stop" title="这期月报的数据与冻结时的校验码不一致">
          <p>数据库里的快照可能被改动过。请以已下载的文件为准，并通知审计和系统管理员。</p>
        </Alert>
      )}
      <Figures snapshot={snapshot} />
      {contentOf(snapshot).map((section) => (
        <Card title={section.heading}>
          {section.blocks.map((block) => (
            <OneBlock block={block} section={section} />
          ))}
        </Card>
      ))}
      <p class="note">
        {snapshot.issuedBy}，{inChinese(snapshot.madeOn)}制作（{minuteInChina(report.madeAt)} 冻结）。
        数据快照校验码 SHA-256 {report.snapshotHash.slice(0, 16)}…{report.intact ? '，校验一致。' : '。'}
      </p>
    </>
  )
}
