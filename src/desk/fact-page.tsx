import type { Child, FC } from 'hono/jsx'
import { type CalendarDate, inChinese, minuteInChina } from '../platform/dates.ts'
import { Alert, Card, Field } from '../platform/ui/components.tsx'
import { Form, TextArea } from '../platform/ui/form.tsx'
import { Pairs } from '../platform/ui/pairs.tsx'
import type { FactName } from '../regulations/index.ts'
import type { RecordingOfSystem, SystemRow } from '../systems/index.ts'
import { type FactField, FactFields } from './fact-fields.tsx'
import { Changes } from './fact-tables.tsx'
import type { FactLine } from './read-system.ts'

/** Records, corrects or declares unknown one fact of a system. */
export const FactBody: FC<{
  row: SystemRow
  fact: FactName
  fields: readonly FactField[]
  line: FactLine
  today: CalendarDate
  /** Whether the actor keeps the register: then what lifts nothing is recorded at once. */
  keeps: boolean
  /** What recording it at once changes, and what says that it was seen; null: it wasn't asked yet, or changes nothing. */
  effect: { view: Child; key: string } | null
}> = ({ row, fact, fields, line, today, keeps, effect }) => {
  const address = `/systems/${encodeURIComponent(row.code)}`
  const known: Readonly<Record<string, unknown>> = row
  const seen = Object.fromEntries(fields.map(({ column }) => [column, known[column] ?? null]))
  return (
    <>
      <p class="crumbs">
        <a href="/systems">系统台账</a> › <a href={address}>{row.name}</a> › {line.label}
      </p>
      <h1>登记“{line.label}”</h1>
      <p class="sub">
        现在：{line.known ? line.words : '未登记'}
        {line.evidence === null ? '' : `，自 ${inChinese(line.evidence.holdsFrom)}`}
        {line.evidence?.document ? `，依据 ${line.evidence.document}` : ''}
      </p>
      <Card>
        <Form action={`${address}/facts/${fact}`}>
          <input type="hidden" name="seen" value={JSON.stringify(seen)} />
          {effect === null ? null : (
            <>
              <input type="hidden" name="effectSeen" value={effect.key} />
              {effect.view}
            </>
          )}
          <FactFields fields={fields} row={row} />
          <Field
            name="holdsFrom"
            label="从哪一天起是这样"
            type="date"
            value={today}
            required
            hint="事实成立的日子；不能晚于今天"
          />
          <Field
            name="document"
            label="依据文件的名称和文号"
            required
            hint="例如：陵数函〔2026〕9号；没有文号的写文件名称"
          />
          <Field name="reason" label="理由">
            <TextArea id="reason" name="reason" rows={3} required />
          </Field>
          <Alert title={keeps ? '会放宽资金结论的，由主管部门另一人复核' : '提交以后由主管部门复核'}>
            <p>
              {keeps
                ? '不放宽资金结论的，提交后立即登记；放宽的，还有与台账相同、只为留下依据的，复核同意后才登记。'
                : '复核同意后才登记进系统目录。'}
              凭据文件在登记以后，从系统页面“依据”一列上传。
            </p>
          </Alert>
          <div class="row actions">
            <button type="submit">{effect === null ? '提交' : '确认登记'}</button>
            <a href={address}>返回</a>
          </div>
        </Form>
      </Card>
    </>
  )
}

/** Asks for a single fact that was recorded by mistake to be declared void. */
export const VoidBody: FC<{ recording: RecordingOfSystem }> = ({ recording: { entry, code, system } }) => {
  const address = `/systems/${encodeURIComponent(code)}`
  return (
    <>
      <p class="crumbs">
        <a href="/systems">系统台账</a> › <a href={address}>{system}</a> › 撤销登记
      </p>
      <h1>撤销一条登记</h1>
      <p class="sub">
        登记有误的，撤销以后视为从未登记，回到此前的登记或者台账；记录留存，由另一人复核后生效。
      </p>
      <Card>
        <Pairs
          of={[
            ['登记的内容', <Changes values={entry.values} />],
            ['起算日', inChinese(entry.holdsFrom)],
            ['依据', entry.document],
            ['登记', `${entry.recordedBy ?? '系统'}，${minuteInChina(entry.recordedAt)}`],
            ['复核', entry.confirmedBy],
          ]}
        />
        <Form action={`/recordings/${entry.id}/void`}>
          <Field name="reason" label="为什么撤销">
            <TextArea id="reason" name="reason" rows={3} required minlength={2} maxlength={500} />
          </Field>
          <div class="row actions">
            <button type="submit">提出撤销，交另一人复核</button>
            <a href={address}>返回</a>
          </div>
        </Form>
      </Card>
    </>
  )
}
