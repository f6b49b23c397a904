import { authorize, type Context, transact } from '../../platform/context.ts'
import { firstJurisdiction } from './add-jurisdiction.ts'
import { type Jurisdiction, listJurisdictions } from './jurisdictions.ts'

/** Out: the installation's jurisdictions, the first one's name, and whether the actor may add another. */
export async function readJurisdictions(
  context: Context,
): Promise<{ jurisdictions: Jurisdiction[]; first: string; mayAdd: boolean }> {
  authorize(context, 'identity.add-jurisdiction')
  const first = await transact(context, firstJurisdiction)
  return {
    jurisdictions: await listJurisdictions(context.database),
    first: first?.name ?? '',
    mayAdd: first?.id === context.actor.jurisdictionId,
  }
}
