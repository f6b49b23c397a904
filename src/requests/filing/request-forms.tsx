import type { FC, PropsWithChildren } from 'hono/jsx'
import { Card, Field } from '../../platform/ui/components.tsx'
import { FoldedForm, Form, Input, TextArea } from '../../platform/ui/form.tsx'
import { DeleteDraft } from '../../platform/ui/step-forms.tsx'
import type { AllowedRequestSteps } from './allowed-steps.ts'
import type { RequestView } from './read-request.ts'
import { ApproveForm, CorrectForm, ProvisionForm } from './step-forms.tsx'

/** What the person may do now, as forms; the words say what comes next. */
export const RequestForms: FC<{ view: RequestView; steps: AllowedRequestSteps }> = ({
  view,
  steps: { can, words },
}) => {
  const { row, match } = view
  const action = (name: string) => `/requests/${row.id}/${name}`
  const hash = match?.row.contentHash ?? ''
  // What was returned isn't handed in again as it is.
  const mendFirst = row.status === 'returned' && can.has('hand-over')
  return (
    <Card title="办理">
      <p>{words}</p>
      <div class="stack">
        {can.has('edit') || can.has('hand-over') || can.has('submit') ? (
          <div class="row">
            {can.has('submit') ? (
              <form method="post" action={action('submit')}>
                <input type="hidden" name="version" value={String(row.version)} />
                <button type="submit" data-busy="正在匹配、提交…">
                  提交申请
                </button>
              </form>
            ) : null}
            {can.has('edit') && mendFirst ? (
              <a class="button" href={action('edit')}>
                修改
              </a>
            ) : null}
            {can.has('hand-over') ? (
              <form method="post" action={action('hand-over')}>
                <button type="submit" class={mendFirst ? 'quiet' : undefined}>
                  送部门审核
                </button>
              </form>
            ) : null}
            {can.has('edit') && !mendFirst ? (
              <a class="button quiet" href={action('edit')}>
                修改
              </a>
            ) : null}
          </div>
        ) : null}
        {can.has('match') ? (
          <Form action={action('match')}>
            <input type="hidden" name="contentHash" value={hash} />
            <Field name="comment" id="comment-match" label="核对意见（可不填）">
              <Input id="comment-match" name="comment" maxlength={1000} />
            </Field>
            <button type="submit">匹配无误，进入会审</button>
          </Form>
        ) : null}
        {can.has('review') ? (
          <Form action={action('review')}>
            <input type="hidden" name="contentHash" value={hash} />
            <Field
              name="comment"
              id="comment-review"
              label="会审意见"
              hint="写明是否建议批复；通过后占用容量"
            >
              <TextArea
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
          </Form>
        ) : null}
        {can.has('approve') ? <ApproveForm view={view} /> : null}
        {can.has('provision') ? <ProvisionForm view={view} /> : null}
        {can.has('match-again') ? (
          <form method="post" action={action('match-again')}>
            <button type="submit" class="quiet" data-busy="正在匹配…">
              按{view.newerEdition?.number}重新匹配
            </button>
          </form>
        ) : null}
        {can.has('correct') && match !== null ? <CorrectForm view={view} /> : null}
        {can.has('return') ? (
          <ReasonForm
            action={action('return')}
            summary="退回给部门"
            label="退回的理由"
            hint="写明要改什么；占用的容量随之归还"
          >
            <button class="quiet" type="submit">
              退回
            </button>
          </ReasonForm>
        ) : null}
        {can.has('cancel') ? (
          <ReasonForm
            action={action('cancel')}
            summary="撤销这份申请"
            label="撤销的理由"
            hint="撤销后不再开通，占用的容量今天归还；还要用的须重新申请"
          >
            <button class="danger" type="submit">
              撤销
            </button>
          </ReasonForm>
        ) : null}
        {can.has('delete') ? <DeleteDraft action={action('delete')} /> : null}
      </div>
    </Card>
  )
}

/** A step that needs a reason, folded away. One of a page: they share the name of their field. */
const ReasonForm: FC<PropsWithChildren<{ action: string; summary: string; label: string; hint: string }>> = ({
  action,
  summary,
  label,
  hint,
  children,
}) => (
  <FoldedForm summary={summary} action={action}>
    <Field name="reason" label={label} hint={hint}>
      <TextArea
        id="reason"
        name="reason"
        required
        minlength={2}
        maxlength={1000}
        aria-describedby="reason-hint"
      />
    </Field>
    {children}
  </FoldedForm>
)
