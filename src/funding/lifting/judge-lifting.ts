import { readWorkCalendar } from '../../calendar/index.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import {
  evaluatorFor,
  type Facts,
  isInForce,
  type Stop,
  stopsFor,
  uniteStops,
} from '../../regulations/index.ts'
import { type FactRow, factsUnderProjects, judgeUnderProjects, rulesInForce } from '../../rules/index.ts'
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
  const judgeOn = (day: CalendarDate) => {
    const judge = judges.get(day) ?? stopsFor(pack, day, calendar)
    judges.set(day, judge)
    return judge
  }
  const stopsOn = (day: CalendarDate, row: FactRow) =>
    uniteStops(factsUnderProjects(row).map(({ project, facts }) => ({ project, said: judgeOn(day)(facts) })))
  return (was, becomes) => {
    const [stood, stands] = [judgeUnderProjects(verdictOf, was), judgeUnderProjects(verdictOf, becomes)]
    const funds = fundsLifted(stood, stands)
    const grounds = groundsLifted(stopsOn(today, was), stopsOn(today, becomes))
    if (funds.length + grounds.length > 0) return { from: null, funds, grounds }
    const facts = [was, becomes].flatMap((row) => factsUnderProjects(row).map((under) => under.facts))
    for (const day of daysToCome(facts, [stood, stands], today)) {
      if (!isInForce(pack.force, day)) break
      const later = groundsLifted(stopsOn(day, was), stopsOn(day, becomes))
      if (later.length > 0) return { from: day, funds: [], grounds: later }
    }
    return null
  }
}
