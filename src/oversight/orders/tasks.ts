import { sql } from 'drizzle-orm'
import { allows, type Context, transact } from '../../platform/context.ts'
import type { Task } from '../../platform/slice.ts'
import { isOurs } from './input.ts'

interface Counts extends Record<string, unknown> {
  drafts: number
  delivered: number
  answered: number
  proposed: number
  toReceive: number
  toAnswer: number
  overdue: number
}

/** Out: orders whose next step is the actor's: of the authority, of the unit. */
export async function orderTasks(context: Context): Promise<Task[]> {
  const { actor } = context
  if (actor.kind !== 'person' || !allows(actor, 'oversight.read')) return []
  const drafts = allows(actor, 'oversight.draft')
  const answers = allows(actor, 'oversight.file-answer')
  if (!drafts && !answers) return []
  const kinds = (['supervision', 'audit', 'effectiveness'] as const).filter((kind) => isOurs(actor, kind))
  const [count] = await transact(context, (tx) =>
    tx.execute<Counts>(sql`
      select count(*) filter (where ours and status = 'drafted' and ${actor.id} <> all (authors))::int as drafts,
        count(*) filter (where ours and status = 'answered' and outcome is null)::int as answered,
        count(*) filter (where ours and outcome is not null and outcome_by <> ${actor.id} and ${actor.id} <> all (answerers))::int as proposed,
        count(*) filter (where status = 'issued')::int as "toReceive",
        count(*) filter (where status in ('received', 'refused', 'failed') and outcome is null)::int as "toAnswer",
        count(*) filter (where status in ('issued', 'received') and due_on < ${context.clock.today()}::date)::int as overdue
      from (select *, kind in ${kinds.length === 0 ? ['none'] : kinds} as ours from orders) o`),
  )
  if (count === undefined) return []
  const list = (status: string) => `/oversight/orders?status=${status}`
  const signs = allows(actor, 'oversight.sign')
  return [
    ...(signs
      ? [
          task('awaited', count.drafts, '份整改通知等您签发', '去签发', list('drafted')),
          task('awaited', count.proposed, '份整改通知的复核结论等您确认', '去确认', list('proposed')),
        ]
      : []),
    ...(drafts
      ? [
          task('awaited', count.answered, '份整改通知已反馈，等复核', '去复核', list('answered')),
          task('late', count.overdue, '份整改通知已过期限，没有反馈', '去看', list('overdue')),
        ]
      : []),
    ...(answers
      ? [
          task('awaited', count.toReceive, '份整改通知等您单位签收', '去签收', list('issued')),
          task('awaited', count.toAnswer, '份整改通知等您单位反馈整改结果', '去反馈', list('open')),
          task('overdue', count.overdue, '份整改通知已过期限', '去反馈', list('overdue')),
        ]
      : []),
  ]
}

const task = (urgency: Task['urgency'], count: number, text: string, action: string, href: string): Task => ({
  urgency,
  count,
  text,
  action,
  href,
})
