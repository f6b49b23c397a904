import type { FC } from 'hono/jsx'
import { minuteInChina } from '../../platform/dates.ts'
import { Card, Field, Tag } from '../../platform/ui/components.tsx'
import { Choice, TextArea } from '../../platform/ui/form.tsx'
import { type Bureau, bureauInChinese } from '../model.ts'
import type { ItemComment } from './comments.ts'

/** The form for what a bureau says of an item, or of the whole edition: for whom, where the person works for both. */
export const CommentFields: FC<{ bureaus: readonly Bureau[] }> = ({ bureaus }) => (
  <>
    {bureaus.length < 2 ? null : (
      <Field name="bureau" id="comment-bureau" label="代表">
        <Choice
          id="comment-bureau"
          name="bureau"
          options={bureaus.map((bureau) => ({ value: bureau, label: bureauInChinese[bureau] }))}
        />
      </Field>
    )}
    <Field name="comment" label="意见" hint="编制人会在这一项旁边看到；重新提交后标为已办">
      <TextArea
        id="comment"
        name="comment"
        required
        minlength={2}
        maxlength={1000}
        aria-describedby="comment-hint"
      />
    </Field>
    <button class="quiet" type="submit">
      提意见
    </button>
  </>
)

/** Comments as a list: who, when, what, and whether it was dealt with. */
export const CommentList: FC<{ comments: readonly ItemComment[] }> = ({ comments }) => (
  <ul class="bare">
    {comments.map((comment) => (
      <li>
        <Tag tone={comment.resolvedOn === null ? 'warn' : 'go'}>
          {comment.resolvedOn === null ? '待办' : '已办'}
        </Tag>{' '}
        {comment.comment}
        <small>
          {bureauInChinese[comment.bureau]} {comment.by} {minuteInChina(comment.writtenAt)}
          {comment.code === null ? '' : comment.changedSince ? '，此后这一项已改动' : '，此后这一项没有改动'}
        </small>
      </li>
    ))}
  </ul>
)

/** Everything the bureaus said of an edition, by item, what is open first. */
export const CommentsCard: FC<{
  comments: readonly ItemComment[]
  href: (code: string) => string
}> = ({ comments, href }) => {
  if (comments.length === 0) return null
  const codes = [...new Set(comments.map(({ code }) => code))]
  const open = comments.filter(({ resolvedOn }) => resolvedOn === null).length
  return (
    <Card title={`审核意见（${open === 0 ? '全部已办' : `${open} 条待办`}）`} id="comments">
      {codes.map((code) => (
        <>
          <h3>{code === null ? '整版' : <a href={href(code)}>{code}</a>}</h3>
          <CommentList comments={comments.filter((comment) => comment.code === code)} />
        </>
      ))}
    </Card>
  )
}
