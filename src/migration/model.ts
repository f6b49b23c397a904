import type { Stage } from '../systems/index.ts'

/** Health of a migration, apart from its stage: what users are told about it. Gravest first. */
export const healthWords = {
  'exemption-expired': '豁免已过期',
  overdue: '逾期',
  'due-soon': '30日内到期',
  stalled: '停滞',
  'no-due-date': '未定期限',
  'public-cloud': '在公有云',
  'running-twice': '已迁未下线',
  exempt: '豁免',
  'on-time': '正常',
} as const
export type Health = keyof typeof healthWords
export const healthOrder = Object.keys(healthWords) as readonly Health[]

/** Where a system stands in the rate: in the denominator, or left out of it for exactly one reason. */
export type Counting = 'required' | 'exempt' | 'shut-down' | 'integrated'

export interface WaveCounts {
  /** Systems of the wave that are in the denominator. */
  required: number
  confirmed: number
  overdue: number
}

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
  /** Overdue and not yet at 资源申请: nobody has even asked for resources. */
  overdueUnrequested: number
  /** Systems in scope by stage; `unknown`: no stage recorded. */
  byStage: Record<Stage | 'unknown', number>
  /** Systems in scope by state; a system counts under every state that holds. */
  byHealth: Record<Health, number>
  /** 批次 → progress. A wave is complete only when all its required systems are confirmed. */
  byWave: Record<string, WaveCounts>
}
