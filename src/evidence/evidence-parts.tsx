import type { FC } from 'hono/jsx'
import { minuteInChina } from '../platform/dates.ts'
import type { SubjectReference } from '../platform/evidence-subject.ts'
import { Card, DateText, Empty, Field, Table } from '../platform/ui/components.tsx'
import { FoldedForm, Input, TextArea } from '../platform/ui/form.tsx'
import { accepted, fileTypeNames, fileTypes, inSize } from './model.ts'
import type { Evidence } from './read-evidence.ts'

/** Where the page of a subject's evidence is. */
export const evidenceHref = ({ kind, id }: SubjectReference): string =>
  `/evidence?${new URLSearchParams({ subjectKind: kind, subjectId: String(id) })}`

const endings = fileTypeNames.flatMap((type) => fileTypes[type].endings.map((ending) => `.${ending}`))

/**
 * The fields by which a form brings one file of evidence; the form is `multipart/form-data`, and `postedEvidence` reads
 * them. In: what their ids begin with, where a page has several such forms.
 */
export const EvidenceFields: FC<{ required?: boolean; id?: string }> = ({
  required = false,
  id = 'evidence',
}) => (
  <>
    <Field
      name="file"
      id={`${id}-file`}
      label={required ? '凭据文件' : '凭据文件（选填）'}
      hint={`${accepted}，不超过 20 MB；加密的、带宏的不收。`}
    >
      <Input
        id={`${id}-file`}
        name="file"
        type="file"
        required={required}
        accept={endings.join(',')}
        aria-describedby={`${id}-file-hint`}
      />
    </Field>
    <Field
      name="evidence-title"
      id={`${id}-title`}
      label="凭据名称（选填）"
      hint="如：关于同意立项的批复。不填用文件名。"
    />
    <Field
      name="evidence-documentNumber"
      id={`${id}-number`}
      label="文号（选填）"
      hint="如：陵发改〔2026〕8号"
    />
    <Field name="evidence-documentDate" id={`${id}-date`} label="文件日期（选填）" type="date" />
  </>
)

/**
 * The evidence of a subject: what it is, by whom, to download, and to withdraw by whom it belongs to. In: the subject,
 * to come back to its page.
 */
export const EvidenceList: FC<{ evidence: readonly Evidence[]; subject: SubjectReference }> = ({
  evidence,
  subject,
}) => (
  <Table<Evidence>
    caption="凭据"
    rows={evidence}
    columns={[
      { label: '名称', cell: (one) => <Title evidence={one} /> },
      { label: '文号', cell: (one) => one.documentNumber ?? <span class="muted">—</span> },
      { label: '文件日期', cell: (one) => <DateText on={one.documentDate} /> },
      { label: '类型和大小', cell: (one) => `${fileTypes[one.type].title}，${inSize(one.size)}` },
      {
        label: '指纹',
        cell: (one) => <code title={`SHA-256：${one.sha256}`}>{one.sha256.slice(0, 12)}</code>,
      },
      {
        label: '上传',
        cell: (one) => (
          <>
            {one.organisation} {one.uploadedBy} <span class="nowrap">{minuteInChina(one.uploadedAt)}</span>
          </>
        ),
      },
      ...(evidence.some(({ mayWithdraw }) => mayWithdraw)
        ? [
            {
              label: '撤回',
              screenOnly: true,
              cell: (one: Evidence) =>
                one.mayWithdraw ? (
                  <WithdrawForm evidence={one} subject={subject} />
                ) : (
                  <span class="muted">—</span>
                ),
            },
          ]
        : []),
    ]}
    empty={
      <Empty title="还没有凭据">
        <p>附上以后，谁在什么时候传了哪份文件都留在这里，不能删除。</p>
      </Empty>
    }
  />
)

/** A card of a subject's evidence on its own page, and the way to attach more. */
export const EvidenceCard: FC<{ evidence: readonly Evidence[]; subject: SubjectReference }> = (props) => (
  <Card>
    <EvidenceList {...props} />
    <p class="note">
      <a href={evidenceHref(props.subject)}>附凭据</a>
    </p>
  </Card>
)

const Title: FC<{ evidence: Evidence }> = ({ evidence: { id, title, withdrawn, mayDownload } }) => {
  const name = mayDownload ? <a href={`/evidence/${id}/content`}>{title}</a> : title
  if (withdrawn === null) return name
  return (
    <>
      <del>{name}</del>
      <small>
        已撤回：{withdrawn.reason}（{withdrawn.by} {minuteInChina(withdrawn.at)}）
        {mayDownload ? '' : '，原件只有审计可以取阅'}
      </small>
    </>
  )
}

const WithdrawForm: FC<{ evidence: Evidence; subject: SubjectReference }> = ({
  evidence: { id, title },
  subject,
}) => (
  <FoldedForm
    summary="撤回…"
    action={`/evidence/${id}/withdraw`}
    fixed={{ subjectKind: subject.kind, subjectId: String(subject.id) }}
  >
    <Field name="reason" id={`reason-${id}`} label={`为什么撤回“${title}”`}>
      <TextArea id={`reason-${id}`} name="reason" rows={2} required maxlength={500} />
    </Field>
    <button type="submit" class="quiet">
      撤回这份凭据
    </button>
  </FoldedForm>
)
