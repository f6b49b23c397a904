import type { Child, FC } from 'hono/jsx'
import { EvidenceCard } from '../../evidence/index.ts'
import { type Actor, allows } from '../../platform/context.ts'
import { type CalendarDate, minuteInChina } from '../../platform/dates.ts'
import { allowedSteps } from '../../platform/steps.ts'
import { Card, DateText, Field, Select, Tag, type Tone } from '../../platform/ui/components.tsx'
import { Choice, Form, TextArea } from '../../platform/ui/form.tsx'
import { NextStep } from '../../platform/ui/next-step.tsx'
import { Pairs, Prose } from '../../platform/ui/pairs.tsx'
import { DeleteDraft, WithReason } from '../../platform/ui/step-forms.tsx'
import { ListPage, listHref } from '../parts.tsx'
import {
  type EvaluationStatus,
  type EvaluationStep,
  evaluationKinds,
  evaluationMachine,
  evaluationStatuses,
} from './model.ts'
import {
  type EvaluationFilters,
  type EvaluationView,
  pageSize,
  type readEvaluation,
} from './read-evaluations.ts'

const tones: Record<EvaluationStatus, Tone> = {
  drafted: 'warn',
  confirmed: 'plain',
  rectified: 'go',
  withdrawn: 'plain',
}
const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

const rectifying = ['propose-rectified', 'drop-rectified', 'confirm-rectified'] as const

/** What a person can do with an evaluation now; the verbs check it all again. */
export function evaluationSteps(actor: Actor, row: EvaluationView): ReadonlySet<EvaluationStep> {
  const can = allowedSteps(actor, evaluationMachine, row.status)
  const own = actor.kind === 'person' ? actor.id : null
  if (row.recordedBy === own) can.delete('confirm')
  if (row.met || row.rectifiedOn !== null) can.delete('propose-rectified')
  if (row.rectifiedOn === null) can.delete('drop-rectified')
  if (row.rectifiedOn === null || row.rectifiedBy === own || row.recordedBy === own)
    can.delete('confirm-rectified')
  if (row.withdrawProposedBy === null)
    for (const step of ['drop-withdrawal', 'withdraw'] as const) can.delete(step)
  // Until it is said whether it was a mistake, nothing else is done with it.
  else for (const step of ['propose-withdrawal', ...rectifying] as const) can.delete(step)
  if (row.withdrawProposedBy === own) can.delete('withdraw')
  return can
}

const Result: FC<{ of: Pick<EvaluationView, 'met' | 'status' | 'rectifiedOn' | 'withdrawProposedBy'> }> = ({
  of: { met, status, rectifiedOn, withdrawProposedBy },
}) => (
  <>
    <Tag tone={met ? 'go' : 'stop'}>{met ? '达标' : '没有达标'}</Tag>{' '}
    <Tag tone={tones[status]}>{evaluationStatuses[status]}</Tag>
    {status === 'confirmed' && rectifiedOn !== null ? <Tag tone="warn">整改待确认</Tag> : null}
    {status !== 'withdrawn' && withdrawProposedBy !== null ? <Tag tone="warn">撤销待办理</Tag> : null}
  </>
)

export const EvaluationList: FC<{
  actor: Actor
  filters: EvaluationFilters
  list: { rows: EvaluationView[]; total: number; page: number }
}> = ({ actor, filters, list }) => (
  <ListPage
    path="/oversight/evaluations"
    title="评价"
    purpose="运行评价、绩效自评、效能评估、抽查的结果和整改：一人登记，另一人确认。判定读取最近一次运行评价。"
    begin={
      allows(actor, 'oversight.draft-determination')
        ? { href: '/oversight/evaluations/new', label: '登记评价' }
        : null
    }
    narrowed={[filters.q, filters.status, filters.kind].some((value) => value !== undefined)}
    filters={
      <form class="filters" method="get" action="/oversight/evaluations" data-auto>
        <Field name="q" label="系统、文号" value={filters.q ?? ''} />
        <Select name="kind" label="种类" all="全部" value={filters.kind} options={options(evaluationKinds)} />
        <Select
          name="status"
          label="状态"
          all="全部"
          value={filters.status}
          options={options(evaluationStatuses)}
        />
        <button type="submit">筛选</button>
      </form>
    }
    rows={list.rows}
    columns={columns}
    empty="系统上线满一年要作运行评价的，评价以后在这里登记结果和文号。"
    total={list.total}
    page={list.page}
    pageSize={pageSize}
    href={(page) => listHref('/oversight/evaluations', { ...filters, page })}
  />
)

const columns = [
  {
    label: '系统',
    cell: ({ id, system }: EvaluationView) => (
      <>
        <a href={`/oversight/evaluations/${id}`}>{system.name}</a>
        <small>
          {system.code} · {system.unit}
        </small>
      </>
    ),
  },
  {
    label: '种类',
    cell: ({ kind, document }: EvaluationView) => (
      <>
        {evaluationKinds[kind]}
        <small>{document}</small>
      </>
    ),
  },
  { label: '结果', cell: (row: EvaluationView) => <Result of={row} /> },
  { label: '评价日', cell: ({ evaluatedOn }: EvaluationView) => <DateText on={evaluatedOn} /> },
  { label: '整改日', cell: ({ rectifiedOn }: EvaluationView) => <DateText on={rectifiedOn} /> },
]

export const EvaluationForm: FC<{ today: CalendarDate; system: string | undefined }> = ({
  today,
  system,
}) => (
  <Card>
    <Form action="/oversight/evaluations">
      <Field name="system" label="系统编号" value={system ?? ''} required />
      <Field name="kind" label="种类">
        <Choice name="kind" value="operation" options={options(evaluationKinds)} />
      </Field>
      <Field name="evaluatedOn" label="评价日" type="date" value={today} required />
      <Field name="met" label="结果">
        <Choice name="met" all="请选择" options={options({ yes: '达标', no: '没有达标' })} />
      </Field>
      <Field name="document" label="文号" required />
      <Field name="details" label="说明">
        <TextArea id="details" name="details" required />
      </Field>
      <button type="submit" data-busy="正在保存…">
        登记，交另一人确认
      </button>
    </Form>
  </Card>
)

export const EvaluationBody: FC<{
  row: Awaited<ReturnType<typeof readEvaluation>>
  can: ReadonlySet<EvaluationStep>
  effect: Child
  today: CalendarDate
}> = ({ row, can, effect, today }) => {
  const action = (name: string) => `/oversight/evaluations/${row.id}/${name}`
  const asRead = { version: String(row.version) }
  return (
    <>
      <p class="crumbs">
        <a href="/oversight/evaluations">评价</a> › {row.document}
      </p>
      <h1>
        {row.system.name}的{evaluationKinds[row.kind]} <Result of={row} />
      </h1>
      <p class="sub">
        {row.system.code} · {row.system.unit} · {row.document}
      </p>
      <NextStep
        mine={can.has('confirm') || can.has('withdraw') || can.has('confirm-rectified')}
        words={turnOf(row)}
        effect={effect}
      >
        {can.size === 0 ? null : (
          <div class="stack">
            {can.has('confirm') ? (
              <Form action={action('confirm')} fixed={asRead}>
                <button type="submit">确认评价结果</button>
              </Form>
            ) : null}
            {can.has('confirm-rectified') ? (
              <Form action={action('confirm-rectified')} fixed={asRead}>
                <button type="submit">确认 {row.rectifiedOn} 整改到位</button>
              </Form>
            ) : null}
            {can.has('propose-rectified') ? (
              <Form action={action('propose-rectified')}>
                <div class="abreast">
                  <Field name="on" label="整改到位的日子" type="date" value={today} required />
                  <Field name="document" label="整改文书的文号" required />
                </div>
                <button type="submit" class="quiet">
                  登记整改，交另一人确认
                </button>
              </Form>
            ) : null}
            {can.has('drop-rectified') ? (
              <WithReason
                action={action('drop-rectified')}
                summary="退回整改"
                label="退回的理由"
                button="退回"
                asRead={asRead}
              />
            ) : null}
            {can.has('withdraw') ? (
              <Form action={action('withdraw')} fixed={asRead}>
                <button type="submit" class="danger">
                  同意撤销，自始不作为依据
                </button>
              </Form>
            ) : null}
            {can.has('drop-withdrawal') ? (
              <WithReason
                action={action('drop-withdrawal')}
                summary="不予撤销"
                label="不予撤销的理由"
                button="不予撤销，继续有效"
                asRead={asRead}
              />
            ) : null}
            {can.has('propose-withdrawal') ? (
              <WithReason
                action={action('propose-withdrawal')}
                summary="登记有误，提出撤销"
                label="撤销的理由"
                button="提出撤销，交另一人办理"
              />
            ) : null}
            {can.has('delete') ? <DeleteDraft action={action('delete')} /> : null}
          </div>
        )}
      </NextStep>
      <Card title="内容">
        <Pairs
          of={[
            ['系统', <a href={`/systems/${encodeURIComponent(row.system.code)}`}>{row.system.name}</a>],
            ['种类', evaluationKinds[row.kind]],
            ['评价日', <DateText on={row.evaluatedOn} />],
            ['结果', row.met ? '达标' : '没有达标'],
            ['说明', <Prose text={row.details} />],
            ['整改', row.rectifiedOn === null ? null : `${row.rectifiedOn}，${row.rectifiedDocument ?? ''}`],
            ['登记', row.recorder],
            ['确认', row.confirmer],
            [
              row.status === 'withdrawn' ? '已撤销' : '提出撤销',
              row.withdrawReason === null
                ? null
                : `${row.withdrawReason}（${row.withdrawProposer ?? ''} 提出）`,
            ],
            [
              '撤销办理',
              row.withdrawnAt === null ? null : `${row.withdrawer ?? ''} ${minuteInChina(row.withdrawnAt)}`,
            ],
          ]}
        />
      </Card>
      <EvidenceCard evidence={row.evidence} subject={{ kind: 'evaluation', id: row.id }} />
    </>
  )
}

/** Whose turn it is. */
function turnOf({ status, met, rectifiedOn, withdrawReason }: EvaluationView): string {
  if (status === 'withdrawn') return '登记有误，已经撤销，自始不作为判定的依据。留作查阅。'
  if (withdrawReason !== null)
    return `已提出撤销，由提出人以外的主管部门审批人员办理，此前继续有效。理由：${withdrawReason}`
  if (status === 'drafted') return '还没有确认，不作为判定的依据。由登记人以外的主管部门审批人员确认。'
  if (status === 'rectified') return '已确认整改到位。'
  if (met) return '有效。'
  return rectifiedOn === null
    ? '有效。整改到位以后，在这里登记。'
    : `已登记 ${rectifiedOn} 整改到位，由登记人以外的主管部门审批人员确认。`
}
