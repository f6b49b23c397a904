import type { FC } from 'hono/jsx'
import { evidenceHref } from '../evidence/index.ts'
import { type Actor, allows } from '../platform/context.ts'
import { inWanYuan } from '../platform/money.ts'
import { Alert, Card, DateText, Table, Tag, type Tone } from '../platform/ui/components.tsx'
import { NextStep } from '../platform/ui/next-step.tsx'
import { ConstructionMoneyPanel } from './construction-money.tsx'
import { DueMilestones } from './due-milestones.tsx'
import {
  confirmerWords,
  holdsRecord,
  type MilestoneStatus,
  type MilestoneStep,
  milestoneStatuses,
  milestoneStepNames,
  sides,
  stepKind,
} from './model.ts'
import { ProjectSystems } from './project-systems.tsx'
import type { ConstructionMoney } from './read-construction-money.ts'
import type { DueMilestone } from './read-due-milestones.ts'
import type { MilestoneView, ProjectView } from './read-project.ts'
import { milestoneKind, wordsOfMilestone } from './words.ts'

/** What every project comes to sooner or later. */
const expected: readonly MilestoneStep[] = [
  'approval',
  'contract-signed',
  'construction-started',
  'built',
  'live',
  'accepted',
]

/** In: a project. Out: steps that aren't on record: the usual ones, and filings of what is. */
export function missingSteps({ milestones }: Pick<ProjectView, 'milestones'>): MilestoneStep[] {
  const there = new Set(
    milestones.filter(({ counts, status }) => counts || status === 'recorded').map(({ step }) => step),
  )
  return milestoneStepNames.filter((step) => {
    const { files } = stepKind(step)
    return !there.has(step) && (files === undefined ? expected.includes(step) : there.has(files))
  })
}

export const ProjectBody: FC<{
  actor: Actor
  project: ProjectView
  /** null: it is judged with the systems that it builds. */
  money: ConstructionMoney | null
  due: readonly DueMilestone[]
}> = ({ actor, project, money, due }) => (
  <>
    <p class="crumbs">
      <a href="/projects">项目</a> › {project.number}
    </p>
    <h1>{project.name}</h1>
    <p class="sub">
      {[
        project.number,
        `${project.unit}牵头`,
        project.investmentFen === null ? null : `估算投资 ${inWanYuan(project.investmentFen)} 万元`,
      ]
        .filter((part) => part !== null)
        .join(' · ')}
    </p>
    <Turn actor={actor} project={project} />
    {money === null ? null : <ConstructionMoneyPanel of={money} />}
    <DueMilestones actor={actor} project={project} due={due} />
    <Milestones actor={actor} project={project} />
    <RecordLinks actor={actor} project={project} />
    <ProjectSystems actor={actor} project={project} />
  </>
)

/** Whose turn it is. */
const Turn: FC<{ actor: Actor; project: ProjectView }> = ({ actor, project }) => {
  const waiting = project.milestones.filter(({ status }) => status === 'recorded')
  if (project.systems.length === 0)
    return (
      <Alert tone="warn">
        <p>
          还没有关联系统，节点不影响任何系统的资金结论，只影响本项目的建设资金。系统登记以后，请在下面关联。
        </p>
      </Alert>
    )
  const [next] = missingSteps(project).filter((step) => maySay(actor, step, project))
  if (waiting.length === 0)
    return next === undefined ? null : (
      <NextStep
        mine
        words={`没有登记${missingSteps(project)
          .map((step) => stepKind(step).title)
          .join('、')}。`}
      >
        <a class="button" href={recordHref(project.id, next)}>
          登记{stepKind(next).title}
        </a>
      </NextStep>
    )
  return (
    <NextStep mine={false} words={`${waiting.length} 个节点等第二人确认，确认以前不作数`}>
      <ul class="bare">
        {waiting.map((one) => (
          <li>
            <a href={`/projects/milestones/${one.id}`}>{wordsOfMilestone(one)}</a>：等
            {confirmerWords(one.step)}确认（{one.by}登记）
          </li>
        ))}
      </ul>
    </NextStep>
  )
}

type Row = { missing: MilestoneStep } | { milestone: MilestoneView }

const Milestones: FC<{ actor: Actor; project: ProjectView }> = ({ actor, project }) => {
  const rows: Row[] = [
    ...missingSteps(project).map((missing) => ({ missing })),
    ...project.milestones.map((milestone) => ({ milestone })),
  ]
  return (
    <Card title="节点">
      <Table
        label="节点，没有登记的在前"
        rows={rows}
        columns={[
          { label: '节点', cell: (row: Row) => <StepCell row={row} /> },
          {
            label: '日期',
            cell: (row: Row) => <DateText on={'milestone' in row ? row.milestone.day : null} />,
          },
          { label: '结果和文件', cell: (row: Row) => <Details row={row} /> },
          { label: '凭据', cell: (row: Row) => <EvidenceCell row={row} /> },
          {
            label: '登记和确认',
            cell: (row: Row) => <People row={row} actor={actor} project={project} />,
          },
          { label: '状态', cell: (row: Row) => <State row={row} /> },
        ]}
        empty={<p class="note">还没有节点。</p>}
      />
    </Card>
  )
}

const StepCell: FC<{ row: Row }> = ({ row }) => {
  if ('missing' in row) return <>{stepKind(row.missing).title}</>
  const { id, step, revokes } = row.milestone
  return (
    <a href={`/projects/milestones/${id}`}>
      {revokes === null ? '' : '撤销'}
      {stepKind(step).title}
    </a>
  )
}

const Details: FC<{ row: Row }> = ({ row }) => {
  if ('missing' in row)
    return (
      <span class="muted">
        由
        {stepKind(row.missing)
          .by.map((side) => sides[side])
          .join('或者')}
        登记
      </span>
    )
  const { step: _step, day: _day, reason, asHappened } = row.milestone
  const words = wordsOfMilestone(row.milestone).split('，').slice(2).join('，')
  return (
    <>
      {words === '' ? <span class="muted">—</span> : words}
      {reason === null ? null : (
        <small>
          {asHappened ? '按实际先后补记：' : ''}
          {reason}
        </small>
      )}
    </>
  )
}

const EvidenceCell: FC<{ row: Row }> = ({ row }) => {
  if ('missing' in row) return <span class="muted">—</span>
  const { id, evidence } = row.milestone
  const files = evidence.filter(({ withdrawn }) => withdrawn === null).length
  return <a href={evidenceHref({ kind: milestoneKind, id })}>{files === 0 ? '◆ 未附凭证' : `${files} 份`}</a>
}

const People: FC<{ row: Row; actor: Actor; project: ProjectView }> = ({ row, actor, project }) => {
  if ('missing' in row)
    return maySay(actor, row.missing, project) ? (
      <a class="button quiet small no-print" href={recordHref(project.id, row.missing)}>
        登记{stepKind(row.missing).title}
      </a>
    ) : (
      <span class="muted">—</span>
    )
  const { by, decider, status, fromLedger } = row.milestone
  if (fromLedger) return <>{by}由台账补录</>
  return (
    <>
      {by}登记
      {decider === null ? null : (
        <small>
          {decider}
          {status === 'refused' ? '退回' : '确认'}
        </small>
      )}
    </>
  )
}

const tones: Record<MilestoneStatus, Tone> = { recorded: 'warn', confirmed: 'go', refused: 'plain' }

/** How a milestone stands. */
export const MilestoneTag: FC<{ milestone: Pick<MilestoneView, 'status' | 'counts' | 'revokes'> }> = ({
  milestone: { status, counts, revokes },
}) =>
  status === 'confirmed' && !counts && revokes === null ? (
    <Tag>已撤销</Tag>
  ) : (
    <Tag tone={tones[status]}>{milestoneStatuses[status]}</Tag>
  )

const State: FC<{ row: Row }> = ({ row }) =>
  'milestone' in row ? <MilestoneTag milestone={row.milestone} /> : <Tag tone="hold">未登记</Tag>

const recordHref = (id: number, step: MilestoneStep) => `/projects/${id}/record?step=${step}`
const maySay = (actor: Actor, step: MilestoneStep, { organisationId }: ProjectView) =>
  actor.kind === 'person' &&
  allows(actor, 'projects.file-milestone') &&
  holdsRecord(actor, step, organisationId)

/** Every step that the person can record, also once more. */
export const RecordLinks: FC<{ actor: Actor; project: ProjectView }> = ({ actor, project }) => {
  const steps = milestoneStepNames.filter((step) => maySay(actor, step, project))
  if (steps.length === 0) return null
  return (
    <Card title="登记节点">
      <p class="row no-print">
        {steps.map((step) => (
          <a class="button quiet" href={recordHref(project.id, step)}>
            {stepKind(step).title}…
          </a>
        ))}
      </p>
    </Card>
  )
}
