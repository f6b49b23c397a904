import type { FC } from 'hono/jsx'
import type { Person } from '../../platform/context.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { Card, Field, Select } from '../../platform/ui/components.tsx'
import { Choice, Fault, Form, Input, TextArea } from '../../platform/ui/form.tsx'
import { orderKinds } from '../../systems/index.ts'
import { isOurs } from './input.ts'
import type { OrderView } from './read-orders.ts'

/** In: what was typed. Out: what `draftOrder` takes, to be checked there. */
export function orderOf(form: PostedForm) {
  return {
    kind: form.text('kind'),
    organisationId: form.number('organisationId'),
    wholeUnit: form.text('wholeUnit') === 'yes',
    systems: form.text('wholeUnit') === 'yes' ? [] : form.texts('systems'),
    title: form.text('title'),
    details: form.text('details'),
    source: form.text('source'),
    demand: form.text('demand'),
    dueOn: form.said('dueOn') ?? null,
  }
}

interface Choices {
  units: readonly { id: number; name: string }[]
  systems: readonly { code: string; name: string }[]
}

/** First the unit: which systems there are to choose from hangs on it. */
export const UnitForm: FC<{ choices: Choices; action: string }> = ({ choices, action }) => (
  <Card title="发给哪个单位">
    <form class="filters" method="get" action={action}>
      <Select
        name="unit"
        label="主送单位"
        all="请选择"
        value={undefined}
        options={choices.units.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <button type="submit">下一步，选系统</button>
    </form>
  </Card>
)

export const OrderForm: FC<{
  person: Person
  action: string
  unit: { id: number; name: string }
  choices: Choices
  /** The draft that is written in. */
  order?: OrderView
}> = ({ person, action, unit, choices, order }) => {
  const kinds = Object.entries(orderKinds).filter(([kind]) => isOurs(person, kind as keyof typeof orderKinds))
  const whole = order?.wholeUnit === true
  return (
    <Card>
      <Form action={action}>
        <input type="hidden" name="organisationId" value={String(unit.id)} />
        <Field name="kind" label="种类">
          <Choice
            name="kind"
            value={order?.kind ?? kinds[0]?.[0]}
            options={kinds.map(([value, label]) => ({ value, label }))}
          />
        </Field>
        <fieldset>
          <legend>涉及的系统（{unit.name}）</legend>
          <label>
            <Input type="radio" id="some" name="wholeUnit" value="no" checked={!whole} /> 只涉及勾选的系统
          </label>
          <label>
            <Input type="radio" id="whole" name="wholeUnit" value="yes" checked={whole} />{' '}
            本单位全部系统，今后登记或者划入的也在内
          </label>
          <div class="choices">
            {choices.systems.map(({ code, name }) => (
              <label>
                <Input
                  type="checkbox"
                  id={`system-${code}`}
                  name="systems"
                  value={code}
                  checked={!whole && order?.systems.some((system) => system.code === code) === true}
                />{' '}
                {name}（{code}）
              </label>
            ))}
          </div>
          <Fault name="systems" />
        </fieldset>
        <Field
          name="title"
          label="事由"
          hint="关于……限期整改的通知，省略号处怎样写"
          value={order?.title ?? ''}
          required
        />
        <Field name="details" label="发现的问题">
          <TextArea id="details" name="details" value={order?.details ?? ''} required />
        </Field>
        <Field name="source" label="依据的条款" hint="文件名、文号、第几条">
          <TextArea
            id="source"
            name="source"
            value={order?.source ?? ''}
            aria-describedby="source-hint"
            required
          />
        </Field>
        <Field name="demand" label="整改要求">
          <TextArea id="demand" name="demand" value={order?.demand ?? ''} required />
        </Field>
        <Field
          name="dueOn"
          label="整改期限"
          type="date"
          value={order?.dueByReceipt === true ? '' : (order?.dueOn ?? '')}
          hint="最后一天。效能评估的可以不填：自签收之日起 10 个工作日内报送整改结果（运城办法第二十四条）"
        />
        <button type="submit" data-busy="正在保存…">
          保存草稿
        </button>
      </Form>
    </Card>
  )
}
