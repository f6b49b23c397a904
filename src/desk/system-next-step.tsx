import type { Child, FC } from 'hono/jsx'
import type { Place, VerdictForMoney, WaysToLift } from '../funding/index.ts'
import { type Actor, allows } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { ShownProposal } from '../systems/index.ts'
import { nextStepOf } from './next-step.ts'
import type { SystemView } from './read-system.ts'

export interface SystemPage {
  view: SystemView
  money: VerdictForMoney
  liftingRemedies: WaysToLift
  /** What waits for its second person. */
  proposals: readonly ShownProposal[]
  actor: Actor
  today: CalendarDate
  mayRecord: boolean
  /** Whether the person may make a project of what the ledger says. */
  mayFileProject: boolean
  seesRules: boolean
}

/** What is to be done about a system next, whose turn it is, until when, and the one button. */
export const SystemNextStep: FC<SystemPage> = (page) => {
  const [waiting] = page.proposals
  return waiting === undefined ? <ToDo {...page} /> : <Waiting {...page} waiting={waiting} />
}

const Panel: FC<{ title: string; why: string; turn: readonly (readonly [string, Child])[]; acts: Child }> = ({
  title,
  why,
  turn,
  acts,
}) => (
  <section class="card step" aria-label="下一步">
    <p class="label">下一步</p>
    <h2>{title}</h2>
    <p class="say">{why}</p>
    <dl class="turn">
      {turn.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    {acts}
  </section>
)

const Waiting: FC<SystemPage & { waiting: SystemPage['proposals'][number] }> = ({
  waiting: { id, proposedBy, reason },
  actor,
}) => {
  const own = actor.kind === 'person' && actor.id === proposedBy.id
  const mine = !own && allows(actor, 'systems.confirm')
  return (
    <Panel
      title={`复核更正申请 ${id} 号`}
      why={`${proposedBy.name}提交：${reason}`}
      turn={[
        ['轮到', mine ? '您' : '主管部门审批人员'],
        ['之后', '登记进系统目录，资金结论随即重新判定'],
      ]}
      acts={
        <p class="row no-print">
          <a class={mine ? 'button' : 'button quiet'} href={`/proposals/${id}`}>
            {mine ? '去复核' : '看更正申请'}
          </a>
        </p>
      }
    />
  )
}

const ToDo: FC<SystemPage> = ({ view, money: { verdict }, liftingRemedies, today, mayRecord }) => {
  const { row, unit } = view
  const step = nextStepOf(view, verdict, liftingRemedies, today)
  if (step === null)
    return (
      <Panel
        title="现在没有要办的"
        why={
          verdict === null && view.governed
            ? '还没有判定资金，最迟明天有结论。'
            : '没有停拨、暂停、预警，也没有待核实的事项。'
        }
        turn={[]}
        acts={null}
      />
    )
  const contact = [row.contactOffice, row.contactPhone].filter((part) => part !== null).join(' ')
  const places = new Map<string, Place>()
  for (const fact of mayRecord ? step.facts : []) {
    const place = liftingRemedies.placeOf(fact, step.project)
    if (place !== null && !places.has(place.href)) places.set(place.href, place)
  }
  const [first, ...more] = places.values()
  return (
    <Panel
      title={step.title}
      why={step.why}
      turn={[
        [
          '轮到',
          <>
            {unit} <span class="muted">{contact === '' ? '没有登记联系人' : contact}</span>
          </>,
        ],
        ...(step.until === null ? [] : [['最迟', step.until] as const]),
      ]}
      acts={
        first === undefined ? null : (
          <p class="row no-print">
            <a class="button" href={first.href}>
              {first.label}
            </a>
            {more.slice(0, 2).map(({ href, label }) => (
              <a class="button quiet" href={href}>
                {label}
              </a>
            ))}
          </p>
        )
      }
    />
  )
}
