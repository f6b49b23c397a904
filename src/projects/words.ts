/** Pure. */

import type { CalendarDate } from '../platform/dates.ts'
import { fenOf, inWanYuan } from '../platform/money.ts'
import { type MilestoneOutcome, type MilestoneStep, milestoneOutcomes, stepKind } from './model.ts'

/** What a milestone is called as a subject of evidence. */
export const milestoneKind = 'milestone'

/** Where several milestones are confirmed at once. */
export const waitingHref = '/projects/waiting'

/** In: a milestone. Out: it in words: “竣工验收，2026-11-01，通过，陵数函〔2026〕3号”. */
export function wordsOfMilestone(one: {
  step: MilestoneStep
  day: CalendarDate
  outcome: MilestoneOutcome | null
  until: CalendarDate | null
  fen: number | null
  document: string | null
  revokes: number | null
}): string {
  const { title, money } = stepKind(one.step)
  return [
    one.revokes === null ? title : `撤销${title}`,
    one.day,
    one.outcome === null ? null : milestoneOutcomes[one.outcome],
    one.until === null ? null : `延至 ${one.until}`,
    one.fen === null ? null : `${money ?? ''} ${inWanYuan(fenOf(one.fen))} 万元`,
    one.document,
  ]
    .filter((part) => part !== null)
    .join('，')
}
