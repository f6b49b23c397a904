import { eq } from 'drizzle-orm'
import { editionInForce, type PublishedEdition } from '../catalogue/index.ts'
import { jurisdictionsAs } from '../identity/index.ts'
import type { Context } from '../platform/context.ts'
import { transactAs } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { catalogueIndexOf } from './catalogue-index-of.ts'
import { loadLearntPhrases } from './learnt/load-learnt-phrases.ts'
import type { Matching } from './match-run.ts'
import { LearntPhrases } from './text/learnt-phrases.ts'

/** What lines are matched with: the edition in force, made ready, and the jurisdiction's regulation. */
export interface MatchingBasis extends Matching {
  edition: PublishedEdition
}

/**
 * In: a jurisdiction, the actor's own by default. Out: what its requests are matched with today.
 * Opens transactions of its own: use it before one is open. Throws not-found when no edition was ever published.
 */
export async function matchingBasis(
  context: Context,
  jurisdictionId: string = context.actor.jurisdictionId,
): Promise<MatchingBasis> {
  const edition = await editionInForce(context, jurisdictionId)
  if (edition === null) throw new AppError('not-found', '这个辖区还没有发布过服务目录，发布后才能匹配需求。')
  const { regulationId, phrases } = await transactAs(
    context.database,
    { jurisdictionId, organisations: [] },
    async (tx) => {
      const here = jurisdictionsAs('here')
      const [jurisdiction] = await tx
        .select({ regulationId: here.regulationId })
        .from(here)
        .where(eq(here.id, jurisdictionId))
      return {
        regulationId: jurisdiction?.regulationId ?? '',
        phrases: await loadLearntPhrases(tx, jurisdictionId),
      }
    },
  )
  return {
    edition,
    catalogue: catalogueIndexOf(edition),
    regulationId,
    learnt: new LearntPhrases(phrases),
  }
}
