import type { FC } from 'hono/jsx'
import { Field } from './components.tsx'
import { FoldedForm, TextArea } from './form.tsx'

/** A step that needs a reason, folded away. In: where it is sent; several of a page are told apart by that. */
export const WithReason: FC<{
  action: string
  summary: string
  label: string
  button: string
  /** What of the page is sent back, where it may be something else by then. */
  asRead?: Readonly<Record<string, string>>
}> = ({ action, summary, label, button, asRead = {} }) => {
  const id = `reason-${action.split('/').at(-1)}`
  return (
    <FoldedForm summary={summary} action={action}>
      {Object.entries(asRead).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Field name="reason" id={id} label={label}>
        <TextArea id={id} name="reason" required minlength={2} maxlength={1000} />
      </Field>
      <button type="submit" class="quiet">
        {button}
      </button>
    </FoldedForm>
  )
}

/** Deletes a draft, folded away. In: where it is sent. */
export const DeleteDraft: FC<{ action: string }> = ({ action }) => (
  <details>
    <summary>删除草稿</summary>
    <form method="post" action={action}>
      <p class="note">删除后不能恢复。</p>
      <button type="submit" class="danger">
        删除这份草稿
      </button>
    </form>
  </details>
)
