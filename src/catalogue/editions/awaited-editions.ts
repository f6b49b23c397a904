import { allows, type Context } from '../../platform/context.ts'
import { allowedEditionSteps } from './allowed-steps.ts'
import { listCatalogueEditions } from './edition-drafts.ts'

/** Out: the editions whose next step is the actor's, with that step in words; none for who sees no drafts. */
export async function awaitedEditions(
  context: Context,
): Promise<{ id: number; number: string; words: string }[]> {
  const { actor } = context
  if (actor.kind !== 'person' || !allows(actor, 'catalogue.read-drafts')) return []
  return (await listCatalogueEditions(context)).flatMap((edition) => {
    const { awaited, words } = allowedEditionSteps(actor, edition)
    return awaited ? [{ id: edition.id, number: edition.number, words }] : []
  })
}
