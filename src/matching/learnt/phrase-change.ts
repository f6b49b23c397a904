import type { Context } from '../../platform/context.ts'
import { matchLines } from '../match.ts'
import { matchingBasis } from '../matching-basis.ts'
import type { Match } from '../model.ts'
import { type LearntPhrase, LearntPhrases } from '../text/learnt-phrases.ts'

/** What a phrase comes to with what was taught, and what it would come to without. */
export interface PhraseChange {
  before: Match
  after: Match
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
