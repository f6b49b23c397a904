import { readWorkCalendar } from '../../calendar/index.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { evaluatorFor, type Facts, isInForce, type Stop, stopsFor } from '../../regulations/index.ts'
import { factsOfSystem, rulesInForce } from '../../rules/index.ts'
import type { LiftingJudge } from '../../systems/index.ts'
import { daysToCome, fundsLifted, groundsLifted } from './lifted.ts'

/**
 * Judges a system before and after a change of its facts, by the rules and the calendar that count today: as of today,
 * and where nothing is lifted yet, its stops as of each day to come on which the facts or a last day can make a
 * difference. What keeps a stop from ever coming lifts it as well.
 */
export const fundingLiftingJudge: LiftingJudge = async (context, tx) => {
  const today = context.clock.today()
  const { pack } = await rulesInForce(tx, context.actor.jurisdictionId, today, context.clock.now())
  if (!isInForce(pack.force, today)) return () => null
  const calendar = await readWorkCalendar(tx)
  const verdictOf = evaluatorFor(pack, today, calendar)
  const judges = new Map<CalendarDate, (facts: Facts) => readonly Stop[]>()
  const stopsOn = (day: CalendarDate, facts: Facts) => {
    const known = judges.get(day)
    if (known !== undefined) return known(facts)
    const made = stopsFor(pack, day, calendar)
    judges.set(day, made)
    return made(facts)
  }
  return (before, after) => {
    const [was, becomes] = [factsOfSystem(before), factsOfSystem(after)]
    const [stood, stands] = [verdictOf(was), verdictOf(becomes)]
    const funds = fundsLifted(stood, stands)
    const grounds = groundsLifted(stopsOn(today, was), stopsOn(today, becomes))
    if (funds.length + grounds.length > 0) return { from: null, funds, grounds }
    for (const day of daysToCome([was, becomes], [stood, stands], today)) {
      if (!isInForce(pack.force, day)) break
      const later = groundsLifted(stopsOn(day, was), stopsOn(day, becomes))
      if (later.length > 0) return { from: day, funds: [], grounds: later }
    }
    return null
  }
}
