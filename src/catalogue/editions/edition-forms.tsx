import type { FC } from 'hono/jsx'
import { Card, Field, Select } from '../../platform/ui/components.tsx'
import { FoldedForm, Form, Input, TextArea } from '../../platform/ui/form.tsx'
import { bureauInChinese } from '../model.ts'
import { type MidMonthRule, midMonthRules } from '../pricing/index.ts'
import type { AllowedEditionSteps } from './allowed-steps.ts'
import { CommentFields } from './comment-views.tsx'

export const FileField: FC = () => (
  <Field name="file" label="目录文件" hint="Excel（.xlsx）或 CSV，列名与公布的目录一致，不超过 60 MB">
    <Input id="file" name="file" type="file" required accept=".csv,.xlsx" aria-describedby="file-hint" />
  </Field>
)

/** What a month in part costs: a choice of the edition. */
export const MidMonthField: FC<{ value: MidMonthRule }> = ({ value }) => (
  <div class="field">
    <Select
      name="midMonthRule"
      label="月中开通、释放的计费"
      value={value}
      options={Object.entries(midMonthRules).map(([rule, label]) => ({ value: rule, label }))}
    />
  </div>
)

/** The form for a new edition. */
export const CompileForm: FC = () => (
  <Form class="card" action="/editions" enctype="multipart/form-data">
    <Field name="number" label="版次" hint="如 2026年第2版" required />
    <FileField />
    <MidMonthField value="full-month" />
    <button type="submit" data-busy="正在读取…">
      生成草稿
    </button>
  </Form>
)

const stepsWithForm = ['edit', 'submit', 'publish', 'unschedule', 'return'] as const

/** What the person may do now, as forms; nothing when nothing is theirs to do. */
export const EditionForms: FC<{
  id: number
  steps: AllowedEditionSteps
  contentHash: string
  midMonthRule: MidMonthRule
  today: string
}> = ({ id, steps, contentHash, midMonthRule, today }) => {
  const action = (name: string) => `/editions/${id}/${name}`
  const { can, approve } = steps
  const comments = steps.comment.length > 0
  const nothing = stepsWithForm.every((step) => !can.has(step))
  if (nothing && approve.length === 0 && !comments) return null
  return (
    <Card title="办理">
      <div class="stack">
        {can.has('submit') ? (
          <form method="post" action={action('submit')}>
            <button type="submit" data-busy="正在提交…">
              提交批准
            </button>
          </form>
        ) : null}
        {approve.map((bureau) => (
          <Form action={action('approve')} fixed={{ bureau }}>
            <input type="hidden" name="contentHash" value={contentHash} />
            <Field name="comment" id={`comment-${bureau}`} label="批准意见（可不填）">
              <Input id={`comment-${bureau}`} name="comment" maxlength={1000} />
            </Field>
            <button type="submit" data-busy="正在批准…">
              代表{bureauInChinese[bureau]}批准
            </button>
          </Form>
        ))}
        {can.has('publish') ? (
          <Form action={action('publish')}>
            <Field name="on" label="发布日期" hint="今天则立即生效；以后的日子到那天零时自动生效">
              <Input
                id="on"
                name="on"
                type="date"
                min={today}
                value={today}
                required
                aria-describedby="on-hint"
              />
            </Field>
            <button type="submit" data-busy="正在发布…">
              发布
            </button>
          </Form>
        ) : null}
        {can.has('unschedule') ? (
          <form method="post" action={action('unschedule')}>
            <button class="quiet" type="submit">
              取消定期发布
            </button>
          </form>
        ) : null}
        {comments ? (
          <FoldedForm summary="对整版提意见" action={action('comment')}>
            <CommentFields bureaus={steps.comment} />
          </FoldedForm>
        ) : null}
        {can.has('return') ? (
          <FoldedForm summary="退回给大数据中心" action={action('return')}>
            <Field name="reason" label="退回的理由" hint="写明哪几项、错在哪里；已作的批准作废">
              <TextArea
                id="reason"
                name="reason"
                required
                minlength={2}
                maxlength={1000}
                aria-describedby="reason-hint"
              />
            </Field>
            <button class="quiet" type="submit">
              退回
            </button>
          </FoldedForm>
        ) : null}
        {can.has('edit') ? (
          <>
            <FoldedForm summary="用表格修改" action={action('upload')} enctype="multipart/form-data">
              <p class="note">
                先 <a href={action('catalogue.xlsx')}>导出本版</a>
                ，改好再传上来；会先列出新增、改动、取消的项，确认后才生效。
              </p>
              <FileField />
              <button class="quiet" type="submit" data-busy="正在读取…">
                预览改动
              </button>
            </FoldedForm>
            <FoldedForm summary="计费约定" action={action('terms')}>
              <MidMonthField value={midMonthRule} />
              <button class="quiet" type="submit">
                保存
              </button>
            </FoldedForm>
            <FoldedForm summary="删除草稿" action={action('delete')}>
              <p class="note">删除后不能恢复，要用就重新上传。</p>
              <button class="danger" type="submit">
                删除这份草稿
              </button>
            </FoldedForm>
          </>
        ) : null}
      </div>
    </Card>
  )
}
