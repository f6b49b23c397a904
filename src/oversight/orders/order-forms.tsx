import type { FC } from 'hono/jsx'
import { EvidenceFields } from '../../evidence/index.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { canTake } from '../../platform/state-machine.ts'
import { Field } from '../../platform/ui/components.tsx'
import { Choice, FoldedForm, Form, TextArea } from '../../platform/ui/form.tsx'
import { Pairs, Prose } from '../../platform/ui/pairs.tsx'
import { DeleteDraft, WithReason } from '../../platform/ui/step-forms.tsx'
import type { AllowedOrderSteps } from './allowed-steps.ts'
import { type Outcome, orderMachine, outcomes } from './model.ts'
import type { OrderView } from './read-orders.ts'

interface Doing {
  order: OrderView
  today: CalendarDate
}

/** What the person may do with the order now, as forms; nothing when nothing is theirs to do. */
export const OrderForms: FC<
  Doing & {
    steps: AllowedOrderSteps
    /** The day of issue whose effect the page shows. */
    issueOn: CalendarDate
  }
> = ({ order, today, steps: { can }, issueOn }) => {
  if (can.size === 0) return null
  const action = (name: string) => `/oversight/orders/${order.id}/${name}`
  return (
    <div class="stack">
      {can.has('issue') ? <IssueForm action={action('issue')} order={order} issueOn={issueOn} /> : null}
      {can.has('receive') ? (
        <DayForm
          action={action('receive')}
          label="签收日"
          hint="收到通知的日子；凭送达回证补记的，写回证上的日子"
          button="登记签收"
          today={today}
        />
      ) : null}
      {can.has('answer') ? <AnswerForm action={action('answer')} /> : null}
      <Proposed order={order} can={can} action={action} />
      {can.has('propose') ? <ProposeForm action={action('propose')} order={order} today={today} /> : null}
      {can.has('drop') ? (
        <WithReason
          action={action('drop')}
          asRead={{ version: String(order.version) }}
          summary="撤回复核结论"
          label="撤回的理由"
          button="撤回，重新复核"
        />
      ) : null}
      {can.has('edit') ? (
        <p>
          <a class="button quiet" href={action('edit')}>
            修改草稿
          </a>
        </p>
      ) : null}
      {can.has('delete') ? <DeleteDraft action={action('delete')} /> : null}
    </div>
  )
}

const IssueForm: FC<{ action: string; order: OrderView; issueOn: CalendarDate }> = ({
  action,
  order,
  issueOn,
}) => (
  <Form action={action}>
    <input type="hidden" name="version" value={String(order.version)} />
    <input type="hidden" name="shownOn" value={issueOn} />
    <div class="abreast">
      <Field name="number" label="文号" hint="如 陵数函〔2026〕12号" required />
      <Field
        name="on"
        label="签发日"
        type="date"
        value={issueOn}
        hint="改了日期，第一次点先按那一天算出影响，看过再点才签发"
        required
      />
    </div>
    <button type="submit" data-busy="正在签发…">
      签发通知
    </button>
  </Form>
)

const DayForm: FC<{ action: string; label: string; hint: string; button: string; today: CalendarDate }> = ({
  action,
  label,
  hint,
  button,
  today,
}) => (
  <Form action={action}>
    <Field name="on" label={label} type="date" value={today} hint={hint} required />
    <button type="submit">{button}</button>
  </Form>
)

const AnswerForm: FC<{ action: string }> = ({ action }) => (
  <Form action={action} enctype="multipart/form-data">
    <Field name="answer" label="整改结果" hint="逐条写明怎样改的、改到什么程度。反馈日记为今天。">
      <TextArea id="answer" name="answer" aria-describedby="answer-hint" required />
    </Field>
    <EvidenceFields />
    <button type="submit" data-busy="正在送出…">
      反馈整改结果
    </button>
  </Form>
)

/** What waits for its second person, and the button of that person. */
const Proposed: FC<{
  order: OrderView
  can: AllowedOrderSteps['can']
  action: (name: string) => string
}> = ({ order: { version, outcome, outcomeOn, outcomeDocument, outcomeReason }, can, action }) =>
  outcome === null || !can.has(`confirm-${outcome}`) ? null : (
    <Form action={action('confirm')} fixed={{ outcome, version: String(version) }}>
      <Pairs
        of={[
          ['复核结论', outcomes[outcome]],
          ['日期', outcomeOn],
          ['文书', outcomeDocument],
          ['复核情况', <Prose text={outcomeReason ?? ''} />],
        ]}
      />
      <button type="submit" data-busy="正在确认…">
        确认：{outcomes[outcome]}
      </button>
    </Form>
  )

/** What was found in the end; folded away where nothing is to be found but that it was a mistake. */
const ProposeForm: FC<Doing & { action: string }> = ({ action, order, today }) => {
  const names = Object.keys(outcomes) as Outcome[]
  const possible = names.filter((name) => canTake(orderMachine, `confirm-${name}`, order.status))
  const fields = (
    <>
      <div class="abreast">
        <Field name="outcome" label="复核结论">
          <Choice
            name="outcome"
            value={possible[0]}
            options={possible.map((value) => ({ value, label: outcomes[value] }))}
          />
        </Field>
        <Field name="on" label="认定日" type="date" value={today} required />
        <Field name="document" label="复核文书的文号" required />
      </div>
      <Field name="reason" label="复核情况">
        <TextArea id="reason" name="reason" required />
      </Field>
      <button type="submit" class={order.status === 'answered' ? undefined : 'quiet'}>
        提出复核结论，交另一人确认
      </button>
    </>
  )
  return possible.length > 1 ? (
    <Form action={action}>{fields}</Form>
  ) : (
    <FoldedForm summary="发错了，提出撤销" action={action}>
      {fields}
    </FoldedForm>
  )
}
