import type { FC } from 'hono/jsx'
import { Card, Field } from '../../platform/ui/components.tsx'
import { FoldedForm } from '../../platform/ui/form.tsx'
import { DeleteDraft, WithReason } from '../../platform/ui/step-forms.tsx'
import type { AllowedSupplementSteps } from './allowed-steps.ts'
import type { Supplement } from './model.ts'

/** What the person may do with the rule now, as forms; nothing when nothing is theirs to do. */
export const SupplementForms: FC<{
  supplement: Supplement
  steps: AllowedSupplementSteps
}> = ({ supplement: { id, hash, repeal }, steps: { can } }) => {
  if (can.size === 0) return null
  const action = (name: string) => `/rules/supplements/${id}/${name}`
  const repealRead = { from: repeal?.from ?? '', documentNumber: repeal?.documentNumber ?? '' }
  return (
    <Card title="办理">
      <div class="stack">
        {can.has('submit') ? (
          <div class="row">
            <form method="post" action={action('submit')}>
              <button type="submit" data-busy="正在提交…">
                提交批准
              </button>
            </form>
            <a class="button quiet" href={action('edit')}>
              修改
            </a>
          </div>
        ) : null}
        {can.has('approve') ? (
          <form method="post" action={action('approve')}>
            <input type="hidden" name="hash" value={hash ?? ''} />
            <button type="submit" data-busy="正在批准…">
              批准，作为判定的依据
            </button>
          </form>
        ) : null}
        {can.has('approve-repeal') ? (
          <form method="post" action={action('approve-repeal')}>
            {Object.entries(repealRead).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <button type="submit" data-busy="正在批准…">
              批准自{repeal?.from}起废止
            </button>
          </form>
        ) : null}
        {can.has('return') ? (
          <WithReason action={action('return')} summary="退回" label="退回的理由" button="退回" />
        ) : null}
        {can.has('drop-repeal') ? (
          <WithReason
            action={action('drop-repeal')}
            summary="不予废止"
            label="不予废止的理由"
            button="不予废止，继续施行"
            asRead={repealRead}
          />
        ) : null}
        {can.has('repeal') ? <RepealForm action={action('repeal')} /> : null}
        {can.has('delete') ? <DeleteDraft action={action('delete')} /> : null}
      </div>
    </Card>
  )
}

const RepealForm: FC<{ action: string }> = ({ action }) => (
  <FoldedForm summary="废止" action={action}>
    <div class="abreast">
      <Field name="from" label="自这一天起不再施行" type="date" required />
      <Field name="documentNumber" label="废止它的文号" required />
    </div>
    <button type="submit" class="quiet">
      提出废止，交另一人批准
    </button>
  </FoldedForm>
)
