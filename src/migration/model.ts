/** Health of a migration, apart from its stage: what users are told about it. */
export const healthWords = {
  'exemption-expired': '豁免已过期',
  overdue: '逾期',
  'due-soon': '30日内到期',
  stalled: '停滞',
  'public-cloud': '在公有云',
  'running-twice': '已迁未下线',
  exempt: '豁免',
  'on-time': '正常',
} as const
export type Health = keyof typeof healthWords

/** Counts behind every printed rate. */
export interface IndicatorCounts {
  /** In the register and in scope (not classified). */
  inScope: number
  exempt: number
  shutDown: number
  integrated: number
  /** Denominator: inScope − exempt − shutDown − integrated. */
  required: number
  /** Numerator: at or after 迁移确认, of those required. */
  confirmed: number
  byStage: Record<string, number>
  byHealth: Record<string, number>
}
