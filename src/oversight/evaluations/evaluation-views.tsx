import type { Child, FC } from 'hono/jsx'
import { type Actor, allows } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { allowedSteps } from '../../platform/steps.ts'
import { Alert, Card, DateText, Field, Select, Tag, type Tone } from '../../platform/ui/components.tsx'
import { Choice, Form, TextArea } from '../../platform/ui/form.tsx'
import { WithReason } from '../../platform/ui/step-forms.tsx'
import { ListPage, listHref, Pairs, Prose } from '../parts.tsx'
import {
  type EvaluationStatus,
  type EvaluationStep,
  evaluationKinds,
  evaluationMachine,
  evaluationStatuses,
} from './model.ts'
import { type EvaluationFilters, type EvaluationView, pageSize } from './read-evaluations.ts'

const tones: Record<EvaluationStatus, Tone> = { drafted: 'warn', confirmed: 'plain', rectified: 'go' }
const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** What a person can do with an evaluation now; the verbs check it all again. */
export function evaluationSteps(actor: Actor, row: EvaluationView): ReadonlySet<EvaluationStep> {
  const can = allowedSteps(actor, evaluationMachine, row.status)
  const own = actor.kind === 'person' ? actor.id : null
  if (row.recordedBy === own) can.delete('confirm')
  if (row.met || row.rectifiedOn !== null) can.delete('propose-rectified')
  if (row.rectifiedOn === null) can.delete('drop-rectified')
  if (row.rectifiedOn === null || row.rectifiedBy === own) can.delete('confirm-rectified')
  return can
}

const Result: FC<{ of: Pick<EvaluationView, 'met' | 'status' | 'rectifiedOn'> }> = ({
  of: { met, status, rectifiedOn },
}) => (
  <>
    <Tag tone={met ? 'go' : 'stop'}>{met ? '达标' : '没有达标'}</Tag>{' '}
    <Tag tone={tones[status]}>{evaluationStatuses[status]}</Tag>
    {status === 'confirmed' && rectifiedOn !== null ? <Tag tone="warn">整改待确认</Tag> : null}
  </>
)

export const EvaluationList: FC<{
  actor: Actor
  filters: EvaluationFilters
  list: { rows: EvaluationView[]; total: number; page: number }
}> = ({ actor, filters, list }) => (
  <ListPage
    actor={actor}
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
        <Choice name="met" value="yes" options={options({ yes: '达标', no: '没有达标' })} />
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
  row: EvaluationView
  can: ReadonlySet<EvaluationStep>
  effect: Child
  today: CalendarDate
}> = ({ row, can, effect, today }) => {
  const action = (name: string) => `/oversight/evaluations/${row.id}/${name}`
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
      {row.status === 'drafted' ? (
        <Alert tone="warn">
          <p>还没有确认，不作为判定的依据。由登记人以外的主管部门审批人员确认。</p>
        </Alert>
      ) : null}
      {effect}
      {can.size === 0 ? null : (
        <Card title="办理">
          <div class="stack">
            {can.has('confirm') ? (
              <Form action={action('confirm')}>
                <button type="submit">确认评价结果</button>
              </Form>
            ) : null}
            {can.has('confirm-rectified') ? (
              <Form action={action('confirm-rectified')}>
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
              />
            ) : null}
            {can.has('delete') ? (
              <details>
                <summary>删除这份登记</summary>
                <form method="post" action={action('delete')}>
                  <p class="note">删除后不能恢复。</p>
                  <button type="submit" class="danger">
                    删除
                  </button>
                </form>
              </details>
            ) : null}
          </div>
        </Card>
      )}
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
          ]}
        />
      </Card>
    </>
  )
}
