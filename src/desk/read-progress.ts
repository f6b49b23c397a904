import {
  type Indicators,
  indicatorsByOrganisation,
  type OrganisationIndicators,
  readIndicators,
} from '../migration/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { worstFirst } from './read-desk.ts'

export interface Progress {
  /** null: never tracked. */
  now: Indicators | null
  /** Every unit the actor may see, worst first. */
  units: OrganisationIndicators[]
}

/** Out: the newest indicators and every unit's. */
export async function readProgress(context: Context): Promise<Progress> {
  authorize(context, 'migration.read')
  return transact(context, async (tx) => {
    const now = await readIndicators(context, tx)
    return {
      now,
      units: now === null ? [] : worstFirst(await indicatorsByOrganisation(context, tx, now.asOf)),
    }
  })
}
