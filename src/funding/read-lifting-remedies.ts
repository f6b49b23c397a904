import { eq } from 'drizzle-orm'
import { readWorkCalendar } from '../calendar/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import {
  isInForce,
  type Liftable,
  liftingRemediesOf,
  type Restoring,
  restoringOf,
} from '../regulations/index.ts'
import { factsOfSystem, rulesInForce } from '../rules/index.ts'
import { systemsWithFactsAs } from '../systems/index.ts'

/** What would lift each finding of a system by its facts as they stand today, and what brings its O&M money back. */
export interface LiftingRemedies {
  liftable: Liftable[]
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
    const facts = factsOfSystem(row)
    const liftable = liftingRemediesOf(pack, facts, asOf, calendar)
    return { liftable, restoring: restoringOf(pack, facts, asOf, calendar, liftable, 'operations') }
  })
}
