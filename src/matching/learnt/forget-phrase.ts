import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import type { LearntPhrase } from '../text/learnt-phrases.ts'
import { learntPhrases } from './schema.ts'

const forgetInput = z.strictObject({ id: z.int().positive() })

/** Takes back what was taught. Throws conflict when it is no longer there. */
export async function forgetPhrase(context: Context, input: z.infer<typeof forgetInput>): Promise<void> {
  authorize(context, 'matching.learn')
  const { id } = parseInput(forgetInput, input)
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '匹配词只能由人维护。')
  await transact(context, async (tx) => {
    const removed = await removeLearntPhrase(context, tx, actor.id, eq(learntPhrases.id, id))
    if (removed === undefined) throw new AppError('conflict', '这个匹配词已经不在了，请刷新后再看。')
    await record(context, tx, [
      {
        operation: 'matching.learn',
        objectType: 'learnt-phrase',
        objectId: String(id),
        before: { phrase: removed.phrase, code: removed.code },
        after: { deleted: true },
      },
    ])
  })
}

/** In: which phrase of the actor's jurisdiction. Out: what it was taught to mean, no longer; undefined: there is none. */
export async function removeLearntPhrase(
  context: Context,
  tx: Transaction,
  personId: number,
  which: SQL,
): Promise<LearntPhrase | undefined> {
  const [row] = await tx
    .update(learntPhrases)
    .set({ removedBy: personId, removedAt: context.clock.now() })
    .where(
      and(
        which,
        eq(learntPhrases.jurisdictionId, context.actor.jurisdictionId),
        isNull(learntPhrases.removedAt),
      ),
    )
    .returning({ phrase: learntPhrases.phrase, code: learntPhrases.code })
  return row
}
