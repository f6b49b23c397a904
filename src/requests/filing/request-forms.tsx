import type { FC } from 'hono/jsx'
import { inYuan } from '../../platform/money.ts'
import { Card, Field } from '../../platform/ui/components.tsx'
import type { RequestView } from './read-request.ts'
import type { Standing } from './standing.ts'

/** Items ticked one by one up to this many; more are approved all together. */
const mostTicked = 100

/** What the person may do now, as forms; the words say what comes next. */
export const RequestForms: FC<{ view: RequestView; standing: Standing }> = ({ view, standing }) => {
  const { row, match } = view
  const action = (name: string) => `/requests/${row.id}/${name}`
  const hash = match?.row.contentHash ?? ''
  return (
    <Card title="办理">
      <p>{standing.words}</p>
      <div class="stack">
        {standing.edit || standing.handOver || standing.submit ? (
          <div class="row">
            {standing.submit ? (
              <form method="post" action={action('submit')}>
                <input type="hidden" name="version" value={String(row.version)} />
                <button type="submit" data-busy="正在匹配、提交…">
                  提交申请
                </button>
              </form>
            ) : null}
            {standing.handOver ? (
              <form method="post" action={action('hand-over')}>
                <button type="submit">送部门审核</button>
              </form>
            ) : null}
            {standing.edit ? (
              <a class="button quiet" href={action('edit')}>
                修改
              </a>
            ) : null}
          </div>
        ) : null}
        {standing.match ? (
          <form method="post" action={action('match')}>
            <input type="hidden" name="contentHash" value={hash} />
            <Field name="comment-match" label="核对意见（可不填）">
              <input id="comment-match" name="comment" maxlength={1000} />
            </Field>
            <button type="submit">匹配无误，进入会审</button>
          </form>
        ) : null}
        {standing.review ? (
          <form method="post" action={action('review')}>
            <input type="hidden" name="contentHash" value={hash} />
            <Field name="comment-review" label="会审意见" hint="写明是否建议批复；通过后占用容量">
              <textarea
                id="comment-review"
                name="comment"
                required
                minlength={2}
                maxlength={1000}
                aria-describedby="comment-review-hint"
              />
            </Field>
            <button type="submit" data-busy="正在占用容量…">
              会审通过，占用容量
            </button>
          </form>
        ) : null}
        {standing.approve ? <ApproveForm view={view} /> : null}
        {standing.provision ? <ProvisionForm view={view} /> : null}
        {standing.matchAgain ? (
          <form method="post" action={action('match-again')}>
            <button type="submit" class="quiet" data-busy="正在匹配…">
              按{view.newerEdition?.number}重新匹配
            </button>
          </form>
        ) : null}
        {standing.correct && match !== null ? <CorrectForm view={view} /> : null}
        {standing.return ? (
          <details>
            <summary>退回给部门</summary>
            <form method="post" action={action('return')}>
              <Field name="reason" label="退回的理由" hint="写明要改什么；占用的容量随之归还">
                <textarea
                  id="reason"
                  name="reason"
                  required
                  minlength={2}
                  maxlength={1000}
                  aria-describedby="reason-hint"
                />
              </Field>
              <button class="quiet" type="submit">
                退回
              </button>
            </form>
          </details>
        ) : null}
        {standing.cancel ? (
          <details>
            <summary>撤销这份申请</summary>
            <form method="post" action={action('cancel')}>
              <Field
                name="reason"
                label="撤销的理由"
                hint="撤销后不再开通，占用的容量今天归还；还要用的须重新申请"
              >
                <textarea
                  id="reason"
                  name="reason"
                  required
                  minlength={2}
                  maxlength={1000}
                  aria-describedby="reason-hint"
                />
              </Field>
              <button class="danger" type="submit">
                撤销
              </button>
            </form>
          </details>
        ) : null}
        {standing.remove ? (
          <details>
            <summary>删除草稿</summary>
            <form method="post" action={action('delete')}>
              <p class="note">删除后不能恢复。</p>
              <button class="danger" type="submit">
                删除这份草稿
              </button>
            </form>
          </details>
        ) : null}
      </div>
    </Card>
  )
}

const ApproveForm: FC<{ view: RequestView }> = ({ view: { row, match } }) => {
  const items = match?.items ?? []
  return (
    <form method="post" action={`/requests/${row.id}/approve`}>
      <input type="hidden" name="contentHash" value={match?.row.contentHash} />
      {items.length > mostTicked ? (
        <p>共 {items.length} 项，全部批复；只批其中几项请用接口，或退回部门调整。</p>
      ) : (
        <fieldset>
          <legend>批复哪几项</legend>
          <input type="hidden" name="boxes" value="yes" />
          <div class="choices long">
            {items.map((item) => (
              <label>
                <input
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
      <Field name="comment-approve" label="批复意见（可不填）">
        <input id="comment-approve" name="comment" maxlength={1000} />
      </Field>
      <button type="submit" data-busy="正在批复…">
        批复
      </button>
    </form>
  )
}

const ProvisionForm: FC<{ view: RequestView }> = ({ view: { row, match, approved, number } }) => {
  const items = (match?.items ?? []).filter(({ lineId, code }) => approved.has(`${lineId} ${code}`))
  return (
    <form method="post" action={`/requests/${row.id}/provision`}>
      {items.slice(0, mostTicked).map((item, place) => (
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
    </form>
  )
}

/** What a line in words means, for those that were matched wrongly. */
const CorrectForm: FC<{ view: RequestView }> = ({ view: { row, match } }) => {
  const lines = (match?.frozen.request.lines ?? []).filter(({ text }) => text !== undefined)
  if (lines.length === 0) return null
  return (
    <details>
      <summary>订正文字需求的匹配</summary>
      <form method="post" action={`/requests/${row.id}/correct`}>
        <Field name="lineId" label="哪一行">
          <select id="lineId" name="lineId" required>
            {lines.slice(0, mostTicked).map((line) => (
              <option value={line.id}>
                第 {line.id} 行：{line.text}
              </option>
            ))}
          </select>
        </Field>
        <Field
          name="code"
          label="应为哪个服务项"
          hint="填服务项编码；留空表示目录里没有。记入匹配词库，以后同样和相近的说法照此匹配"
        >
          <input id="code" name="code" maxlength={100} aria-describedby="code-hint" />
        </Field>
        <button type="submit" data-busy="正在重新匹配…">
          订正并重新匹配
        </button>
      </form>
    </details>
  )
}
