import type { FC } from 'hono/jsx'
import { limits } from '../../matching/index.ts'
import type { FieldError } from '../../platform/errors.ts'
import { Alert, Card, Pages, Table } from '../../platform/ui/components.tsx'
import type { EditChoices } from './edit-choices.ts'
import { type EditState, figureNames, type LineName, linesShown, type RawLine } from './edit-form.ts'
import { type LineRow, LineTable, Mark, nameOf, titleOf } from './line-demands.tsx'

/** Empty rows under the lines, to fill in. */
const spare = 3

/** The lines of a draft as a table to write in: those of the page shown, and some empty ones after the last. */
export const LineEditor: FC<{
  /** null: a new request. */
  requestId: number | null
  state: EditState
  totalLines: number
  choices: EditChoices
  errors: readonly FieldError[]
}> = ({ requestId, state, totalLines, choices, errors }) => {
  const room = state.from + state.lines.length >= totalLines
  const rows: LineRow[] = [
    ...state.lines,
    ...Array.from({ length: room ? spare : 0 }, (): RawLine => ({ confirmed: true, attached: [] })),
  ].map((line, place) => ({ place, line }))
  const unconfirmed = state.lines.filter(({ confirmed }) => !confirmed).length
  return (
    <Card id="lines" title="需求">
      {unconfirmed > 0 ? (
        <Alert tone="warn" title={`有 ${unconfirmed} 行是从您粘贴的文字读出的，请逐行核对`}>
          <p>原文写在每一行下面；读错的直接改，不要的勾“删”。保存后即为已核对。</p>
        </Alert>
      ) : null}
      <p class="note">
        每行填数字（核数、内存、存储、带宽）或者用文字说明（如“统一身份认证接入”），不要同时填。一份申请最多{' '}
        {limits.lines} 行。涉密的需求只勾“涉密”、不写涉密内容，保存后会说明依据和办法。
      </p>
      <div class={room ? 'editor roomy' : 'editor'}>
        <Table label="需求行" rows={rows} columns={lineColumns(state.from, choices, errors)} />
      </div>
      {totalLines > linesShown && requestId !== null ? (
        <Pages
          page={Math.floor(state.from / linesShown) + 1}
          pageSize={linesShown}
          total={totalLines}
          href={(page) => `/requests/${requestId}/edit?page=${page}#lines`}
        />
      ) : null}
    </Card>
  )
}

const figureTitles: Record<(typeof figureNames)[number], string> = {
  quantity: '数量',
  vcpu: '核数',
  memoryGiB: '内存 GB',
  storageGiB: '存储 GB',
  bandwidthMbps: '带宽 M',
}
function lineColumns(from: number, choices: EditChoices, errors: readonly FieldError[]) {
  const invalid = ({ place }: LineRow, field: LineName) =>
    errors.some(({ path }) => path === `lines.${from + place}.${field}`) ? 'true' : undefined
  return [
    { label: '行', cell: (row: LineRow) => from + row.place + 1 },
    {
      label: '文字需求',
      cell: (row: LineRow) => (
        <>
          <input
            class="words"
            name={nameOf(row, 'text')}
            value={row.line.text}
            maxlength={limits.text}
            aria-invalid={invalid(row, 'text')}
            aria-label={titleOf(row, from, '文字需求')}
          />
          {row.line.source === undefined ? null : (
            <>
              <input type="hidden" name={nameOf(row, 'source')} value={row.line.source} />
              <small>
                {row.line.confirmed ? '' : '待核对，'}原文：{row.line.source}
              </small>
            </>
          )}
        </>
      ),
    },
    ...figureNames.map((field) => ({
      label: figureTitles[field],
      cell: (row: LineRow) => (
        <input
          class="figure"
          name={nameOf(row, field)}
          value={row.line[field]}
          inputmode="numeric"
          maxlength={12}
          aria-invalid={invalid(row, field)}
          aria-label={titleOf(row, from, figureTitles[field])}
        />
      ),
    })),
    { label: '要求', cell: (row: LineRow) => <LineTable row={row} from={from} choices={choices} /> },
    { label: '删除', cell: (row: LineRow) => <Mark row={row} from={from} field="remove" title="删" /> },
  ]
}
