import { and, eq, isNotNull } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { loadPerson } from '../people/load-person.ts'
import { type SignInMethod, secondFactors } from '../schema.ts'
import { issueToken } from './one-time-tokens.ts'
import { openSession, type SignInOrigin } from './sessions.ts'

/** A code is due within this long after the password. */
const codeMinutes = 10

export type SignInOutcome =
  /** `mustEnrol`: the session opens the account pages only, until a second factor is enrolled. */
  | { step: 'done'; token: string; mustEnrol: boolean }
  /** `pending`: the token that joins the code to the password proven before. */
  | { step: 'code'; pending: string }

/** Nobody is signed in yet, but the record belongs to the jurisdiction of the account that was tried. */
export function signInContext(context: Context, jurisdictionId: string): Context {
  return { ...context, actor: { kind: 'public', jurisdictionId } }
}

/** In: a person who has proved who they are by their first factor. Out: what comes next. */
export async function finishSignIn(
  context: Context,
  personId: number,
  from: SignInOrigin,
  method: SignInMethod,
): Promise<SignInOutcome> {
  const pending = await transactAs(context.database, 'sign-in', async (tx) => {
    if (!(await hasSecondFactor(tx, personId))) return null
    return issueToken(tx, context.clock, {
      purpose: 'second-factor',
      personId,
      minutes: codeMinutes,
      data: { method },
    })
  })
  if (pending !== null) return { step: 'code', pending }
  return openRecordedSession(context, personId, from, method, 'none')
}

/** Opens the session and records whose it is, and by what they proved it. Throws invalid-input for a disabled person. */
export async function openRecordedSession(
  context: Context,
  personId: number,
  from: SignInOrigin,
  method: SignInMethod,
  secondFactor: 'none' | 'totp' | 'recovery-code',
): Promise<SignInOutcome & { step: 'done' }> {
  const { database, clock } = context
  const person = await transactAs(database, 'sign-in', async (tx) => {
    const loaded = await loadPerson(tx, personId)
    if (loaded === null) throw new AppError('invalid-input', '账号或密码不对，请重新输入。')
    await record({ ...context, actor: loaded }, tx, [
      {
        operation: 'identity.sign-in',
        objectType: 'person',
        objectId: String(personId),
        after: { succeeded: true, method, secondFactor },
      },
    ])
    return loaded
  })
  const token = await openSession(database, clock, personId, from, method)
  return { step: 'done', token, mustEnrol: person.mustEnrol }
}

/** Out: whether the person has a confirmed second factor. */
export async function hasSecondFactor(tx: Transaction, personId: number): Promise<boolean> {
  const found = await tx.$count(
    secondFactors,
    and(eq(secondFactors.personId, personId), isNotNull(secondFactors.confirmedAt)),
  )
  return found > 0
}
