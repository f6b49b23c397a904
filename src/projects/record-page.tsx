import type { FC } from 'hono/jsx'
import { EvidenceFields } from '../evidence/index.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import { Card, Field } from '../platform/ui/components.tsx'
import { Choice, Fault, Form, Input, TextArea } from '../platform/ui/form.tsx'
import { confirmerWords, type MilestoneStep, milestoneOutcomes, stepKind } from './model.ts'
import type { ProjectView } from './read-project.ts'

/** The form of one step, with the fields that it needs and no others. */
export const RecordBody: FC<{ project: ProjectView; step: MilestoneStep; today: CalendarDate }> = ({
  project,
  step,
  today,
}) => {
  const { title, money, files } = stepKind(step)
  return (
    <>
      <p class="crumbs">
        <a href="/projects">项目</a> › <a href={`/projects/${project.id}`}>{project.name}</a> › 登记{title}
      </p>
      <h1>登记{title}</h1>
      <p class="sub">登记后由{confirmerWords(step)}确认，确认以前不作数。</p>
      <Card>
        <Form action={`/projects/${project.id}/record`} enctype="multipart/form-data" fixed={{ step }}>
          <Field
            name="day"
            label={files === undefined ? `${title}的日期` : '报送齐备材料的日期'}
            type="date"
            value={today}
            required
          />
          {step === 'accepted' ? (
            <Field name="outcome" label="验收结果">
              <Choice
                name="outcome"
                value="passed"
                options={Object.entries(milestoneOutcomes).map(([value, label]) => ({ value, label }))}
              />
            </Field>
          ) : null}
          {step === 'acceptance-extended' ? (
            <Field name="until" label="验收延至" type="date" required />
          ) : null}
          {money === undefined ? null : (
            <Field
              name="wan"
              label={`${money}（万元，选填）`}
              value={
                step === 'approval' && project.investmentFen !== null ? inWanYuan(project.investmentFen) : ''
              }
            />
          )}
          <Field
            name="document"
            label="文件名称和文号（选填）"
            hint="如 关于同意立项的批复（陵发改〔2026〕8号）"
          />
          <Field
            name="reason"
            label={step === 'acceptance-extended' ? '延期的理由' : '理由（先后颠倒的要写）'}
          >
            <TextArea id="reason" name="reason" rows={2} maxlength={500} />
          </Field>
          {step === 'acceptance-extended' ? null : (
            <div class="field">
              <div class="choices">
                <label>
                  <Input type="checkbox" name="asHappened" value="yes" /> 按实际发生的先后补记
                </label>
              </div>
              <p class="hint">如未批先建、未竣工先上线：照实登记，与条文不符的由判定指出。</p>
              <Fault name="asHappened" />
            </div>
          )}
          <EvidenceFields />
          <button type="submit" data-busy="正在登记…">
            登记{title}，交第二人确认
          </button>
        </Form>
      </Card>
    </>
  )
}
