import type { FC } from 'hono/jsx'
import type { FieldError } from '../../platform/errors.ts'
import { Card, Field } from '../../platform/ui/components.tsx'
import { effects, factLabel, funds } from '../../regulations/index.ts'
import { eventNames } from './definition.ts'
import type { SupplementForm } from './form.ts'
import { BlockList, Boxes, Choice } from './form-fields.tsx'

/** The form of a supplementary rule: document, time in force, conditions, exceptions, consequence. Every button works without script. */
export const SupplementFormBody: FC<{
  form: SupplementForm
  action: string
  errors: readonly FieldError[]
}> = ({ form, action, errors }) => {
  const at = (name: string) => ({ name, value: form.values[name] ?? '', errors })
  return (
    <form method="post" action={action} class="stack">
      {/* What the Enter key presses. */}
      <button type="submit" class="visually-hidden" name="do" value="preview" tabindex={-1}>
        预览
      </button>
      <Card title="依据">
        <Field {...at('title')} label="文件标题" hint="不加书名号" />
        <div class="abreast">
          <Field {...at('documentNumber')} label="文号" hint="如 陵数发〔2026〕12号" />
          <Field {...at('article')} label="条款" hint="如 第三条；引用时写作 文号+条款" />
        </div>
        <TextArea {...at('demand')} label="条款要求" hint="用自己的话写明这一条要求什么" />
        <div class="abreast">
          <Field {...at('from')} type="date" label="施行日" />
          <Field {...at('lastDay')} type="date" label="施行的最后一日" hint="没有规定的不填" />
          <Choice
            {...at('event')}
            label="适用于"
            none="施行期内的所有系统（看现状）"
            options={eventNames.map((name) => ({
              value: name,
              label: `${factLabel(name)}在施行日及以后的`,
            }))}
            hint="按事件适用的，只管施行日及以后发生的事"
          />
        </div>
      </Card>
      <Card>
        <BlockList
          part="when"
          action={action}
          legend="有下列情形的"
          row="条件"
          join={form.values['when.join'] || 'all'}
          blocks={form.when}
          errors={errors}
        />
        <BlockList
          part="unless"
          action={action}
          legend="但下列情形除外（没有例外的不填）"
          row="例外"
          join={form.values['unless.join'] || 'any'}
          blocks={form.unless}
          errors={errors}
        />
      </Card>
      <Card title="结论">
        <div class="abreast">
          <Choice
            {...at('effect')}
            label="怎样处理"
            options={(['denied', 'suspended', 'warned', 'noted'] as const).map((value) => ({
              value,
              label: effects[value],
            }))}
          />
          <Boxes
            name="funds"
            legend="涉及的资金"
            options={Object.entries(funds).map(([value, label]) => ({ value, label }))}
            ticked={form.funds}
            errors={errors}
          />
        </div>
        <TextArea
          {...at('reason')}
          label="理由"
          hint="结论里给单位看的一句话。条件用到的事实可以写在花括号里，如 {合同签订日期}，判定时换成该系统登记的值"
        />
        <Field {...at('remedy.what')} label="怎样消除" hint="单位做什么就能恢复" />
        <div class="abreast">
          <Field {...at('remedy.by')} label="由谁办理" />
          <Field {...at('remedy.evidence')} label="凭什么材料" />
        </div>
      </Card>
      <p class="row">
        <button type="submit" name="do" value="preview" data-busy="正在试算…">
          预览条文和影响
        </button>
        <button type="submit" class="quiet" name="do" value="save" data-busy="正在保存…">
          保存草稿
        </button>
      </p>
    </form>
  )
}

const TextArea: FC<{
  name: string
  label: string
  hint: string
  value: string
  errors: readonly FieldError[]
}> = ({ name, label, hint, value, errors }) => (
  <Field name={name} label={label} hint={hint} errors={errors}>
    <textarea
      id={name}
      name={name}
      aria-describedby={`${name}-hint`}
      aria-invalid={errors.some(({ path }) => path === name) ? 'true' : undefined}
    >
      {value}
    </textarea>
  </Field>
)
