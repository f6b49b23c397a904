import type { Child } from 'hono/jsx'
import type { Context } from '../../platform/context.ts'
import { EffectSummary } from './effect-totals.tsx'
import { readEditionEffect } from './read-effect.ts'

/** In: an edition that isn't in force. Out: what it would do to requests and resources, in money, for its own page. */
export async function effectSummary(context: Context, editionId: number): Promise<Child> {
  return <EffectSummary effect={await readEditionEffect(context, { editionId })} />
}
