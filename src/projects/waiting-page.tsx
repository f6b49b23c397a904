import type { Child, FC } from 'hono/jsx'
import { evidenceHref } from '../evidence/index.ts'
import { Card, Empty, Table } from '../platform/ui/components.tsx'
import { NextStep } from '../platform/ui/next-step.tsx'
import { mostAtOnce, type WaitingMilestone } from './confirm-milestones.ts'
import { milestoneKind, waitingHref, wordsOfMilestone } from './words.ts'

/** What waits for the reader, what confirming the ticked ones changes, and one button for them. */
export const WaitingBody: FC<{
  milestones: readonly WaitingMilestone[]
  total: number
  ticked: readonly number[]
  /** null: none is ticked. */
  effect: Child
}> = ({ milestones, total, ticked, effect }) => (
  <>
    <p class="crumbs">
      <a href="/projects">项目</a> › 等我确认的节点
    </p>
    <h1>等我确认的节点</h1>
    <p class="sub">
      共 {total} 个。对照凭据逐个核实，勾选的一次确认，全部生效或者一个也不生效；不对的，点进去写明理由退回。
    </p>
    {milestones.length === 0 ? (
      <Card>
        <Empty title="没有等您确认的节点">
          <p>
            <a href="/projects">看全部项目</a>
          </p>
        </Empty>
      </Card>
    ) : (
      <form method="post" action={`${waitingHref}/confirm`}>
        {ticked.map((id) => (
          <input type="hidden" name="shown" value={String(id)} />
        ))}
        <NextStep
          mine
          words={
            ticked.length === 0
              ? '还没有勾选。勾选以后先看影响，再确认。'
              : `已勾选 ${ticked.length} 个，对照凭据核实后确认。`
          }
          effect={effect}
        >
          <p class="row no-print">
            {ticked.length === 0 ? null : (
              <button type="submit" data-busy="正在确认…">
                确认勾选的 {ticked.length} 个
              </button>
            )}
            <button
              type="submit"
              class="quiet"
              formmethod="get"
              formaction={waitingHref}
              name="look"
              value="yes"
            >
              改了勾选，重看影响
            </button>
          </p>
        </NextStep>
        <Card>
          <Table label="等我确认的节点" rows={milestones} columns={columnsOf(ticked)} />
          {total > milestones.length ? (
            <p class="note">
              只列最早登记的 {mostAtOnce} 个，共 {total} 个，确认后再列其余的。
            </p>
          ) : null}
        </Card>
      </form>
    )}
  </>
)

const columnsOf = (ticked: readonly number[]) => [
  {
    label: '节点',
    cell: (one: WaitingMilestone) => (
      <>
        <input
          type="checkbox"
          name="ids"
          value={String(one.id)}
          checked={ticked.includes(one.id)}
          aria-label={`${one.project}：${wordsOfMilestone(one)}`}
        />{' '}
        <a href={`/projects/milestones/${one.id}`}>{wordsOfMilestone(one)}</a>
        {one.reason === null ? null : <small>{one.reason}</small>}
      </>
    ),
  },
  {
    label: '项目',
    cell: ({ projectId, project, unit }: WaitingMilestone) => (
      <>
        <a href={`/projects/${projectId}`}>{project}</a>
        <small>{unit}</small>
      </>
    ),
  },
  {
    label: '凭据',
    cell: ({ id, evidence }: WaitingMilestone) => (
      <a href={evidenceHref({ kind: milestoneKind, id })}>
        {evidence === 0 ? '◆ 未附凭证' : `${evidence} 份`}
      </a>
    ),
  },
  { label: '登记', cell: ({ by }: WaitingMilestone) => by },
]
