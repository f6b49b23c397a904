import type { FC } from 'hono/jsx'
import { columnName } from '../platform/spreadsheet/cells.ts'
import { Card, Table } from '../platform/ui/components.tsx'
import { fieldIds, fieldOf } from './fields.ts'
import type { LedgerPreview } from './preview.ts'

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
              <small>{columnName(index)} 列</small>
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
