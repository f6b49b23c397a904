import { allows, type Context, transact } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { awaitedSignatures } from './editions/read-editions.ts'
import { allowedSupplementSteps } from './supplements/allowed-steps.ts'
import { listSupplements } from './supplements/read-supplements.ts'

/** Out: supplementary rules whose next step is the actor's, and a version of the rules that waits for their signature. */
export async function ruleTasks(context: Context): Promise<Task[]> {
  const { actor, clock } = context
  if (actor.kind !== 'person' || !allows(actor, 'regulations.sign')) return []
  const supplements = (await listSupplements(context)).filter(
    (supplement) => allowedSupplementSteps(actor, supplement, clock.today()).awaited,
  )
  const [supplement] = supplements
  const { mine, unseen, governed } = await transact(context, (tx) => awaitedSignatures(context, tx))
  const version = (mine ?? unseen)?.version
  return [
    {
      urgency: 'awaited',
      count: supplements.length,
      text: '条补充规则等您处理',
      ...(supplement === undefined ? {} : { note: supplement.clause }),
      action: '去处理',
      href:
        supplement !== undefined && supplements.length === 1
          ? `/rules/supplements/${supplement.id}`
          : '/rules',
    },
    {
      urgency: 'awaited',
      count: version === undefined ? 0 : 1,
      text: '版判定规则等您签署',
      note: `规则版本 ${version}，签署前不作为判定的依据`,
      action: '看影响',
      href: '/rules/upgrade',
    },
    {
      urgency: 'awaited',
      count: governed ? 0 : 1,
      text: '部资金管理办法待采用',
      note: '尚未采用资金管理办法，不判定资金',
      action: '去选定',
      href: '/rules',
    },
  ]
}
