import type { Child, FC } from 'hono/jsx'
import { EvidenceList, evidenceHref } from '../evidence/index.ts'
import { type Actor, allows } from '../platform/context.ts'
import { minuteInChina } from '../platform/dates.ts'
import { inWanYuan } from '../platform/money.ts'
import { Alert, Card, Field, Table } from '../platform/ui/components.tsx'
import { FoldedForm, Form, TextArea } from '../platform/ui/form.tsx'
import { NextStep } from '../platform/ui/next-step.tsx'
import { confirmerWords, holdsRecord, milestoneOutcomes, stepKind } from './model.ts'
import { MilestoneTag } from './project-page.tsx'
import type { FactEffect } from './read-effect.ts'
import type { MilestoneView, ProjectView } from './read-project.ts'
import { milestoneKind } from './words.ts'

/** In: a milestone. Out: its title. */
export const titleOfMilestone = ({ step, revokes }: Pick<MilestoneView, 'step' | 'revokes'>) =>
  `${revokes === null ? '' : '撤销'}${stepKind(step).title}`

/** One milestone: what it says, what confirming it changes, and who does that. */
export const MilestoneBody: FC<{
  actor: Actor
  project: ProjectView
  milestone: MilestoneView
  /** Whether the person can decide on it. */
  second: boolean
  /** null: it waits no more. */
  effect: Child
}> = ({ actor, project, milestone, second, effect }) => {
  const title = titleOfMilestone(milestone)
  const subject = { kind: milestoneKind, id: milestone.id }
  return (
    <>
      <p class="crumbs">
        <a href="/projects">项目</a> › <a href={`/projects/${project.id}`}>{project.name}</a> › {title}
      </p>
      <h1>
        {title} <MilestoneTag milestone={milestone} />
      </h1>
      <p class="sub">
        {project.number} · {project.unit}
      </p>
      <Turn milestone={milestone} second={second} effect={effect} />
      <Card title="登记内容">
        <dl class="pairs">
          {pairsOf(milestone).map(([label, value]) =>
            value === null || value === '' ? null : (
              <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
      </Card>
      <Card>
        <EvidenceList evidence={milestone.evidence} subject={subject} />
        <p class="no-print">
          <a href={evidenceHref(subject)}>附凭据、看全部</a>
        </p>
      </Card>
      <RevokeForm actor={actor} project={project} milestone={milestone} />
    </>
  )
}

const Turn: FC<{ milestone: MilestoneView; second: boolean; effect: Child }> = ({
  milestone,
  second,
  effect,
}) => {
  const { status, counts, revokes, step, comment, decider } = milestone
  if (status === 'recorded')
    return (
      <NextStep
        mine={second}
        words={
          second
            ? '对照凭据核实，确认后生效；不对的写明理由退回。'
            : `等${confirmerWords(step)}确认，不能是登记的本人。确认以前不作数。`
        }
        effect={effect}
      >
        {second ? <DecideForms milestone={milestone} /> : null}
      </NextStep>
    )
  if (status === 'refused')
    return (
      <Alert>
        <p>
          {decider}已退回：{comment}。不作数；改好的请重新登记。
        </p>
      </Alert>
    )
  if (!counts && revokes === null)
    return (
      <Alert>
        <p>已经撤销，不再作数，留作查阅。</p>
      </Alert>
    )
  return null
}

function pairsOf(one: MilestoneView): [string, Child][] {
  const { money } = stepKind(one.step)
  return [
    ['日期', one.day],
    ['结果', one.outcome === null ? null : milestoneOutcomes[one.outcome]],
    ['延至', one.until],
    [money ?? '金额', one.fen === null ? null : `${inWanYuan(one.fen)} 万元`],
    ['文件名称和文号', one.document],
    ['理由', one.reason],
    ['先后', one.asHappened ? '按实际发生的先后补记' : null],
    [
      '登记',
      one.fromLedger
        ? `${one.by} ${minuteInChina(one.recordedAt)} 由台账补录`
        : `${one.by} ${minuteInChina(one.recordedAt)}`,
    ],
    [
      one.status === 'refused' ? '退回' : '确认',
      one.decidedAt === null ? null : `${one.decider ?? ''} ${minuteInChina(one.decidedAt)}`,
    ],
  ]
}

/** What the register will say of each system once it is confirmed. */
export const FactEffects: FC<{ effects: readonly FactEffect[] }> = ({ effects }) => {
  const rows = effects.flatMap(({ code, name, facts }) => facts.map((fact) => ({ code, name, ...fact })))
  return (
    <Card title="确认后改变的事实">
      <Table
        label="确认后改变的事实"
        rows={rows}
        columns={[
          {
            label: '系统',
            cell: ({ code, name }) => <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>,
          },
          { label: '事实', cell: ({ label }) => label },
          { label: '现在', cell: ({ before }) => before },
          { label: '确认后', cell: ({ after }) => after },
        ]}
        empty={<p class="note">确认后，系统登记的事实没有改变。</p>}
      />
    </Card>
  )
}

const DecideForms: FC<{ milestone: MilestoneView }> = ({ milestone }) => (
  <div class="stack">
    <Form action={`/projects/milestones/${milestone.id}/confirm`}>
      <button type="submit" data-busy="正在确认…">
        确认{titleOfMilestone(milestone)}
      </button>
    </Form>
    <FoldedForm summary="退回" action={`/projects/milestones/${milestone.id}/refuse`}>
      <Field name="comment" label="退回的理由">
        <TextArea id="comment" name="comment" required minlength={2} maxlength={500} />
      </Field>
      <button type="submit" class="quiet">
        退回{titleOfMilestone(milestone)}
      </button>
    </FoldedForm>
  </div>
)

const RevokeForm: FC<{ actor: Actor; project: ProjectView; milestone: MilestoneView }> = ({
  actor,
  project: { organisationId },
  milestone: { id, step, counts },
}) =>
  counts &&
  actor.kind === 'person' &&
  allows(actor, 'projects.file-milestone') &&
  holdsRecord(actor, step, organisationId) ? (
    <Card title="登记错了">
      <FoldedForm summary="撤销…" action={`/projects/milestones/${id}/revoke`}>
        <Field name="reason" label="撤销的理由">
          <TextArea id="reason" name="reason" required minlength={2} maxlength={500} />
        </Field>
        <Field name="document" label="文件名称和文号（选填）" />
        <p class="note">由{confirmerWords(step)}确认后撤销，此前仍然作数。</p>
        <button type="submit" class="quiet">
          提出撤销，交第二人确认
        </button>
      </FoldedForm>
    </Card>
  ) : null
