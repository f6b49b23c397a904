/** Pure. */

import type { CalendarDate } from '../platform/dates.ts'
import type { FieldError } from '../platform/errors.ts'
import { type MilestoneOutcome, type MilestoneStep, stepKind } from './model.ts'

/** What comes first in the usual order; the other way round is recorded as it happened, with a reason. */
const usually: readonly (readonly [first: MilestoneStep, then: MilestoneStep])[] = [
  ['approval', 'construction-started'],
  ['construction-started', 'built'],
  ['built', 'live'],
  ['built', 'accepted'],
]

interface Event {
  step: MilestoneStep
  day: CalendarDate
  outcome: MilestoneOutcome | null
}

/**
 * In: a milestone to be recorded, the project's others, today. Out: why it can't be, by field; null: it can. A day to come
 * and a filing of what isn't there never can; what is out of order can as it happened.
 */
export function faultOfMilestone(
  milestone: Event & { asHappened: boolean },
  others: readonly Event[],
  today: CalendarDate,
): FieldError | null {
  const { step, day, asHappened } = milestone
  const { title, files } = stepKind(step)
  if (day > today) return { path: 'day', message: `日期不能晚于今天（${today}），填的是 ${day}` }
  if (files !== undefined) {
    const filed = others.filter((one) => one.step === files && one.outcome !== 'failed')
    if (filed.length === 0)
      return { path: 'step', message: `还没有${stepKind(files).title}，请先登记${stepKind(files).title}` }
    if (filed.every((one) => one.day > day)) {
      const [first] = filed.map((one) => one.day).toSorted()
      return {
        path: 'day',
        message: `${title}要在${stepKind(files).title}（${first ?? ''}）当日或之后，填的是 ${day}`,
      }
    }
  }
  const outOfOrder = asHappened ? null : disorderOf(milestone, others)
  return outOfOrder === null
    ? null
    : {
        path: 'asHappened',
        message: `${outOfOrder}。确实如此的，请勾选“按实际发生的先后补记”并写明理由`,
      }
}

/** Out: in words what is out of the usual order; null: nothing. */
export function disorderOf({ step, day }: Event, others: readonly Event[]): string | null {
  for (const [first, then] of usually) {
    if (step === then) {
      const before = others.filter((one) => one.step === first)
      if (before.length === 0) return `还没有登记${stepKind(first).title}`
      if (before.every((one) => one.day > day))
        return `${stepKind(then).title}（${day}）早于${stepKind(first).title}（${before[0]?.day ?? ''}）`
    }
    if (step === first) {
      const early = others.find((one) => one.step === then && one.day < day)
      if (early !== undefined && !others.some((one) => one.step === first))
        return `${stepKind(then).title}（${early.day}）早于${stepKind(first).title}（${day}）`
    }
  }
  return null
}
