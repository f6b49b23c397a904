/** Pure. */

import { decidingFinding, type LiftingRemedies } from '../funding/index.ts'
import { type CalendarDate, daysBetween, inChinese } from '../platform/dates.ts'
import { type FactName, factLabel, type OfProject, type Verdict } from '../regulations/index.ts'
import { type SystemRow, stageOrder, stages } from '../systems/index.ts'

interface Asked {
  row: Pick<SystemRow, 'stage' | 'migrationRequired'>
  /** null while the tracker has not seen it. */
  health: { dueOn: CalendarDate | null } | null
}

/** What is to be done about a system next. */
export interface SystemStep {
  title: string
  why: string
  /** Facts by which it is done, the first one first. */
  facts: FactName[]
  /** Whose facts they are, where only one project's. */
  project?: OfProject | undefined
  /** The last day for it, in words. */
  until: string | null
}

/**
 * In: a system, its verdict, and what lifts it. Out: what stands in the way of its money; where nothing does, what
 * stands in the way of its migration; null: nothing is to be done.
 */
export function nextStepOf(
  view: Asked,
  verdict: Pick<Verdict, 'findings' | 'funds'> | null,
  { liftable }: Pick<LiftingRemedies, 'liftable'>,
  today: CalendarDate,
): SystemStep | null {
  const finding = verdict === null ? undefined : decidingFinding(verdict)
  if (finding === undefined) return migrationStep(view, today)
  if (finding.missing.length > 0) {
    const [first, ...more] = finding.missing
    const name = first === undefined ? '' : `“${factLabel(first)}”`
    return {
      title: `登记${name}${more.length === 0 ? '' : `等 ${finding.missing.length} 项`}`,
      why: finding.reason,
      facts: finding.missing,
      project: finding.project,
      until: null,
    }
  }
  const way = liftable.find(({ clause, effect }) => clause === finding.clause && effect === finding.effect)
    ?.liftingRemedies[0]
  return {
    title: way?.changes.map(({ words }) => words).join('，并且') ?? '按下面的办法处理',
    why: finding.reason,
    facts: way?.changes.map(({ fact }) => fact) ?? [],
    project: finding.project,
    until: finding.read?.some(({ fact }) => fact === 'migrationDueOn') ? dueWords(view, today) : null,
  }
}

function migrationStep(view: Asked, today: CalendarDate): SystemStep | null {
  const { row } = view
  if (row.migrationRequired !== true || row.stage === 'decommissioned') return null
  const next = row.stage === null ? undefined : stageOrder[stageOrder.indexOf(row.stage) + 1]
  return {
    title: next === undefined ? '登记迁移阶段' : `迁移上云：${stages[next]}`,
    why:
      row.stage === null
        ? '应迁移上云，当前阶段没有登记。阶段随台账导入更新。'
        : `现在是“${stages[row.stage]}”。阶段随台账导入更新。`,
    facts: [],
    until: row.stage === 'confirmed' ? null : dueWords(view, today),
  }
}

function dueWords({ row, health }: Asked, today: CalendarDate): string | null {
  const due = health?.dueOn ?? null
  if (due === null || row.stage === 'confirmed' || row.stage === 'decommissioned') return null
  const days = daysBetween(today, due)
  return `${inChinese(due)}，${days < 0 ? `逾期 ${-days} 天` : days === 0 ? '今天到期' : `还有 ${days} 天`}`
}
