import { z } from 'zod'
import { learnPhrase } from '../../matching/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { requireMatch } from './load-match.ts'
import { matchAgain } from './match-again.ts'
import type { MatchDiff } from './match-diff.ts'
import { requestMachine } from './model.ts'
import { lockRequest } from './steps.ts'

export const correctInput = z.strictObject({
  requestId: z.int().positive(),
  /** The line in words that was matched wrongly. */
  lineId: z.string().min(1, '请选要订正的行').max(100),
  /** The item that is meant; null: nothing of the catalogue. */
  code: z.string().trim().min(1).max(100).nullable(),
})

/**
 * The data centre corrects what a line in words was matched with: what the words mean goes into the matching
 * vocabulary, for this request and the next ones, and the request is matched again. Out: the difference.
 * Throws invalid-input for a line in figures or an unknown item, conflict once the request is reviewed.
 */
export async function correctLine(context: Context, input: z.infer<typeof correctInput>): Promise<MatchDiff> {
  authorize(context, 'requests.match')
  const { requestId, lineId, code } = parseInput(correctInput, input)
  const phrase = await transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'correct', request)
    const { frozen } = await requireMatch(tx, request, undefined)
    return frozen.request.lines.find(({ id }) => id === lineId)?.text?.trim()
  })
  if (phrase === undefined)
    throw new AppError('invalid-input', '只有用文字写的需求行可以订正；按数字写的行请退回部门修改。', {
      errors: [{ path: 'lineId', message: '不是用文字写的需求行' }],
    })
  await learnPhrase(context, { phrase, code, requestId })
  return matchAgain(context, { requestId, because: `订正第 ${lineId} 行` })
}
