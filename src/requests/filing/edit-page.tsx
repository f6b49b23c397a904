import type { FC } from 'hono/jsx'
import type { FieldError } from '../../platform/errors.ts'
import { Alert, Card, Field, Pages, Table } from '../../platform/ui/components.tsx'
import { kindInChinese } from '../matching/model.ts'
import { limits, lineKinds } from '../preview-input.ts'
import { draftLimits } from './draft-input.ts'
import { type EditState, figureNames, type LineName, linesShown, type RawLine } from './edit-form.ts'

/** What the form can offer to choose from. */
export interface EditChoices {
  systems: readonly { code: string; name: string }[]
  zones: readonly string[]
  architectures: readonly string[]
}

export interface EditView {
  /** null: a new request. */
  requestId: number | null
  number: string | null
  state: EditState
  totalLines: number
  choices: EditChoices
  error?: { message: string; errors: readonly FieldError[] } | undefined
}

/** Empty rows under the lines, to fill in. */
const spare = 3

export const EditBody: FC<EditView> = (view) => {
  const { requestId, number, state, error } = view
  return (
    <>
      <p class="crumbs">
        <a href="/requests">资源申请</a> ›{' '}
        {requestId === null ? '填报' : <a href={`/requests/${requestId}`}>{number}</a>}
      </p>
      <h1>{requestId === null ? '填报资源申请' : '修改资源申请'}</h1>
      <p class="sub">写明要什么、用多久，保存后立即看到目录里由哪些服务项满足、每月多少钱。</p>
      {error === undefined ? null : (
        <Alert tone="stop" title="还没有保存">
          <p>{error.message}</p>
          <ul>
            {lineErrors(error.errors, state.from).map((message) => (
              <li>{message}</li>
            ))}
          </ul>
        </Alert>
      )}
      <form method="post" action={requestId === null ? '/requests' : `/requests/${requestId}`}>
        <input type="hidden" name="version" value={String(state.version)} />
        <input type="hidden" name="from" value={String(state.from)} />
        <Head {...view} />
        {requestId === null ? <Paste state={state} errors={error?.errors ?? []} /> : null}
        <Lines {...view} />
        {requestId === null ? null : <Paste state={state} errors={error?.errors ?? []} />}
        <p class="row actions">
          <button type="submit" data-busy="正在保存…">
            保存并看匹配结果
          </button>
          <button type="submit" class="quiet" name="then" value="edit">
            保存，继续填
          </button>
          <a href={requestId === null ? '/requests' : `/requests/${requestId}`}>不保存，返回</a>
        </p>
      </form>
    </>
  )
}

/** Faults of lines by their place; the head's stand at their fields. */
function lineErrors(errors: readonly FieldError[], from: number): string[] {
  return errors.flatMap(({ path, message }) => {
    const place = /^lines\.(\d+)/.exec(path)?.[1]
    if (place === undefined) return path === 'lines' ? [message] : []
    const at = Number(place)
    return [`第 ${at + 1} 行${at < from || at >= from + linesShown ? '（不在这一页）' : ''}：${message}`]
  })
}

const Head: FC<EditView> = ({ state, choices, error }) => {
  const errors = error?.errors ?? []
  return (
    <Card title="项目和系统">
      <Field name="project" label="项目名称" required value={state.project} errors={errors} />
      <Field
        name="system"
        label="系统"
        hint="从系统目录里选；还没有登记的，选“拟建系统”并写明名称"
        errors={errors}
      >
        <select id="system" name="system" aria-describedby="system-hint">
          <option value="">拟建系统（在下面写名称）</option>
          {choices.systems.map(({ code, name }) => (
            <option value={code} selected={code === state.system}>
              {name}（{code}）
            </option>
          ))}
        </select>
      </Field>
      <Field name="systemName" label="拟建系统的名称" value={state.systemName} errors={errors} />
      <Field name="purpose" label="用途" errors={errors}>
        <textarea id="purpose" name="purpose" required maxlength={draftLimits.purpose} rows={3}>
          {state.purpose}
        </textarea>
      </Field>
      <div class="row">
        <Field name="startsOn" label="起始日期" type="date" value={state.startsOn} errors={errors} />
        <Field name="endsOn" label="截止日期" type="date" value={state.endsOn} errors={errors} />
      </div>
    </Card>
  )
}

const Lines: FC<EditView> = ({ requestId, state, totalLines, choices }) => {
  const room = state.from + state.lines.length >= totalLines
  const rows: { place: number; line: RawLine }[] = [
    ...state.lines,
    ...Array.from({ length: room ? spare : 0 }, (): RawLine => ({ confirmed: true })),
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
        {limits.lines} 行。
      </p>
      <div class="editor">
        <Table label="需求行" rows={rows} columns={lineColumns(state.from, choices)} />
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
interface LineRow {
  place: number
  line: RawLine
}

function lineColumns(from: number, choices: EditChoices) {
  const name = (row: LineRow, field: LineName) => `line-${row.place}-${field}`
  const label = (row: LineRow, title: string) => `第 ${from + row.place + 1} 行 ${title}`
  const Choice: FC<{
    row: LineRow
    field: LineName
    title: string
    options: readonly (readonly string[])[]
  }> = ({ row, field, title, options }) => (
    <select name={name(row, field)} aria-label={label(row, title)}>
      <option value="">{title}不限</option>
      {options.map(([value = '', words = value]) => (
        <option value={value} selected={row.line[field] === value}>
          {words}
        </option>
      ))}
    </select>
  )
  const Mark: FC<{ row: LineRow; field: LineName; title: string }> = ({ row, field, title }) => (
    <label class="tick">
      <input
        type="checkbox"
        name={name(row, field)}
        value="yes"
        checked={row.line[field] !== undefined}
        aria-label={label(row, title)}
      />{' '}
      {title}
    </label>
  )
  return [
    { label: '行', cell: (row: LineRow) => from + row.place + 1 },
    {
      label: '文字需求',
      cell: (row: LineRow) => (
        <>
          <input
            class="words"
            name={name(row, 'text')}
            value={row.line.text}
            maxlength={limits.text}
            aria-label={label(row, '文字需求')}
          />
          {row.line.source === undefined ? null : (
            <>
              <input type="hidden" name={name(row, 'source')} value={row.line.source} />
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
          name={name(row, field)}
          value={row.line[field]}
          inputmode="numeric"
          maxlength={12}
          aria-label={label(row, figureTitles[field])}
        />
      ),
    })),
    {
      label: '要求',
      cell: (row: LineRow) => (
        <span class="demands">
          <Choice
            row={row}
            field="kind"
            title="种类"
            options={lineKinds.map((kind) => [kind, kindInChinese[kind]])}
          />
          <Choice row={row} field="zone" title="区域" options={choices.zones.map((zone) => [zone])} />
          <Choice
            row={row}
            field="architecture"
            title="路线"
            options={choices.architectures.map((route) => [route])}
          />
          <Choice
            row={row}
            field="protectionLevel"
            title="等保"
            options={['一级', '二级', '三级', '四级', '五级'].map((level, place) => [
              String(place + 1),
              `等保${level}`,
            ])}
          />
          <Mark row={row} field="domestic" title="信创" />
          <Mark row={row} field="splittable" title="可拆成小台" />
        </span>
      ),
    },
    { label: '删除', cell: (row: LineRow) => <Mark row={row} field="remove" title="删" /> },
  ]
}

const Paste: FC<{ state: EditState; errors: readonly FieldError[] }> = ({ state, errors }) => (
  <Card title="粘贴">
    <Field
      name="pasted"
      label="粘贴需求（可不填）"
      hint="每行一条，如“4台8核16G，500G数据盘，等保三级”；也可以从 Excel 复制带表头的几列：数量、CPU、内存、存储、带宽、网络区域、等保。保存时读成需求行，由您核对。"
      errors={errors}
    >
      <textarea id="pasted" name="pasted" rows={5} aria-describedby="pasted-hint">
        {state.pasted}
      </textarea>
    </Field>
  </Card>
)
