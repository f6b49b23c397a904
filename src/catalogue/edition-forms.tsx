import type { FC } from 'hono/jsx'
import type { FieldError } from '../platform/errors.ts'
import { Card, Field } from '../platform/ui/components.tsx'
import type { Standing } from './actions.ts'
import { bureauInChinese } from './model.ts'

export const FileField: FC = () => (
  <Field name="file" label="目录文件" hint="Excel（.xlsx）或 CSV，列名与公布的目录一致，最多 10 MB">
    <input id="file" name="file" type="file" required accept=".csv,.xlsx" aria-describedby="file-hint" />
  </Field>
)

/** The form for a new edition. */
export const CompileForm: FC<{ number: string; errors: readonly FieldError[] }> = ({ number, errors }) => (
  <form class="card" method="post" action="/editions" enctype="multipart/form-data">
    <Field name="number" label="版次" hint="如 2026年第2版" required value={number} errors={errors} />
    <FileField />
    <button type="submit" data-busy="正在读取…">
      生成草稿
    </button>
  </form>
)

/** What the person may do now, as forms; nothing when nothing is theirs to do. */
export const EditionForms: FC<{ id: number; standing: Standing; contentHash: string }> = ({
  id,
  standing,
  contentHash,
}) => {
  const action = (name: string) => `/editions/${id}/${name}`
  const { edit, submit, approve, publish } = standing
  if (!edit && !submit && approve.length === 0 && !publish && !standing.return) return null
  return (
    <Card title="办理">
      <div class="stack">
        {submit ? (
          <form method="post" action={action('submit')}>
            <button type="submit" data-busy="正在提交…">
              提交批准
            </button>
          </form>
        ) : null}
        {approve.map((bureau) => (
          <form method="post" action={action('approve')}>
            <input type="hidden" name="bureau" value={bureau} />
            <input type="hidden" name="contentHash" value={contentHash} />
            <Field name={`comment-${bureau}`} label="批准意见（可不填）">
              <input id={`comment-${bureau}`} name="comment" maxlength={1000} />
            </Field>
            <button type="submit" data-busy="正在批准…">
              代表{bureauInChinese[bureau]}批准
            </button>
          </form>
        ))}
        {publish ? (
          <form method="post" action={action('publish')}>
            <button type="submit" data-busy="正在发布…">
              发布，立即生效
            </button>
          </form>
        ) : null}
        {standing.return ? (
          <details>
            <summary>退回给大数据中心</summary>
            <form method="post" action={action('return')}>
              <Field name="reason" label="退回的理由" hint="写明哪几项、错在哪里；已作的批准作废">
                <textarea
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
            </form>
          </details>
        ) : null}
        {edit ? (
          <>
            <details>
              <summary>替换文件</summary>
              <form method="post" action={action('replace')} enctype="multipart/form-data">
                <FileField />
                <button class="quiet" type="submit" data-busy="正在读取…">
                  替换
                </button>
              </form>
            </details>
            <details>
              <summary>删除草稿</summary>
              <form method="post" action={action('delete')}>
                <p class="note">删除后不能恢复，要用就重新上传。</p>
                <button class="danger" type="submit">
                  删除这份草稿
                </button>
              </form>
            </details>
          </>
        ) : null}
      </div>
    </Card>
  )
}
