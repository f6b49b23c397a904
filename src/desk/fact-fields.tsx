import type { FC } from 'hono/jsx'
import { AppError } from '../platform/errors.ts'
import type { PostedForm } from '../platform/http/posted-form.ts'
import { parseMoney } from '../platform/money.ts'
import { Field } from '../platform/ui/components.tsx'
import { Choice, Input } from '../platform/ui/form.tsx'
import { dateNames, type FactName, factLabel, flagNames, hostings } from '../regulations/index.ts'
import { columnNamesOfFact } from '../rules/index.ts'
import { exactWanYuan, hostings as registerHostings, type SystemRow } from '../systems/index.ts'

type Kind = 'flag' | 'day' | 'hosting' | 'money' | 'text'

/** One register column of a fact, as a form asks for it. */
export interface FactField {
  column: string
  label: string
  kind: Kind
}

const parts: Readonly<Record<string, { label: string; kind: Kind }>> = {
  exemptionUntil: { label: '豁免有效期至', kind: 'day' },
  exemptionDocument: { label: '豁免文号', kind: 'text' },
  evaluatedOn: { label: '评价日期', kind: 'day' },
  evaluationMet: { label: '是否达标', kind: 'flag' },
  evaluationRectifiedOn: { label: '整改完成日期', kind: 'day' },
  hosting: { label: '部署位置', kind: 'hosting' },
  investmentFen: { label: '投资规模（万元）', kind: 'money' },
}

/** In: a fact. Out: what a form asks to record it; nothing of one that is recorded elsewhere: orders, and being classified. */
export function fieldsOfFact(fact: FactName): FactField[] {
  if (fact === 'orders' || fact === 'classified') return []
  return columnNamesOfFact(fact).map((column) => {
    const kind = flagNames.some((flag) => flag === column)
      ? 'flag'
      : dateNames.some((date) => date === column)
        ? 'day'
        : 'text'
    return { column, ...(parts[column] ?? { label: factLabel(fact), kind }) }
  })
}

const unknown = { value: 'unknown', label: '未知' }

/** In: what a form sent of a fact's fields. Out: what to record. Throws invalid-input. */
export function valuesIn(form: PostedForm, fields: readonly FactField[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const { column, label, kind } of fields) {
    const said = form.said(column)
    if (said === 'unknown' || (kind === 'day' && form.said(`${column}.how`) === 'unknown')) {
      values[column] = null
    } else if (kind === 'flag') {
      if (said !== undefined) values[column] = said === 'yes'
    } else if (kind === 'day') {
      const how = form.said(`${column}.how`)
      if (how === 'never') values[column] = 'infinity'
      else if (how === 'on') values[column] = said ?? ''
    } else if (kind === 'money') {
      if (said !== undefined) {
        const fen = parseMoney(said, 1_000_000)
        if (fen === null)
          throw new AppError('invalid-input', `${label}填写的不是金额，请填写数字，例如 120.5。`, {
            errors: [{ path: column, message: '请填写数字，例如 120.5' }],
          })
        values[column] = fen
      }
    } else if (said !== undefined) values[column] = said
  }
  return values
}

/** The controls for a fact, filled in with what is known. */
export const FactFields: FC<{ fields: readonly FactField[]; row: SystemRow }> = ({ fields, row }) => {
  const known: Readonly<Record<string, unknown>> = row
  return (
    <>
      {fields.map((field) => (
        <FactControl field={field} value={known[field.column] ?? null} />
      ))}
    </>
  )
}

const FactControl: FC<{ field: FactField; value: unknown }> = ({ field: { column, label, kind }, value }) => {
  if (kind === 'flag')
    return (
      <Field name={column} label={label}>
        <Choice
          name={column}
          value={value === true ? 'yes' : value === false ? 'no' : 'unknown'}
          options={[{ value: 'yes', label: '是' }, { value: 'no', label: '否' }, unknown]}
        />
      </Field>
    )
  if (kind === 'hosting')
    return (
      <Field name={column} label={label}>
        <Choice
          name={column}
          value={typeof value === 'string' ? value : 'unknown'}
          options={[...hostings.map((each) => ({ value: each, label: registerHostings[each] })), unknown]}
        />
      </Field>
    )
  if (kind === 'day') {
    const how = value === null ? 'unknown' : value === 'infinity' ? 'never' : 'on'
    return (
      <fieldset class="field">
        <legend>{label}</legend>
        <div class="row">
          <Choice
            name={`${column}.how`}
            aria-label={`${label}：是否知道`}
            value={how}
            options={[
              { value: 'on', label: '日期' },
              { value: 'never', label: '没有发生、没有规定' },
              unknown,
            ]}
          />
          <Field
            name={column}
            label="日期（选“日期”时填写）"
            type="date"
            value={how === 'on' ? String(value) : ''}
          />
        </div>
      </fieldset>
    )
  }
  const shown = value === null ? '' : kind === 'money' ? exactWanYuan(Number(value)) : String(value)
  return (
    <Field name={column} label={label}>
      <Input id={column} name={column} value={shown} inputmode={kind === 'money' ? 'decimal' : undefined} />
    </Field>
  )
}
