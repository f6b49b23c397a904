import type { FC } from 'hono/jsx'
import type { FieldError } from '../../platform/errors.ts'
import { Field } from '../../platform/ui/components.tsx'
import {
  eventPhrases,
  factLabel,
  flagNames,
  flagPhrases,
  hostings,
  hostingWords,
  orderKinds,
  orderKindWords,
} from '../../regulations/index.ts'
import { blockKinds, comparisons, eventNames, limitNames, spanUnits } from './definition.ts'
import type { BlockForm, Part } from './form.ts'

export interface Option {
  value: string
  label: string
}
const optionsOf = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
/** A fact and its answer in one choice, in the words of the 对照本. */
const flagOptions: Option[] = flagNames.flatMap((name) =>
  (['yes', 'no'] as const).map((is) => ({ value: `${name}=${is}`, label: flagPhrases[name][is] })),
)
const happenedOptions: Option[] = eventNames.flatMap((name) => [
  { value: `${name}=yes`, label: eventPhrases[name].done },
  { value: `${name}=no`, label: eventPhrases[name].open },
])
const eventOptions: Option[] = eventNames.map((name) => ({ value: name, label: factLabel(name) }))

/** A labelled choice with its hint and fault; without `none` the first option stands chosen. */
export const Choice: FC<{
  name: string
  label: string
  value: string | undefined
  options: readonly Option[]
  none?: string
  hint?: string
  errors: readonly FieldError[]
}> = ({ name, label, value, options, none, hint, errors }) => {
  const wrong = errors.some(({ path }) => path === name)
  return (
    <Field name={name} label={label} {...(hint === undefined ? {} : { hint })} errors={errors}>
      <select id={name} name={name} aria-invalid={wrong ? 'true' : undefined}>
        {none === undefined ? null : <option value="">{none}</option>}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** Boxes of which several may be ticked. */
export const Boxes: FC<{
  name: string
  legend: string
  options: readonly Option[]
  ticked: readonly string[]
  errors: readonly FieldError[]
}> = ({ name, legend, options, ticked, errors }) => {
  const error = errors.find(({ path }) => path === name)
  return (
    <fieldset class="field">
      <legend class="label">{legend}</legend>
      <div class="choices">
        {options.map(({ value, label }) => (
          <label>
            <input type="checkbox" name={name} value={value} checked={ticked.includes(value)} /> {label}
          </label>
        ))}
      </div>
      {error === undefined ? null : <p class="error">{error.message}</p>}
    </fieldset>
  )
}

/** The fields of one condition. */
export const BlockFields: FC<{ prefix: string; block: BlockForm; errors: readonly FieldError[] }> = ({
  prefix,
  block: { kind, values, ticked },
  errors,
}) => {
  const at = (field: string) => ({ name: `${prefix}${field}`, value: values[field], errors })
  switch (kind) {
    case 'flag':
      return <Choice {...at('fact')} label="情形" options={flagOptions} />
    case 'happened':
      return <Choice {...at('fact')} label="到判定日" options={happenedOptions} />
    case 'period-passed':
      return (
        <>
          <Choice {...at('after')} label="从这件事之后起算" options={eventOptions} />
          <Field name={`${prefix}count`} label="已满" value={values.count ?? ''} errors={errors} />
          <Choice
            {...at('unit')}
            label="单位"
            options={optionsOf(spanUnits)}
            hint="按年的算周年；按月、日、工作日的，早于工作日历所载年份时只作预警"
          />
        </>
      )
    case 'limit-passed':
      return (
        <Choice
          {...at('fact')}
          label="已过的期限"
          options={[
            ...limitNames.map((name) => ({ value: name, label: factLabel(name) })),
            { value: 'exemption.until', label: '迁移豁免的有效期' },
          ]}
        />
      )
    case 'before-day':
    case 'from-day':
      return (
        <>
          <Choice {...at('fact')} label="事件" options={eventOptions} />
          <Field
            {...at('day')}
            value={values.day ?? ''}
            type="date"
            label={kind === 'before-day' ? '发生在这一日之前（不含）' : '发生在这一日及以后'}
          />
        </>
      )
    case 'hosting':
      return (
        <Boxes
          name={`${prefix}among`}
          legend="部署在下列之一"
          options={hostings.map((value) => ({ value, label: hostingWords[value] }))}
          ticked={ticked}
          errors={errors}
        />
      )
    case 'investment':
      return (
        <>
          <Choice {...at('comparison')} label="投资规模" options={optionsOf(comparisons)} />
          <Field name={`${prefix}fen`} label="万元" value={values.fen ?? ''} errors={errors} />
        </>
      )
    case 'order-overdue':
      return (
        <Boxes
          name={`${prefix}kinds`}
          legend="施行日及以后责令的哪种整改"
          options={orderKinds.map((value) => ({ value, label: orderKindWords[value] }))}
          ticked={ticked}
          errors={errors}
        />
      )
    case 'evaluation-unmet':
      return <p class="note">已评价、结果未达标、整改没有完成。</p>
    case 'exemption-running':
      return <p class="note">有载明文号的豁免，判定日没有超过有效期。</p>
  }
}

/** Conditions, or exceptions: the rows, how they join, and a way to add one more. */
export const BlockList: FC<{
  part: Part
  action: string
  legend: string
  row: string
  join: string
  blocks: readonly BlockForm[]
  errors: readonly FieldError[]
}> = ({ part, action, legend, row, join, blocks, errors }) => {
  const missing = errors.find(({ path }) => path === `${part}.of`)
  return (
    <fieldset class="blocks" id={part}>
      <legend>{legend}</legend>
      {blocks.length < 2 ? (
        <input type="hidden" name={`${part}.join`} value={join} />
      ) : (
        <Choice
          name={`${part}.join`}
          label={`这些${row}之间`}
          value={join}
          options={[
            { value: 'all', label: '须同时具备' },
            { value: 'any', label: '有其一即可' },
          ]}
          errors={errors}
        />
      )}
      <ol>
        {blocks.map((block, index) => (
          <li>
            <p class="row block-head">
              <b>{blockKinds[block.kind]}</b>
              <button
                type="submit"
                class="plain"
                name="do"
                value={`remove-${part}-${index}`}
                formaction={`${action}#${part}`}
                aria-label={`删去第${index + 1}个${row}`}
              >
                删去
              </button>
            </p>
            <input type="hidden" name={`${part}.of.${index}.block`} value={block.kind} />
            <div class="abreast">
              <BlockFields prefix={`${part}.of.${index}.`} block={block} errors={errors} />
            </div>
          </li>
        ))}
      </ol>
      {missing === undefined ? null : <p class="error">{missing.message}</p>}
      <div class="filters">
        <div>
          <label for={`new-${part}`}>
            {blocks.length === 0 ? '加一个' : '再加一个'}
            {row}
          </label>
          <select id={`new-${part}`} name={`new-${part}`}>
            {optionsOf(blockKinds).map(({ value, label }) => (
              <option value={value}>{label}</option>
            ))}
          </select>
        </div>
        <button type="submit" class="quiet" name="do" value={`add-${part}`} formaction={`${action}#${part}`}>
          添加
        </button>
      </div>
    </fieldset>
  )
}
