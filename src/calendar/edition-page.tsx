import type { Child, FC } from 'hono/jsx'
import { minuteInChina } from '../platform/dates.ts'
import { Alert, Card, DateText, Empty, Field, Table, Tag } from '../platform/ui/components.tsx'
import { FoldedForm, TextArea } from '../platform/ui/form.tsx'
import { type DayChange, weekdayWords } from './arrangement.ts'
import { type calendarEditionMachine, editionStatuses } from './model.ts'
import type { EditionView } from './read-calendar.ts'
import { kindWords, statusTones } from './words.ts'

type Steps = ReadonlySet<keyof typeof calendarEditionMachine.steps>

/** One imported year: what it says, what it changes, and, once it counts, which last days it moved. */
export const EditionBody: FC<{
  view: EditionView
  can: Steps
  own: boolean
  /** What was counted anew, once it counts. */
  recounts: Child
}> = ({ view, can, own, recounts }) => {
  const { edition, warnings, replaces } = view
  return (
    <>
      <p class="crumbs">
        <a href="/calendar">工作日历</a> › {edition.year}年
      </p>
      <h1>
        {edition.year}年放假安排{' '}
        <Tag tone={statusTones[edition.status]}>{editionStatuses[edition.status]}</Tag>
      </h1>
      <p class="sub">
        {edition.notice} · {edition.fileName} · {edition.uploader} {minuteInChina(edition.uploadedAt)}上传
        {edition.decidedAt === null
          ? ''
          : ` · ${edition.decider ?? ''} ${minuteInChina(edition.decidedAt)}${edition.status === 'approved' ? '批准' : '退回'}`}
      </p>
      {edition.comment === null ? null : (
        <Alert tone="warn" title="退回的理由">
          <p>{edition.comment}</p>
        </Alert>
      )}
      {edition.status === 'approved' || warnings.length === 0 ? null : (
        <Alert tone="warn" title="请再核对">
          <ul>
            {warnings.map((warning) => (
              <li>{warning}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Actions view={view} can={can} own={own} />
      {recounts}
      {replaces === null ? null : <Changes changes={view.changes} notice={replaces.notice} />}
      <Days view={view} />
    </>
  )
}

const Actions: FC<{ view: EditionView; can: Steps; own: boolean }> = ({ view: { edition }, can, own }) => {
  const at = `/calendar/editions/${edition.id}`
  if (can.has('submit') && own)
    return (
      <Card title="提交审批">
        <p>请先对照国务院办公厅的通知逐日核对。提交后由主管部门另一人批准。</p>
        <form method="post" action={`${at}/submit`}>
          <button type="submit">核对无误，提交审批</button>
        </form>
      </Card>
    )
  if (!can.has('approve')) return null
  if (own)
    return (
      <Alert title="等待审批">
        <p>这是您本人上传的，须由另一人审批。</p>
      </Alert>
    )
  return (
    <Card title="审批">
      <p>批准后立即生效：先按今天的事实判定一遍，再按新的放假安排改定受影响的期限和结论，逐项留下记录。</p>
      <form method="post" action={`${at}/approve`}>
        <button type="submit" data-busy="正在改定期限，系统多时要等几十秒…">
          批准并生效
        </button>
      </form>
      <FoldedForm summary="退回" action={`${at}/return`}>
        <Field name="comment" label="退回的理由">
          <TextArea id="comment" name="comment" rows={3} required maxlength={500} />
        </Field>
        <button type="submit" class="quiet">
          退回
        </button>
      </FoldedForm>
    </Card>
  )
}

const Changes: FC<{ changes: readonly DayChange[]; notice: string }> = ({ changes, notice }) => (
  <Card>
    <Table<DayChange>
      caption="与原安排比对"
      rows={changes}
      empty={
        <Empty title="逐日相同">
          <p>与原安排（{notice}）没有一天不同。</p>
        </Empty>
      }
      columns={[
        { label: '日期', cell: ({ day }) => <DayText day={day} /> },
        {
          label: `原安排（${notice}）`,
          cell: ({ before, day }) => arranged(before, day),
        },
        { label: '新安排', cell: ({ after, day }) => arranged(after, day) },
      ]}
    />
  </Card>
)

const DayText: FC<{ day: DayChange['day'] }> = ({ day }) => (
  <span class="nowrap">
    <DateText on={day} /> {weekdayWords(day)}
  </span>
)

function arranged(of: DayChange['before'], day: DayChange['day']): string {
  if (of !== null) return `${of.kind === 'off' ? '放假' : '调休上班'}（${of.name}）`
  return ['周六', '周日'].includes(weekdayWords(day)) ? '周末休息' : '照常上班'
}

const Days: FC<{ view: EditionView }> = ({ view: { edition } }) => (
  <Card>
    <Table
      caption="与平时不同的日子"
      folds={false}
      rows={edition.days}
      empty={
        <Empty title="没有与平时不同的日子">
          <p>照这份文件，周一至周五都上班，周末都休息。</p>
        </Empty>
      }
      columns={[
        { label: '日期', cell: ({ day }) => <DayText day={day} /> },
        {
          label: '安排',
          cell: ({ kind }) => <Tag tone={kind === 'off' ? 'go' : 'warn'}>{kindWords[kind]}</Tag>,
        },
        { label: '名称', cell: ({ name }) => name },
      ]}
    />
    <p class="note">周末本来放假的日子不列。</p>
  </Card>
)
