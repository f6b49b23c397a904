import type { Child } from 'hono/jsx'
import type { Context } from '../../platform/context.ts'
import { ImpactSummary } from './impact-totals.tsx'
import { readEditionImpact } from './read-impact.ts'

/** In: an edition that isn't in force. Out: what it would do to requests and resources, in money, for its own page. */
export async function impactSummary(context: Context, editionId: number): Promise<Child> {
  return <ImpactSummary effect={await readEditionImpact(context, { editionId })} />
}
