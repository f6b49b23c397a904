import type { FC } from 'hono/jsx'
import { inChinese, minuteInChina } from '../platform/dates.ts'
import { Alert, Card, Empty, Pages, Table, Tag, type Tone } from '../platform/ui/components.tsx'
import { fieldIds, fieldOf } from './fields.ts'
import type { LedgerPreview } from './preview.ts'
import type { ListedImport } from './read-import.ts'
import type { ImportStatus } from './schema.ts'

const statusWords: Record<ImportStatus, { text: string; tone: Tone }> = {
  previewed: { text: '待确认', tone: 'warn' },
  imported: { text: '已导入', tone: 'go' },
  discarded: { text: '已放弃', tone: 'plain' },
}

const pageSize = 50

export const UploadForm: FC<{ error?: string }> = ({ error }) => (
  <Card title="上传台账">
    {error === undefined ? null : (
      <Alert tone="stop">
        <p>{error}</p>
      </Alert>
    )}
    <form method="post" action="/systems/import" enctype="multipart/form-data">
      <div class="field">
        <label for="file">台账文件</label>
        <input
          id="file"
          name="file"
          type="file"
          required
          accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          aria-describedby="file-hint"
        />
        <p class="hint" id="file-hint">
          .xlsx 或 .csv，不超过 60 MB。先看预览，确认之前系统目录不会改动。
        </p>
      </div>
      <button type="submit" data-busy="正在读取、核对，行数多时要等几十秒…">
        上传并预览
      </button>
    </form>
  </Card>
)

export const WhatIsRead: FC = () => (
  <Card title="怎样的台账读得懂">
    <ul>
      <li>
        表头在前十行里，至少有“系统名称”和“主管单位”；信息系统名称、建设单位等写法也认得，认错了可以在预览里改。
      </li>
      <li>金额的表头要写明元或万元；一个单位的多个系统，单位名称只写第一行也行。</li>
      <li>
        日期写到日：2026-12-31、2026/12/31、2026.12.31、20261231、2026年12月31日都可以；只写到月或年的行会退回，不会替您猜。
      </li>
      <li>是否类填 是、√、Y、已接入 或 否、×、N、未接入；空着就是不知道。日期填 无 或 / 表示没有发生。</li>
      <li>涉密系统只登记编号、名称和单位，其余各列一律不存。</li>
    </ul>
    <p class="note">
      也可以先<a href="/systems/export.xlsx">导出现有台账</a>（<a href="/systems/export.csv">CSV</a>），在
      Excel 里改好再传回来。
    </p>
  </Card>
)

export const LastImports: FC<{ imports: readonly ListedImport[] }> = ({ imports }) => (
  <Card>
    <Table
      caption="最近的导入"
      rows={imports}
      empty={<Empty title="还没有导入过台账">上传后，每次导入都列在这里。</Empty>}
      columns={[
        { label: '文件', cell: (one) => <a href={`/systems/import/${one.id}`}>{one.fileName}</a> },
        {
          label: '状态',
          cell: (one) => <Tag tone={statusWords[one.status].tone}>{statusWords[one.status].text}</Tag>,
        },
        { label: '新增', numeric: true, cell: (one) => one.counts.added ?? 0 },
        { label: '更改', numeric: true, cell: (one) => one.counts.changed ?? 0 },
        { label: '退回', numeric: true, cell: (one) => one.counts.rejected ?? 0 },
        { label: '经办', cell: (one) => one.uploadedBy },
        { label: '上传时间', cell: (one) => <span class="nowrap">{minuteInChina(one.uploadedAt)}</span> },
      ]}
    />
  </Card>
)

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
            cell: ({ faults }) => (
              <ul class="bare">
                {faults.map(({ column, value, reason }) => (
                  <li>
                    <b>{column}</b> {value === '' ? <span class="muted">空</span> : <q>{value}</q>}：{reason}
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
          { label: '行', numeric: true, cell: ({ row }) => row },
        ]}
      />
      {changes.length > pageSize ? (
        <Pages page={page} pageSize={pageSize} total={changes.length} href={(to) => `${href(to)}#changes`} />
      ) : null}
    </Card>
  )

/** 0 → A, 27 → AB. */
function columnLetter(index: number): string {
  const rest = Math.floor(index / 26) - 1
  return `${rest >= 0 ? columnLetter(rest) : ''}${String.fromCharCode(65 + (index % 26))}`
}

export const ColumnMatch: FC<{ preview: LedgerPreview; canCorrect: boolean }> = ({ preview, canCorrect }) => {
  const unmatched = preview.columns.filter(({ field }) => field === null).length
  // What needs a decision stands first.
  const columns =
    preview.missing.length === 0
      ? preview.columns
      : [...preview.columns].sort((a, b) => Number(a.field !== null) - Number(b.field !== null))
  const table = (
    <Table
      label="列的对应"
      rows={columns}
      columns={[
        {
          label: '表头',
          cell: ({ index, header }) => (
            <>
              {header}
              <small>{columnLetter(index)} 列</small>
            </>
          ),
        },
        {
          label: '导入为',
          cell: ({ index, header, field }) =>
            canCorrect ? (
              <select name={`column-${index}`} aria-label={`${header} 导入为`}>
                <option value="">不导入</option>
                {fieldIds.map((id) => (
                  <option value={id} selected={id === field}>
                    {fieldOf(id).label}
                  </option>
                ))}
              </select>
            ) : field === null ? (
              <span class="muted">不导入</span>
            ) : (
              fieldOf(field).label
            ),
        },
      ]}
    />
  )
  return (
    <Card id="columns" title="列的对应">
      <details open={preview.missing.length > 0}>
        <summary>
          {preview.columns.length - unmatched} 列已对应，{unmatched} 列不导入
          {canCorrect ? '，点开可以改正' : ''}
        </summary>
        {canCorrect ? (
          <form method="post" action={`/systems/import/${preview.importId}/columns`}>
            {table}
            <p class="row">
              <button type="submit" class="quiet" data-busy="正在按新的对应核对…">
                按新的对应重新预览
              </button>
            </p>
          </form>
        ) : (
          table
        )}
      </details>
    </Card>
  )
}

export const Heading: FC<{ preview: LedgerPreview; status: ImportStatus }> = ({ preview, status }) => (
  <>
    <p class="crumbs">
      <a href="/systems">系统台账</a> › <a href="/systems/import">导入</a>
    </p>
    <h1>
      {preview.fileName} <Tag tone={statusWords[status].tone}>{statusWords[status].text}</Tag>
    </h1>
    <p class="sub">
      {preview.sheetName === '' ? '' : `工作表“${preview.sheetName}” · `}表头在第 {preview.headerRow} 行 ·
      事实自 {inChinese(preview.holdsFrom)} 起算
    </p>
  </>
)
