import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { matchingBasis } from '../matching-basis.ts'
import { removeLearntPhrase } from './forget-phrase.ts'
import { type PhraseChange, phraseChangeOf } from './phrase-change.ts'
import { learntPhrases } from './schema.ts'

const learnInput = z.strictObject({
  phrase: z.string().trim().min(2, '词语至少2个字').max(200, '词语不能超过200个字'),
  /** null: nothing of the catalogue is meant. */
  code: z.string().trim().min(1).max(100).nullable(),
  /** The request in which a reviewer corrected it. */
  requestId: z.int().positive().optional(),
})

/**
 * The data centre says what a department's words mean: an item, or nothing of the catalogue. From then on the same words
 * and near ones are matched so in the jurisdiction; what was taught of the same words before is replaced.
 * Out: how the phrase was answered and how it is now. Throws invalid-input for an item that the edition doesn't have, and
 * for words that ask for what must not be built: no teaching lifts a ban.
 */
export async function learnPhrase(
  context: Context,
  input: z.infer<typeof learnInput>,
): Promise<PhraseChange | null> {
  authorize(context, 'matching.learn')
  const { phrase, code, requestId } = parseInput(learnInput, input)
  const { edition } = await matchingBasis(context)
  if (code !== null && !edition.byCode.has(code))
    throw new AppError('invalid-input', `现行目录没有“${code}”，请填目录里的服务项编码。`, {
      errors: [{ path: 'code', message: '现行目录没有这个编码' }],
    })
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '匹配词只能由人维护。')
  const change = await phraseChangeOf(context, { phrase, code })
  if (change?.before.outcome === 'must-not-build' && !change.before.items.some((item) => item.code === code))
    throw new AppError(
      'invalid-input',
      `${change.before.reason}禁止建设的不能用订正解除；如果写的是别的东西，请退回部门改写清楚。`,
      { errors: [{ path: 'phrase', message: '属于不得建设的内容' }] },
    )
  await transact(context, async (tx) => {
    const before = await removeLearntPhrase(context, tx, actor.id, eq(learntPhrases.phrase, phrase))
    const row = await insertOne(
      tx,
      learntPhrases,
      {
        jurisdictionId: actor.jurisdictionId,
        phrase,
        code,
        requestId: requestId ?? null,
        learntBy: actor.id,
        learntAt: context.clock.now(),
      },
      { id: learntPhrases.id },
      new AppError('conflict', '这个词刚被另一人改过，请刷新后再试。'),
    )
    await record(context, tx, [
      {
        operation: 'matching.learn',
        objectType: 'learnt-phrase',
        objectId: String(row.id),
        before: before === undefined ? undefined : { phrase, code: before.code },
        after: { phrase, code, requestId },
      },
    ])
  })
  return change
}
