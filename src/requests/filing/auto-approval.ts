/** Pure. */

import { addMonthsTo, type CalendarDate, daysOfMonth, type Month, monthOf } from '../../platform/dates.ts'
import { type Fen, inYuan } from '../../platform/money.ts'

/** 办理规则: under which bounds a small increase passes without a person's approval, and what counts as idle. */
export interface RequestRules {
  byRule: boolean
  maxVcpu: number
  maxMemoryGiB: number
  maxStorageGiB: number
  maxMonthlyFen: Fen
  maxPerQuarter: number
  /** A resource is idle when its average use is below the one and its peak below the other. */
  idleAveragePercent: number
  idlePeakPercent: number
  /** It is oversized when its peaks stay below this. */
  oversizedPeakPercent: number
}

/** What is known of an increase when it is decided. */
export interface Increase {
  systemIsRunning: boolean
  /** Lines that nothing of the catalogue serves, or that may not be built. */
  unmetLines: number
  /** Lines in words that leave open what is meant: only figures and the exact name of one thing say it. */
  interpretedLines: number
  /** Lines that another kind of item serves than was asked for. */
  substitutedLines: number
  vcpu: number
  memoryGiB: number
  storageGiB: number
  monthlyFen: Fen
  /** Increases of this system that passed by rule in this quarter. */
  earlierInQuarter: number
  /** Items whose quota the department would exceed, in words. */
  overQuota: readonly string[]
  /** Resources of this system that are little used, in words. */
  underused: readonly string[]
}

/** In: rules and an increase. Out: every reason why a person must decide; none: it passes by rule. */
export function reasonsForPerson(rules: RequestRules, increase: Increase): string[] {
  if (!rules.byRule) return ['本辖区没有启用按规则批复']
  const over = (name: string, value: number, most: number, unit: string) =>
    value > most ? [`${name} ${value} ${unit}，超过 ${most} ${unit}`] : []
  return [
    ...(increase.systemIsRunning ? [] : ['该系统在政务云上还没有在用资源，不属于扩容']),
    ...(increase.unmetLines > 0 ? [`有 ${increase.unmetLines} 行需求目录不能满足`] : []),
    ...(increase.interpretedLines > 0
      ? [`有 ${increase.interpretedLines} 行是按文字理解匹配的，没有写明规格或者服务项的全名`]
      : []),
    ...(increase.substitutedLines > 0 ? [`有 ${increase.substitutedLines} 行由另一种服务项代替`] : []),
    ...over('vCPU 共', increase.vcpu, rules.maxVcpu, '核'),
    ...over('内存共', increase.memoryGiB, rules.maxMemoryGiB, 'GB'),
    ...over('存储共', increase.storageGiB, rules.maxStorageGiB, 'GB'),
    ...(increase.monthlyFen > rules.maxMonthlyFen
      ? [`每月 ${inYuan(increase.monthlyFen)} 元，超过 ${inYuan(rules.maxMonthlyFen)} 元`]
      : []),
    ...(increase.earlierInQuarter >= rules.maxPerQuarter
      ? [`该系统本季度已按规则批复 ${increase.earlierInQuarter} 次，每季度最多 ${rules.maxPerQuarter} 次`]
      : []),
    ...increase.overQuota,
    ...increase.underused,
  ]
}

/** In: rules. Out: the rule in words, as it is recorded with what it decided. */
export function ruleInWords(rules: RequestRules): string {
  return (
    `在用系统的小额扩容：一次增加不超过 ${rules.maxVcpu} 核 vCPU、${rules.maxMemoryGiB} GB 内存、` +
    `${rules.maxStorageGiB} GB 存储，每月不超过 ${inYuan(rules.maxMonthlyFen)} 元，` +
    `同一系统每季度不超过 ${rules.maxPerQuarter} 次，在部门配额以内，没有闲置资源，按规则批复。`
  )
}

/** In: a day. Out: the first and the last day of its quarter. */
export function quarterOf(day: CalendarDate): { first: CalendarDate; last: CalendarDate } {
  const place = (Number(day.slice(5, 7)) - 1) % 3
  const start: Month = addMonthsTo(monthOf(day), -place)
  return { first: daysOfMonth(start).first, last: daysOfMonth(addMonthsTo(start, 2)).last }
}
