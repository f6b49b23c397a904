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
  const { day, asHappened } = milestone
  if (day > today) return { path: 'day', message: `日期不能晚于今天（${today}），填的是 ${day}` }
  const groundless = faultOfFiling(milestone, others)
  if (groundless !== null) return groundless
  const outOfOrder = asHappened ? null : disorderOf(milestone, others)
  return outOfOrder === null
    ? null
    : {
        path: 'asHappened',
        message: `${outOfOrder}。确实如此的，请勾选“按实际发生的先后补记”并写明理由`,
      }
}

/** In: a milestone, the project's others. Out: why it files what isn't there; null: it doesn't, or files nothing. */
function faultOfFiling({ step, day }: Event, others: readonly Event[]): FieldError | null {
  const { title, files } = stepKind(step)
  if (files === undefined) return null
  const filed = others.filter((one) => one.step === files && one.outcome !== 'failed')
  if (filed.length === 0)
    return { path: 'step', message: `还没有${stepKind(files).title}，请先登记${stepKind(files).title}` }
  if (filed.some((one) => one.day <= day)) return null
  const [first] = filed.map((one) => one.day).toSorted()
  return {
    path: 'day',
    message: `${title}要在${stepKind(files).title}（${first ?? ''}）当日或之后，填的是 ${day}`,
  }
}

/** In: a milestone, and all that stand. Out: the filings that would file nothing any more without it. */
export function filingsOf<M extends Event & { id: number }>(id: number, standing: readonly M[]): M[] {
  const left = standing.filter((one) => one.id !== id)
  return left.filter((one) => faultOfFiling(one, standing) === null && faultOfFiling(one, left) !== null)
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
