import { eq } from 'drizzle-orm'
import { readWorkCalendar } from '../calendar/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import {
  evaluatorFor,
  isInForce,
  type Liftable,
  liftingRemediesOf,
  type OfProject,
  type Restoring,
  restoringOf,
} from '../regulations/index.ts'
import { factsUnderProjects, rulesInForce } from '../rules/index.ts'
import { systemsWithFactsAs } from '../systems/index.ts'
import { restoringUnderProjects } from './restoring-under-projects.ts'

/** What would lift each finding of a system by its facts as they stand today, and what brings its O&M money back. */
export interface LiftingRemedies {
  /** `project`: only of that one's findings, where several build the system. */
  liftable: (Liftable & { project: OfProject | null })[]
  restoring: Restoring | null
}

/** In: a system's id. Out: its liftingRemedies today; none when it isn't the actor's to see, or no regulation is in force. */
export async function readLiftingRemedies(context: Context, systemId: number): Promise<LiftingRemedies> {
  authorize(context, 'funding.read')
  const asOf = context.clock.today()
  return transact(context, async (tx) => {
    const system = systemsWithFactsAs('system')
    const [row] = await tx.select().from(system).where(eq(system.id, systemId))
    if (row === undefined) return { liftable: [], restoring: null }
    const { pack } = await rulesInForce(tx, row.jurisdictionId, asOf, context.clock.now())
    if (!isInForce(pack.force, asOf)) return { liftable: [], restoring: null }
    const calendar = await readWorkCalendar(tx)
    const judge = evaluatorFor(pack, asOf, calendar)
    const under = factsUnderProjects(row).map(({ project, facts }) => {
      const liftable = liftingRemediesOf(pack, facts, asOf, calendar)
      return {
        project,
        liftable,
        stands: judge(facts).funds?.operations ?? 'eligible',
        restoring: restoringOf(pack, facts, asOf, calendar, liftable, 'operations'),
      }
    })
    return {
      liftable: under.flatMap(({ project, liftable }) => liftable.map((one) => ({ ...one, project }))),
      restoring: restoringUnderProjects(under),
    }
  })
}
