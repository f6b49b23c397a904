import { type Actor, allows, type Context, transact } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { readIndicators } from './read-indicators.ts'

/** Out: what is late or soon will be in the actor's systems, as of the last day tracked. */
export async function migrationTasks(context: Context): Promise<Task[]> {
  if (!allows(context.actor, 'migration.read')) return []
  const counts = (await transact(context, (tx) => readIndicators(context, tx)))?.counts
  if (counts === undefined) return []
  const { byHealth, overdueUnrequested } = counts
  const late = (count: number, text: string, href: string): Task => ({
    urgency: 'late',
    count,
    text,
    action: '查看',
    href,
  })
  return [
    {
      ...late(byHealth.overdue, '个系统逾期未迁移', '/systems?health=overdue&sort=due'),
      action: '逐个查看',
    },
    {
      ...late(
        overdueUnrequested,
        '个逾期系统连资源都还没有申请',
        '/systems?health=overdue&stage=before-request',
      ),
      ...requestNote(context.actor),
    },
    late(byHealth['due-soon'], '个系统 30 日内到期', '/systems?health=due-soon&sort=due'),
    late(
      byHealth['exemption-expired'],
      '项豁免已过期，系统已重新计入应上云',
      '/systems?health=exemption-expired',
    ),
    { ...late(byHealth.stalled, '个系统停滞 60 天以上', '/systems?health=stalled'), urgency: 'later' },
    {
      ...late(
        byHealth['running-twice'],
        '个系统已迁未下线，新旧环境同时付费',
        '/systems?health=running-twice',
      ),
      urgency: 'later',
    },
    {
      ...late(byHealth['no-due-date'], '个系统应迁移而未定期限', '/systems?health=no-due-date'),
      urgency: 'later',
    },
  ]
}

/** What helps: those who run the migration remind, those who own the system ask. */
function requestNote(actor: Actor): { note?: string } {
  if (allows(actor, 'systems.import')) return { note: '先督促申请，迁移才能开始' }
  const owns = actor.kind === 'person' && actor.roles.some((role) => role.startsWith('department'))
  return owns ? { note: '先申请资源，迁移才能开始' } : {}
}
