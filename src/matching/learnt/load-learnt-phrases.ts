import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import type { LearntPhrase } from '../text/learnt-phrases.ts'
import { learntPhrases } from './schema.ts'

/** In: a jurisdiction. Out: what its reviewers taught, the oldest first. Everybody's previews use it. */
export async function loadLearntPhrases(tx: Transaction, jurisdictionId: string): Promise<LearntPhrase[]> {
  return tx
    .select({ phrase: learntPhrases.phrase, code: learntPhrases.code })
    .from(learntPhrases)
    .where(and(eq(learntPhrases.jurisdictionId, jurisdictionId), isNull(learntPhrases.removedAt)))
    .orderBy(asc(learntPhrases.id))
}
