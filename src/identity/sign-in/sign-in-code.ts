import { z } from 'zod'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { loadPerson } from '../people/load-person.ts'
import { countAttempt, forgiveAttempt } from './attempts.ts'
import { useCode } from './check-code.ts'
import { openRecordedSession, type SignInOutcome, signInContext } from './finish-sign-in.ts'
import { readToken, useToken } from './one-time-tokens.ts'

export const codeInput = z.strictObject({
  code: z.string().trim().min(6, '请填写 6 位验证码，或一个恢复码').max(40, '验证码过长'),
})

/**
 * The second step of signing in. In: the token of the first step, and the code.
 * Throws not-signed-in when the first step is too long ago, invalid-input for a wrong or used code, too-many-requests.
 */
export async function signInWithCode(
  context: Context,
  pending: string,
  input: z.infer<typeof codeInput>,
  agent: string | null,
): Promise<SignInOutcome & { step: 'done' }> {
  const { database, clock } = context
  const first = await transactAs(database, 'sign-in', (tx) => readToken(tx, clock, 'second-factor', pending))
  const personId = first?.personId ?? null
  if (first === null || personId === null)
    throw new AppError('not-signed-in', '输入密码后已过太久，请重新登录。')
  await countAttempt(database, 'code', String(personId))
  const kind = await transactAs(database, 'sign-in', async (tx) => {
    const used = await useCode(context, tx, personId, input.code)
    if (used !== null) await useToken(tx, clock, 'second-factor', pending)
    else await recordFailure(context, tx, personId)
    return used
  })
  if (kind === null) {
    const message = '验证码不对，或已经用过'
    throw new AppError('invalid-input', `${message}。请等下一个验证码再试。`, {
      errors: [{ path: 'code', message }],
    })
  }
  await forgiveAttempt(database, 'code', String(personId))
  const method = first.data.method === 'oidc' ? 'oidc' : 'password'
  return openRecordedSession(context, personId, { address: context.address, agent }, method, kind)
}

async function recordFailure(
  context: Context,
  tx: Parameters<typeof loadPerson>[0],
  personId: number,
): Promise<void> {
  const person = await loadPerson(tx, personId)
  if (person === null) return
  await record(signInContext(context, person.jurisdictionId), tx, [
    {
      operation: 'identity.sign-in',
      objectType: 'person',
      objectId: String(personId),
      after: { succeeded: false, method: 'second-factor' },
    },
  ])
}
