import { readWorkCalendar } from '../calendar/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import {
  type Deadline,
  evaluatorFor,
  type Finding,
  type FundVerdict,
  isInForce,
  type Verdict,
} from '../regulations/index.ts'
import { factsOfSystem, rulesInForce } from '../rules/index.ts'
import { factsOfFurther } from './facts-of-milestones.ts'
import { standingOf } from './model.ts'
import type { ProjectView } from './read-project.ts'

/** What the law says today of the construction money of a project that has no system yet. */
export interface ConstructionMoney {
  regulation: Verdict['regulation']
  asOf: CalendarDate
  verdict: FundVerdict
  /** Those on construction money, the strongest first. */
  findings: Finding[]
  /** Not met yet. */
  deadlines: Deadline[]
}

/**
 * In: a project that the actor sees. Out: the verdict on its construction money, by its own milestones alone: what only a
 * system can tell is unknown. null: nothing stands of it yet, it
 * builds a system and is judged with it, or no regulation is in force today.
 */
export async function readConstructionMoney(
  context: Context,
  { milestones, systems }: Pick<ProjectView, 'milestones' | 'systems'>,
): Promise<ConstructionMoney | null> {
  authorize(context, 'projects.read')
  if (systems.some(({ role }) => role !== 'runs')) return null
  const asOf = context.clock.today()
  return transact(context, async (tx) => {
    const { pack } = await rulesInForce(tx, context.actor.jurisdictionId, asOf, context.clock.now())
    if (!isInForce(pack.force, asOf)) return null
    const said = Object.entries(factsOfFurther(standingOf(milestones)))
    if (said.length === 0) return null
    // A classified project is not registered here (LC-2).
    const facts = factsOfSystem({
      classified: false,
      ...Object.fromEntries(said.map(([column, { value }]) => [column, value])),
    })
    const judged = evaluatorFor(pack, asOf, await readWorkCalendar(tx))(facts)
    return {
      regulation: judged.regulation,
      asOf,
      verdict: judged.funds?.construction ?? 'undetermined',
      findings: judged.findings.filter(({ funds }) => funds.includes('construction')),
      deadlines: judged.deadlines.filter(({ metOn }) => metOn === null),
    }
  })
}
