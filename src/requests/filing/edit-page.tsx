import type { FC } from 'hono/jsx'
import type { AppError, FieldError } from '../../platform/errors.ts'
import { Alert, Card, Field } from '../../platform/ui/components.tsx'
import { draftLimits } from './draft-input.ts'
import type { EditChoices } from './edit-choices.ts'
import { type EditState, linesShown } from './edit-form.ts'
import { LineEditor } from './line-editor.tsx'

export interface EditView {
  /** null: a new request. */
  requestId: number | null
  number: string | null
  state: EditState
  totalLines: number
  choices: EditChoices
  errors: readonly FieldError[]
}

export const EditBody: FC<EditView> = (view) => {
  const { requestId, number, state, errors } = view
  return (
    <>
      <p class="crumbs">
        <a href="/requests">资源申请</a> ›{' '}
        {requestId === null ? '填报' : <a href={`/requests/${requestId}`}>{number}</a>}
      </p>
      <h1>{requestId === null ? '填报资源申请' : '修改资源申请'}</h1>
      <p class="sub">写明要什么、用多久，保存后立即看到目录里由哪些服务项满足、每月多少钱。</p>
      <form method="post" action={requestId === null ? '/requests' : `/requests/${requestId}`}>
        <input type="hidden" name="version" value={String(state.version)} />
        <input type="hidden" name="from" value={String(state.from)} />
        <Head {...view} />
        {requestId === null ? <Paste state={state} errors={errors} /> : null}
        <LineEditor {...view} />
        {requestId === null ? null : <Paste state={state} errors={errors} />}
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

/** Why the draft isn't saved. */
export const DraftRefusal: FC<{ error: AppError; from: number }> = ({ error, from }) => (
  <Alert tone="stop">
    <p>{error.message}</p>
    <ul>
      {lineErrors(error.errors, from).map((message) => (
        <li>{message}</li>
      ))}
    </ul>
  </Alert>
)

/** Faults of lines by their place; the head's stand at their fields. */
function lineErrors(errors: readonly FieldError[], from: number): string[] {
  return errors.flatMap(({ path, message }) => {
    const place = /^lines\.(\d+)/.exec(path)?.[1]
    if (place === undefined) return path === 'lines' ? [message] : []
    const at = Number(place)
    return [`第 ${at + 1} 行${at < from || at >= from + linesShown ? '（不在这一页）' : ''}：${message}`]
  })
}

const Head: FC<EditView> = ({ state, choices, errors }) => {
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
        <textarea
          id="purpose"
          name="purpose"
          required
          maxlength={draftLimits.purpose}
          rows={3}
          aria-invalid={errors.some(({ path }) => path === 'purpose') ? 'true' : undefined}
        >
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

const Paste: FC<{ state: EditState; errors: readonly FieldError[] }> = ({ state, errors }) => (
  <Card title="粘贴">
    <Field
      name="pasted"
      label="粘贴需求（可不填）"
      hint="每行一条，如“4台8核16G，500G数据盘，等保三级”；也可以从 Excel 复制带表头的几列：数量、CPU、内存、存储、带宽、网络区域、等保、配套。保存时读成需求行，由您核对。"
      errors={errors}
    >
      <textarea id="pasted" name="pasted" rows={5} aria-describedby="pasted-hint">
        {state.pasted}
      </textarea>
    </Field>
  </Card>
)
