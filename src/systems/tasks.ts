import { and, count, inArray, max, min, ne, sum } from 'drizzle-orm'
import { allows, type Context, transact } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { countContradictions } from './contradictions/list-contradictions.ts'
import { importMachine } from './model.ts'
import { proposalMachine } from './proposals/model.ts'
import { factProposals, ledgerImports } from './schema.ts'

/** Out: ledgers uploaded and previewed, not yet imported; and those that wait for the actor as the second person. */
export async function systemsTasks(context: Context): Promise<Task[]> {
  return [
    ...(await openTasks(context)),
    ...(await reviewTasks(context)),
    ...(await proposalTasks(context)),
    ...(await contradictionTasks(context)),
  ]
}

/** Whoever may record facts settles them: a unit its own. */
async function contradictionTasks(context: Context): Promise<Task[]> {
  if (!allows(context.actor, 'systems.propose')) return []
  return [
    {
      urgency: 'awaited',
      count: await transact(context, countContradictions),
      text: '处台账与记录不一致，要核对哪个对',
      action: '去核对',
      href: '/contradictions',
    },
  ]
}

async function openTasks(context: Context): Promise<Task[]> {
  const { from, operation } = importMachine.steps.import
  if (!allows(context.actor, operation)) return []
  const [open] = await transact(context, (tx) =>
    tx
      .select({ count: count(), newest: max(ledgerImports.id) })
      .from(ledgerImports)
      .where(inArray(ledgerImports.status, from)),
  )
  return [
    {
      urgency: 'awaited',
      count: open?.count ?? 0,
      text: '份台账已预览，还没有导入',
      action: '去确认',
      href: `/systems/import/${open?.newest ?? ''}`,
    },
  ]
}

/** Nobody is asked to decide on what they prepared. */
async function reviewTasks(context: Context): Promise<Task[]> {
  const { actor } = context
  const { from, operation } = importMachine.steps.accept
  if (actor.kind !== 'person' || !allows(actor, operation)) return []
  const [open] = await transact(context, (tx) =>
    tx
      .select({ count: count(), oldest: min(ledgerImports.id), lifted: sum(ledgerImports.lifted) })
      .from(ledgerImports)
      .where(
        and(
          inArray(ledgerImports.status, from),
          ne(ledgerImports.uploadedBy, actor.id),
          ne(ledgerImports.submittedBy, actor.id),
        ),
      ),
  )
  return [
    {
      urgency: 'awaited',
      count: open?.count ?? 0,
      text: '份台账会放宽资金结论，等您复核',
      note: `涉及 ${open?.lifted ?? 0} 个系统`,
      action: '去复核',
      href: `/systems/import/${open?.oldest ?? ''}`,
    },
  ]
}

/** Nor on what they proposed. */
async function proposalTasks(context: Context): Promise<Task[]> {
  const { actor } = context
  const { from, operation } = proposalMachine.steps.accept
  if (actor.kind !== 'person' || !allows(actor, operation)) return []
  const [open] = await transact(context, (tx) =>
    tx
      .select({ count: count(), oldest: min(factProposals.id) })
      .from(factProposals)
      .where(and(inArray(factProposals.status, from), ne(factProposals.proposedBy, actor.id))),
  )
  return [
    {
      urgency: 'awaited',
      count: open?.count ?? 0,
      text: '份更正申请等您复核',
      action: '去复核',
      href: open?.count === 1 ? `/proposals/${open.oldest}` : '/proposals',
    },
  ]
}
