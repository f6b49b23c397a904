import type { FC } from 'hono/jsx'
import { inYuan } from '../../platform/money.ts'
import { Field } from '../../platform/ui/components.tsx'
import { Choice, FoldedForm, Form, Input } from '../../platform/ui/form.tsx'
import type { RequestView } from './read-request.ts'

/** Items ticked one by one up to this many; more are approved all together. */
const maxTicked = 100

/** Which of the reviewed items are approved. */
export const ApproveForm: FC<{ view: RequestView }> = ({ view: { row, match } }) => {
  const items = match?.items ?? []
  return (
    <Form action={`/requests/${row.id}/approve`}>
      <input type="hidden" name="contentHash" value={match?.row.contentHash} />
      {items.length > maxTicked ? (
        <p>共 {items.length} 项，全部批复；只批其中几项请用接口，或退回部门调整。</p>
      ) : (
        <fieldset>
          <legend>批复哪几项</legend>
          <input type="hidden" name="boxes" value="yes" />
          <div class="choices long">
            {items.map((item) => (
              <label>
                <Input
                  type="checkbox"
                  name="item"
                  value={`${item.lineId} ${item.quantity} ${item.code}`}
                  checked
                />{' '}
                第 {item.lineId} 行：{item.name} {item.specification} × {item.quantity}
                {item.unit}，每月 {inYuan(item.monthlyFen)} 元
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <Field name="comment" id="comment-approve" label="批复意见（可不填）">
        <Input id="comment-approve" name="comment" maxlength={1000} />
      </Field>
      <button type="submit" data-busy="正在批复…">
        批复
      </button>
    </Form>
  )
}

/** What the opened items are called on the cloud. */
export const ProvisionForm: FC<{ view: RequestView }> = ({ view: { row, match, approved, number } }) => {
  const items = (match?.items ?? []).filter(({ lineId, code }) => approved.has(`${lineId} ${code}`))
  return (
    <Form action={`/requests/${row.id}/provision`}>
      {items.slice(0, maxTicked).map((item, place) => (
        <Field
          name={`name-${item.lineId}-${item.code}`}
          label={`第 ${item.lineId} 行 ${item.name} ${item.specification} × ${item.quantity}${item.unit}：云平台上的名称`}
          {...(place === 0 ? { hint: '使用率文件按这个名称对应，不能与别的在用资源重名' } : {})}
          required
          value={`${number}-${String(place + 1).padStart(2, '0')}`}
        />
      ))}
      <button type="submit" data-busy="正在登记…">
        登记为已开通
      </button>
    </Form>
  )
}

/** What a line in words means, for those that were matched wrongly. */
export const CorrectForm: FC<{ view: RequestView }> = ({ view: { row, match } }) => {
  const lines = (match?.frozen.request.lines ?? []).filter(({ text }) => text !== undefined)
  if (lines.length === 0) return null
  const near = new Map(
    (match?.frozen.lines ?? [])
      .flatMap(({ alternatives }) => alternatives)
      .map(({ code, name, specification }) => [code, `${name} ${specification}`]),
  )
  return (
    <FoldedForm summary="订正文字需求的匹配" action={`/requests/${row.id}/correct`}>
      <Field name="lineId" label="哪一行">
        <Choice
          name="lineId"
          required
          options={lines
            .slice(0, maxTicked)
            .map(({ id, text }) => ({ value: id, label: `第 ${id} 行：${text}` }))}
        />
      </Field>
      <Field
        name="code"
        label="应为哪个服务项"
        hint="填服务项编码；留空表示目录里没有。记入匹配词库，以后同样和相近的说法照此匹配"
      >
        <Input id="code" name="code" list="near" maxlength={100} aria-describedby="code-hint" />
        <datalist id="near">
          {[...near].map(([code, words]) => (
            <option value={code}>{words}</option>
          ))}
        </datalist>
      </Field>
      <button type="submit" class="quiet" data-busy="正在重新匹配…">
        订正并重新匹配
      </button>
    </FoldedForm>
  )
}
