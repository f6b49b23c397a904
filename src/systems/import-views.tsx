import type { FC } from 'hono/jsx'
import { inChinese } from '../platform/dates.ts'
import { Card, Pages, Table, Tag } from '../platform/ui/components.tsx'
import { type ImportStatus, importStatuses } from './model.ts'
import type { LedgerPreview } from './preview.ts'
import { statusTones } from './status-tones.ts'

const pageSize = 50

export const Counts: FC<{ preview: LedgerPreview }> = ({ preview: { counts } }) => {
  const figures = [
    { label: '可导入的系统', value: counts.systems, note: `${counts.units} 个单位` },
    { label: '新增', value: counts.added, note: counts.newUnits > 0 ? `含新单位 ${counts.newUnits} 个` : '' },
    { label: '更改', value: counts.changed, note: '' },
    { label: '不变', value: counts.unchanged, note: '' },
    { label: '退回的行', value: counts.rejected, note: counts.rejected > 0 ? '改好后可再传' : '' },
  ]
  return (
    <dl class="figures">
      {figures.map(({ label, value, note }) => (
        <div>
          <dt>{label}</dt>
          <dd>
            {value} {note === '' ? null : <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What isn't a figure but must be known before confirming. */
export const Remarks: FC<{ preview: LedgerPreview }> = ({ preview }) => {
  const { counts, notData, warnings } = preview
  const remarks = [
    ...(counts.classified > 0
      ? [`${counts.classified} 个涉密系统只登记编号、名称、单位，其余各列不导入。`]
      : []),
    ...(counts.leftAlone > 0 ? [`系统目录里另有 ${counts.leftAlone} 个系统不在这份台账里，保持原样。`] : []),
    ...warnings,
  ]
  if (remarks.length === 0 && notData.length === 0) return null
  return (
    <Card title="另请留意">
      <ul>
        {remarks.slice(0, pageSize).map((remark) => (
          <li>{remark}</li>
        ))}
        {remarks.length > pageSize ? <li class="muted">……共 {remarks.length} 条</li> : null}
        {notData.length > 0 ? (
          <li>
            {notData.length} 行不是数据，没有导入：
            {notData
              .slice(0, 5)
              .map(({ row, text }) => `第 ${row} 行“${text.slice(0, 24)}”`)
              .join('、')}
            {notData.length > 5 ? ' 等' : ''}。
          </li>
        ) : null}
      </ul>
    </Card>
  )
}

interface Paged {
  preview: LedgerPreview
  page: number
  href: (page: number) => string
}

export const Rejections: FC<Paged> = ({ preview: { rejections }, page, href }) =>
  rejections.length === 0 ? null : (
    <Card id="rejections">
      <Table
        caption={`退回的行（${rejections.length}）`}
        rows={rejections.slice((page - 1) * pageSize, page * pageSize)}
        columns={[
          {
            label: '行',
            cell: ({ row, code }) => (
              <span class="nowrap">
                第 {row} 行<small>{code ?? '无编号'}</small>
              </span>
            ),
          },
          {
            label: '问题',
            cell: ({ issues }) => (
              <ul class="bare">
                {issues.map(({ column, value, message }) => (
                  <li>
                    <b>{column}</b> {value === '' ? <span class="muted">空</span> : <q>{value}</q>}：{message}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      {rejections.length > pageSize ? (
        <Pages
          page={page}
          pageSize={pageSize}
          total={rejections.length}
          href={(to) => `${href(to)}#rejections`}
        />
      ) : null}
    </Card>
  )

/** 不一致: what the ledger says otherwise than the records. */
export const Contradictions: FC<Paged> = ({ preview: { contradictions }, page, href }) =>
  contradictions.length === 0 ? null : (
    <Card id="contradictions">
      <Table
        caption={`与记录不一致，不导入（${contradictions.length}）`}
        rows={contradictions.slice((page - 1) * pageSize, page * pageSize)}
        columns={[
          {
            label: '系统',
            cell: ({ code, name }) => (
              <>
                <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>
                <small>{code}</small>
              </>
            ),
          },
          { label: '列', cell: ({ field }) => field },
          { label: '台账', cell: ({ ledger }) => ledger },
          {
            label: '以记录为准',
            cell: ({ recorded, source }) => (
              <>
                {recorded}
                <small>{source}</small>
              </>
            ),
          },
          { label: '行', cell: ({ row }) => <span class="nowrap">第 {row} 行</span> },
        ]}
      />
      {contradictions.length > pageSize ? (
        <Pages
          page={page}
          pageSize={pageSize}
          total={contradictions.length}
          href={(to) => `${href(to)}#contradictions`}
        />
      ) : null}
    </Card>
  )

export const Changes: FC<Paged> = ({ preview: { changes }, page, href }) =>
  changes.length === 0 ? null : (
    <Card id="changes">
      <Table
        caption={`将要更改的系统（${changes.length}）`}
        rows={changes.slice((page - 1) * pageSize, page * pageSize)}
        columns={[
          {
            label: '系统',
            cell: ({ code, name }) => (
              <>
                <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>
                <small>{code}</small>
              </>
            ),
          },
          {
            label: '更改',
            cell: (change) => (
              <ul class="bare">
                {change.changes.map(({ field, before, after }) => (
                  <li>
                    <b>{field}</b> <span class="muted">{before}</span> → {after}
                  </li>
                ))}
              </ul>
            ),
          },
          { label: '行', cell: ({ row }) => <span class="nowrap">第 {row} 行</span> },
        ]}
      />
      {changes.length > pageSize ? (
        <Pages page={page} pageSize={pageSize} total={changes.length} href={(to) => `${href(to)}#changes`} />
      ) : null}
    </Card>
  )

export const Heading: FC<{ preview: LedgerPreview; status: ImportStatus }> = ({ preview, status }) => (
  <>
    <p class="crumbs">
      <a href="/systems">系统台账</a> › <a href="/systems/import">导入</a>
    </p>
    <h1>
      {preview.fileName} <Tag tone={statusTones[status]}>{importStatuses[status]}</Tag>
    </h1>
    <p class="sub">
      {preview.sheetName === '' ? '' : `工作表“${preview.sheetName}” · `}表头在第 {preview.headerRow} 行 ·
      事实自 {inChinese(preview.holdsFrom)} 起算
    </p>
  </>
)
