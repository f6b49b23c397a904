import { holdRegister } from '../audit/index.ts'
import { judgeSystems } from '../funding/index.ts'
import { trackMigrations } from '../migration/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'

/**
 * Tracks and judges as of today at once, instead of waiting for the night: after an import, say.
 * Both or neither; doing it again changes nothing.
 */
export async function refreshToday(context: Context): Promise<void> {
  authorize(context, 'migration.track')
  authorize(context, 'funding.judge')
  const today = context.clock.today()
  await transact(context, async (tx) => {
    await holdRegister(tx, context.actor.jurisdictionId)
    await trackMigrations(context, tx, today)
    await judgeSystems(context, tx, today)
  })
}
