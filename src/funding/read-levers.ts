import { eq } from 'drizzle-orm'
import { jurisdictions } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { readWorkCalendar } from '../platform/work-calendar.ts'
import {
  isInForce,
  type Liftable,
  leversOf,
  packOf,
  type Restoring,
  restoringOf,
} from '../regulations/index.ts'
import { systems } from '../systems/index.ts'
import { factsOfSystem } from './facts-of-system.ts'

/** What would lift each finding of a system by its facts as they stand today, and what brings its O&M money back. */
export interface Levers {
  liftable: Liftable[]
  restoring: Restoring | null
}

/** In: a system's id. Out: its levers today; none when it isn't the actor's to see, or no regulation is in force. */
export async function readLevers(context: Context, systemId: number): Promise<Levers> {
  authorize(context, 'funding.read')
  const asOf = context.clock.today()
  return transact(context, async (tx) => {
    const [found] = await tx
      .select({ row: systems, regulationId: jurisdictions.regulationId })
      .from(systems)
      .innerJoin(jurisdictions, eq(jurisdictions.id, systems.jurisdictionId))
      .where(eq(systems.id, systemId))
    const pack = found === undefined ? undefined : packOf(found.regulationId)
    if (found === undefined || pack === undefined || !isInForce(pack.force, asOf))
      return { liftable: [], restoring: null }
    const calendar = await readWorkCalendar(tx)
    const facts = factsOfSystem(found.row)
    const liftable = leversOf(pack, facts, asOf, calendar)
    return { liftable, restoring: restoringOf(pack, facts, asOf, calendar, liftable, 'operations') }
  })
}
