import type { Actor } from '../platform/context.ts'
import { allows } from '../platform/context.ts'
import { inWanYuan } from '../platform/money.ts'
import { dateNames, type FactName, factLabel, flagNames } from '../regulations/index.ts'
import type { Desk } from './read-desk.ts'
import { registerHref } from './register-filters.ts'
import { requestTasksOf } from './request-tasks.ts'

/** One thing to do today: how many, of what, and where to do it. */
export interface Task {
  count: number
  text: string
  note?: string
  action: string
  href: string
}

/** In: what the desk knows, and for whom. Out: what to do, the things that wait for this person first. */
export function tasksOf(desk: Desk, actor: Actor): Task[] {
  return [
    ...waitingForMe(desk),
    ...requestTasksOf(desk.requests),
    {
      count: desk.openUnlistedNeeds,
      text: '条目录外需求待答复',
      action: '去答复',
      href: '/catalogue/wishes',
    },
    ...overdueTasks(desk, actor),
    ...laterTasks(desk),
  ].filter((task) => task.count > 0)
}

function waitingForMe(desk: Desk): Task[] {
  const [edition] = desk.awaitedEditions
  const { supplements, version } = desk.awaitedRules
  const [supplement] = supplements
  const [calendar] = desk.awaitedCalendars
  return [
    {
      count: desk.awaitedEditions.length,
      text: '版目录等您处理',
      ...(edition === undefined ? {} : { note: `${edition.number}：${edition.words}` }),
      action: '去处理',
      href:
        edition !== undefined && desk.awaitedEditions.length === 1 ? `/editions/${edition.id}` : '/editions',
    },
    {
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
      count: version === null ? 0 : 1,
      text: '版判定规则等您签署',
      note: `规则版本 ${version}，签署前不作为判定的依据`,
      action: '看影响',
      href: '/rules/upgrade',
    },
    {
      count: desk.awaitedCalendars.length,
      text: '份放假安排等您审批',
      ...(calendar === undefined ? {} : { note: `${calendar.year}年` }),
      action: '去审批',
      href: calendar === undefined ? '/calendar' : `/calendar/editions/${calendar.id}`,
    },
    {
      count: desk.openImports?.count ?? 0,
      text: '份台账已预览，还没有导入',
      action: '去确认',
      href: `/systems/import/${desk.openImports?.newest ?? ''}`,
    },
  ]
}

function overdueTasks(desk: Desk, actor: Actor): Task[] {
  const counts = desk.now?.counts
  if (counts === undefined) return []
  const unrequested = counts.overdueUnrequested
  return [
    {
      count: counts.byHealth.overdue,
      text: '个系统逾期未迁移',
      action: '逐个查看',
      href: registerHref({ health: 'overdue', sort: 'due' }),
    },
    {
      count: unrequested,
      text: '个逾期系统连资源都还没有申请',
      ...requestNote(actor),
      action: '查看',
      href: registerHref({ health: 'overdue', stage: 'before-request' }),
    },
    {
      count: counts.byHealth['due-soon'],
      text: '个系统 30 日内到期',
      action: '查看',
      href: registerHref({ health: 'due-soon', sort: 'due' }),
    },
    {
      count: counts.byHealth['exemption-expired'],
      text: '项豁免已过期，系统已重新计入应上云',
      action: '查看',
      href: registerHref({ health: 'exemption-expired' }),
    },
  ]
}

/** What helps: those who run the migration remind, those who own the system ask. */
function requestNote(actor: Actor): { note?: string } {
  if (allows(actor, 'systems.import')) return { note: '先督促申请，迁移才能开始' }
  const owns = actor.kind === 'person' && actor.roles.some((role) => role.startsWith('department'))
  return owns ? { note: '先申请资源，迁移才能开始' } : {}
}

function laterTasks(desk: Desk): Task[] {
  const counts = desk.now?.counts
  const undetermined = desk.totals.undetermined
  const wanted = desk.missing.slice(0, 3).map(({ fact, systems }) => `${labelOfFact(fact)} ${systems} 个`)
  return [
    {
      count: undetermined.lines,
      text: '个系统的运维经费待核实',
      note:
        wanted.length > 0
          ? `缺：${wanted.join('、')}`
          : `涉及年运维费 ${inWanYuan(undetermined.yearlyFen)} 万元`,
      action: '补登记',
      href: registerHref({ verdict: 'undetermined' }),
    },
    {
      count: counts?.byHealth.stalled ?? 0,
      text: '个系统停滞 60 天以上',
      action: '查看',
      href: registerHref({ health: 'stalled' }),
    },
    {
      count: counts?.byHealth['running-twice'] ?? 0,
      text: '个系统已迁未下线，新旧环境同时付费',
      action: '查看',
      href: registerHref({ health: 'running-twice' }),
    },
    {
      count: counts?.byHealth['no-due-date'] ?? 0,
      text: '个系统应迁移而未定期限',
      action: '查看',
      href: registerHref({ health: 'no-due-date' }),
    },
  ]
}

const factNames = new Set<string>([
  ...flagNames,
  ...dateNames,
  'hosting',
  'investmentFen',
  'exemption',
  'evaluation',
  'orders',
])

function isFact(name: string): name is FactName {
  return factNames.has(name)
}

/** In: the name of a fact in a finding. Out: what users call it. */
export function labelOfFact(fact: string): string {
  return isFact(fact) ? factLabel(fact) : fact
}
