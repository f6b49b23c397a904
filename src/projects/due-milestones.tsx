import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../platform/context.ts'
import { inChinese } from '../platform/dates.ts'
import { Card, Table, Tag } from '../platform/ui/components.tsx'
import { confirmerWords, holdsRecord, sides, stepKind } from './model.ts'
import type { DueMilestone } from './read-due-milestones.ts'
import type { ProjectView } from './read-project.ts'

/** What the regulation wants of a project next: by when, who must act, and the way there. */
export const DueMilestones: FC<{
  actor: Actor
  project: Pick<ProjectView, 'id' | 'organisationId'>
  due: readonly DueMilestone[]
}> = ({ actor, project, due }) =>
  due.length === 0 ? null : (
    <Card title="办理期限">
      <Table
        label="办理期限，先到的在前"
        rows={due}
        columns={[
          { label: '事项', cell: ({ step }: DueMilestone) => stepKind(step).title },
          {
            label: '最后一日',
            cell: ({ dueOn, provisional, overdue }: DueMilestone) => (
              <>
                {inChinese(dueOn)} {overdue ? <Tag tone="stop">已逾期</Tag> : null}
                {provisional ? <small>暂定：到那时的放假安排还没有公布</small> : null}
              </>
            ),
          },
          { label: '依据', cell: ({ words }: DueMilestone) => words },
          {
            label: '谁来办',
            cell: (one: DueMilestone) => <WhoActs actor={actor} project={project} due={one} />,
          },
        ]}
      />
    </Card>
  )

const WhoActs: FC<{
  actor: Actor
  project: Pick<ProjectView, 'id' | 'organisationId'>
  due: DueMilestone
}> = ({ actor, project, due: { step, waiting } }) => {
  const { title, by } = stepKind(step)
  if (waiting !== null)
    return (
      <>
        <a href={`/projects/milestones/${waiting}`}>已登记</a>，等{confirmerWords(step)}确认
      </>
    )
  const holds =
    actor.kind === 'person' &&
    allows(actor, 'projects.file-milestone') &&
    holdsRecord(actor, step, project.organisationId)
  return (
    <>
      {by.map((side) => sides[side]).join('或者')}登记，{confirmerWords(step)}确认
      {holds ? (
        <small class="no-print">
          <a href={`/projects/${project.id}/record?step=${step}`}>登记{title}</a>
        </small>
      ) : null}
    </>
  )
}
