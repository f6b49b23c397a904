import { desc, eq, isNull } from 'drizzle-orm'
import { people } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { matchLines } from '../match.ts'
import { matchingBasis } from '../matching-basis.ts'
import type { Match } from '../model.ts'
import { type LearntPhrase, LearntPhrases } from '../text/learnt-phrases.ts'
import { learntPhrases } from './schema.ts'

/** What a phrase comes to with what was taught, and what it would come to without. */
export interface PhraseChange {
  before: Match
  after: Match
}
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
  const rows = await transact(context, (tx) =>
    tx
      .select({
        id: learntPhrases.id,
        phrase: learntPhrases.phrase,
        code: learntPhrases.code,
        requestId: learntPhrases.requestId,
        learntAt: learntPhrases.learntAt,
        learntBy: people.name,
      })
      .from(learntPhrases)
      .innerJoin(people, eq(people.id, learntPhrases.learntBy))
      .where(isNull(learntPhrases.removedAt))
      .orderBy(desc(learntPhrases.id))
      .limit(500),
  )
  return Promise.all(rows.map(async (row) => ({ ...row, effect: await phraseChangeOf(context, row) })))
}

/** In: a phrase and what it is taught to mean. Out: how the edition in force answers it without and with that. */
export async function phraseChangeOf(
  context: Context,
  { phrase, code }: LearntPhrase,
): Promise<PhraseChange | null> {
  const { catalogue, regulationId } = await matchingBasis(context)
  const answer = (learnt: readonly LearntPhrase[]) =>
    matchLines({ catalogue, regulationId, learnt: new LearntPhrases(learnt) }, [{ id: '1', text: phrase }])
      .lines[0]
  const [before, after] = [answer([]), answer([{ phrase, code }])]
  return before === undefined || after === undefined ? null : { before, after }
}
