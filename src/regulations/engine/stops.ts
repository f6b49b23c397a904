import type { WorkCalendar } from '../../calendar/index.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { citationOf } from '../model.ts'
import { predicateOf, truthOf } from './evaluate.ts'
import { evaluationContextOf } from './evaluation-context.ts'
import { readerOf } from './explain.ts'
import { conditionsOf, isInForce, type Pack } from './rules.ts'

/** One ground on which money stands still, alone enough for it. */
export interface Stop {
  /** Tells it apart from every other ground of the pack. */
  key: string
  article: string
  effect: 'denied' | 'suspended'
  reason: string
}

/**
 * In: as `evaluatorFor`. Out: what names every ground that stops a system's money, each by itself, whatever other
 * grounds its clause has.
 */
export function stopsFor(
  pack: Pack,
  asOf: CalendarDate,
  calendar: WorkCalendar,
): (facts: Facts) => readonly Stop[] {
  const evaluation = evaluationContextOf(asOf, calendar)
  const conditions = conditionsOf(pack).flatMap(({ rule, ground, holds }, index) => {
    const { effect, funds } = ground
    if ((effect !== 'denied' && effect !== 'suspended') || funds.length === 0) return []
    if (!isInForce(rule.force ?? pack.force, asOf)) return []
    return [{ key: `${rule.clause} ${index}`, rule, ground, effect, holds: predicateOf(holds, evaluation) }]
  })
  return (facts) => {
    if (truthOf(pack.scope.governs, facts, evaluation) === false) return []
    const read = readerOf(facts, evaluation)
    return conditions.flatMap(({ key, rule, ground, effect, holds }) =>
      holds(facts) === true ? [{ key, article: citationOf(rule), effect, reason: ground.reason(read) }] : [],
    )
  }
}
