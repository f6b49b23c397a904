import { sql } from 'drizzle-orm'
import { allows, type Context, transact } from '../platform/context.ts'
import { addDays } from '../platform/dates.ts'
import type { Task } from '../platform/slice.ts'
import { editable, inProcess, requestMachine } from './filing/model.ts'
import { changeMachine, resourceMachine } from './resources/model.ts'

/** How much waits for a person in requests and running resources; 0 where it isn't theirs. */
export interface Waiting {
  drafts: number
  toSubmit: number
  returned: number
  toMatch: number
  toReview: number
  toApprove: number
  toProvision: number
  overdue: number
  changesToDecide: number
  /** Approved requests that the other side withdrew within 7 days (撤销). */
  cancelled: number
  /** Resources of the department that expire within 7 and 30 days. */
  expiringIn7: number
  expiringIn30: number
}

const { steps } = requestMachine

type Counts = Record<
  | 'drafts'
  | 'ready'
  | 'returned'
  | 'submitted'
  | 'matched'
  | 'reviewed'
  | 'approved'
  | 'overdue'
  | 'changes'
  | 'cancelled'
  | 'in7'
  | 'in30',
  number
>

/** Out: how much waits for the actor. Notices are those that the daily job has given. */
export async function waitingFor(context: Context): Promise<Waiting> {
  const { actor } = context
  const today = context.clock.today()
  const person = actor.kind === 'person' ? actor.id : 0
  const office = actor.kind === 'person' ? actor.organisationName : ''
  const rows = await transact(context, (tx) =>
    tx.execute<Counts>(sql`
      select r.*, c.changes, e.cancelled, n.in7, n.in30 from
        (select count(*) filter (where status in ${steps.delete.from})::int as drafts,
          count(*) filter (where status in ${steps.submit.from} and ready and filed_by <> ${person})::int as ready,
          count(*) filter (where status = 'returned')::int as returned,
          count(*) filter (where status in ${steps.match.from})::int as submitted,
          count(*) filter (where status in ${steps.review.from})::int as matched,
          count(*) filter (where status in ${steps.approve.from})::int as reviewed,
          count(*) filter (where status in ${steps.provision.from})::int as approved,
          count(*) filter (where status in ${steps.provision.from} and due_on < ${today})::int as overdue
        from resource_requests where status in ${[...editable, ...inProcess]}) r,
        (select count(*)::int as changes from resource_changes h join running_resources s on s.id = h.resource_id
          where h.status in ${changeMachine.steps.approve.from} and s.status in ${resourceMachine.steps.change.from}) c,
        (select count(*)::int as cancelled from resource_requests q
          where q.status = 'released' and q.provisioned_on is null and q.ended_on > ${addDays(today, -7)}
            and exists (select from request_events x
              where x.request_id = q.id and x.action = 'cancel' and x.by_office is distinct from ${office})) e,
        (select count(distinct s.id) filter (where n.days_before = 7)::int as in7,
          count(distinct s.id)::int as in30
        from resource_notices n join running_resources s on s.id = n.resource_id and s.expires_on = n.expires_on
        where s.status = 'running' and s.expires_on between ${today} and ${addDays(today, 30)}) n`),
  )
  const [counts] = rows
  if (counts === undefined) throw new Error('counting returned no row')
  const mine = (allowed: boolean, value: number) => (allowed ? value : 0)
  const files = actor.kind === 'person' && actor.roles.includes('department')
  return {
    drafts: mine(files, counts.drafts),
    toSubmit: mine(allows(actor, steps.submit.operation), counts.ready),
    returned: mine(allows(actor, steps.edit.operation), counts.returned),
    toMatch: mine(allows(actor, steps.match.operation), counts.submitted),
    toReview: mine(allows(actor, steps.review.operation), counts.matched),
    toApprove: mine(allows(actor, steps.approve.operation), counts.reviewed),
    toProvision: mine(allows(actor, steps.provision.operation), counts.approved),
    overdue: mine(allows(actor, steps.provision.operation), counts.overdue),
    changesToDecide: mine(allows(actor, changeMachine.steps.approve.operation), counts.changes),
    cancelled: mine(
      allows(actor, steps.cancel.operation) || allows(actor, 'requests.file'),
      counts.cancelled,
    ),
    expiringIn7: mine(allows(actor, 'resources.change'), counts.in7),
    expiringIn30: mine(allows(actor, 'resources.change'), counts.in30),
  }
}

/** Out: what waits for the actor in requests and resources, what is late or ends soon first. */
export async function requestTasks(context: Context): Promise<Task[]> {
  if (!allows(context.actor, 'requests.read')) return []
  const tasks = await waitingFor(context)
  const requests = (count: number, text: string, action: string, status: string): Task => ({
    urgency: 'awaited',
    count,
    text,
    action,
    href: `/requests?status=${status}`,
  })
  return [
    { ...requests(tasks.overdue, '份申请批复后逾期未开通', '去开通', 'overdue'), urgency: 'overdue' },
    {
      urgency: 'awaited',
      count: tasks.expiringIn7,
      text: '项资源 7 日内到期',
      note: '要续用的请提出续期，不用的请释放',
      action: '查看',
      href: '/resources?show=expiring',
    },
    requests(tasks.toSubmit, '份资源申请等您提交', '去提交', 'mine'),
    requests(tasks.toMatch, '份资源申请待核对匹配', '去核对', 'submitted'),
    requests(tasks.toReview, '份资源申请待会审', '去会审', 'matched'),
    requests(tasks.toApprove, '份资源申请待批复', '去批复', 'reviewed'),
    {
      urgency: 'awaited',
      count: tasks.changesToDecide,
      text: '项资源变更待批复',
      action: '去批复',
      href: '/resources?show=asked',
    },
    requests(tasks.toProvision - tasks.overdue, '份申请已批复，待开通', '去开通', 'approved'),
    requests(tasks.cancelled, '份已批复的申请近 7 日被撤销', '看原因', 'cancelled'),
    requests(tasks.returned, '份资源申请被退回', '去修改', 'returned'),
    requests(tasks.drafts, '份资源申请还是草稿', '继续填', 'draft'),
    {
      urgency: 'awaited',
      count: tasks.expiringIn30 - tasks.expiringIn7,
      text: '项资源 30 日内到期',
      action: '查看',
      href: '/resources?show=expiring',
    },
  ]
}
