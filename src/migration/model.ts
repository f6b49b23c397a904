import { z } from 'zod'
import { storedCount } from '../platform/stored.ts'
import { stageOrder } from '../systems/index.ts'

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

const waveCounts = z.object({
  /** Systems of the wave that are in the denominator. */
  required: storedCount,
  confirmed: storedCount,
  overdue: storedCount,
})
export type WaveCounts = z.output<typeof waveCounts>

/** Counts behind every printed rate, as they are kept (JSON). */
export const indicatorCounts = z.object({
  /** In the register and in scope (not classified). */
  inScope: storedCount,
  exempt: storedCount,
  shutDown: storedCount,
  integrated: storedCount,
  /** Denominator: inScope − exempt − shutDown − integrated. */
  required: storedCount,
  /** Numerator: at or after 迁移确认, of those required. */
  confirmed: storedCount,
  /** Overdue and not yet at 资源申请: nobody has even asked for resources. */
  overdueUnrequested: storedCount,
  /** Systems in scope by stage; `unknown`: no stage recorded. */
  byStage: countsBy(['unknown', ...stageOrder]),
  /** Systems in scope by state; a system counts under every state that holds. */
  byHealth: countsBy(healthOrder),
  /** 批次 → progress. A wave is complete only when all its required systems are confirmed. */
  byWave: z.record(z.string(), waveCounts),
})
export type IndicatorCounts = z.output<typeof indicatorCounts>

/** A stage or state that came into being after the counts were kept had nothing in it then. */
function countsBy<Name extends string>(names: readonly Name[]) {
  const count = storedCount.default(0)
  return z.object(Object.fromEntries(names.map((name) => [name, count])) as Record<Name, typeof count>)
}
