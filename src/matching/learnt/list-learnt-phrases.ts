import { desc, eq, isNull } from 'drizzle-orm'
import { peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { LearntPhrase } from '../text/learnt-phrases.ts'
import { type PhraseChange, phraseChangeOf } from './phrase-change.ts'
import { learntPhrases } from './schema.ts'

export interface LearntRow extends LearntPhrase {
  id: number
  requestId: number | null
  learntBy: string
  learntAt: Date
  effect: PhraseChange | null
}

/** Out: what is taught in the actor's jurisdiction, the newest first, with who, when, in which request and its effect. */
export async function listLearntPhrases(context: Context): Promise<LearntRow[]> {
  authorize(context, 'matching.learn')
  const teacher = peopleAs('teacher')
  const rows = await transact(context, (tx) =>
    tx
      .select({
        id: learntPhrases.id,
        phrase: learntPhrases.phrase,
        code: learntPhrases.code,
        requestId: learntPhrases.requestId,
        learntAt: learntPhrases.learntAt,
        learntBy: teacher.name,
      })
      .from(learntPhrases)
      .innerJoin(teacher, eq(teacher.id, learntPhrases.learntBy))
      .where(isNull(learntPhrases.removedAt))
      .orderBy(desc(learntPhrases.id))
      .limit(500),
  )
  return Promise.all(rows.map(async (row) => ({ ...row, effect: await phraseChangeOf(context, row) })))
}
