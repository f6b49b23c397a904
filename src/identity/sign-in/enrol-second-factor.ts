import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { people, recoveryCodes, secondFactors } from '../schema.ts'
import { countAttempt, forgiveAttempt } from './attempts.ts'
import { actingPerson } from './change-password.ts'
import { useCode } from './check-code.ts'
import { hasSecondFactor } from './finish-sign-in.ts'
import { type proofInput, proveAgain } from './prove-again.ts'
import { readSecret, sealSecret } from './seal-second-factors.ts'
import { endAccess } from './sessions.ts'
import type { codeInput } from './sign-in-code.ts'
import { hashOfToken } from './tokens.ts'
import { groupedSecret, newRecoveryCode, newTotpSecret, stepOfCode, totpAddress } from './totp.ts'

const recoveryCodeCount = 10

export type SecondFactorState = { state: 'none' } | { state: 'confirmed'; recoveryCodesLeft: number }

/** A secret to put into an authenticator app, until a code confirms that it is there. */
export interface OfferedSecondFactor {
  secret: string
  address: string
}

/** Out: whether one's own second factor is in use. Changes nothing. */
export async function readSecondFactor(context: Context): Promise<SecondFactorState> {
  const { id } = actingPerson(context)
  return transactAs(context.database, 'sign-in', async (tx) => {
    if (!(await hasSecondFactor(tx, id))) return { state: 'none' }
    const recoveryCodesLeft = await tx.$count(
      recoveryCodes,
      and(eq(recoveryCodes.personId, id), isNull(recoveryCodes.usedAt)),
    )
    return { state: 'confirmed', recoveryCodesLeft }
  })
}

/**
 * Makes a secret and shows it this once, after the first factor was proven anew: a session that was left open, or
 * stolen, enrols nobody's phone. An earlier secret that was never confirmed ends. Throws as proveAgain, conflict when a
 * second factor is in use.
 */
export async function offerSecondFactor(
  context: Context,
  { current }: z.infer<typeof proofInput>,
  sessionToken: string,
): Promise<OfferedSecondFactor> {
  const { id } = actingPerson(context)
  await proveAgain(context, current, sessionToken)
  const secret = newTotpSecret()
  const sealed = await sealSecret(context, id, secret)
  const username = await transactAs(context.database, 'sign-in', async (tx) => {
    const offered = await tx
      .insert(secondFactors)
      .values({ personId: id, secret: sealed })
      .onConflictDoUpdate({
        target: secondFactors.personId,
        set: { secret: sealed },
        setWhere: isNull(secondFactors.confirmedAt),
      })
      .returning({ personId: secondFactors.personId })
    if (offered.length === 0) throw new AppError('conflict', '第二因素已经启用了。')
    const [row] = await tx.select({ username: people.username }).from(people).where(eq(people.id, id))
    return row?.username ?? ''
  })
  return { secret: groupedSecret(secret), address: totpAddress(secret, username) }
}

/**
 * Confirms the offered second factor by a code from the app. All sessions end: the rights may have changed.
 * Out: ten recovery codes, shown this once. Throws invalid-input for a wrong code, conflict when it is confirmed already.
 */
export async function confirmSecondFactor(
  context: Context,
  { code }: z.infer<typeof codeInput>,
): Promise<string[]> {
  const { id } = actingPerson(context)
  const { database, clock } = context
  await countAttempt(database, 'code', String(id))
  const codes = await transactAs(database, 'sign-in', async (tx) => {
    const [factor] = await tx
      .select()
      .from(secondFactors)
      .where(and(eq(secondFactors.personId, id), isNull(secondFactors.confirmedAt)))
      .for('update')
    if (factor === undefined)
      throw new AppError('conflict', '没有等待核对的密钥，或第二因素已经启用。请回到“第二因素”页重新开始。')
    const step = stepOfCode(await readSecret(context, tx, id, factor.secret), code, clock.now())
    if (step === null) throw wrongCode()
    await tx
      .update(secondFactors)
      .set({ confirmedAt: clock.now(), lastStep: step })
      .where(eq(secondFactors.personId, id))
    await endAccess(tx, clock, [id], { keys: false })
    await recordState(context, tx, id, { secondFactor: true })
    return replaceRecoveryCodes(tx, id)
  })
  await forgiveAttempt(database, 'code', String(id))
  return codes
}

/** Makes ten new recovery codes after asking for a code; the old ones end. Out: the codes, shown this once. */
export async function renewRecoveryCodes(
  context: Context,
  { code }: z.infer<typeof codeInput>,
): Promise<string[]> {
  return withCode(context, code, async (tx, id) => {
    await recordState(context, tx, id, { recoveryRenewed: true })
    return replaceRecoveryCodes(tx, id)
  })
}

/** Gives up one's own second factor after asking for a code: to move it to another phone. Other sessions end. */
export async function removeSecondFactor(
  context: Context,
  { code }: z.infer<typeof codeInput>,
  tokenHash: string,
): Promise<void> {
  await withCode(context, code, async (tx, id) => {
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, id))
    await tx.delete(secondFactors).where(eq(secondFactors.personId, id))
    await endAccess(tx, context.clock, [id], { keys: false, except: tokenHash })
    await recordState(context, tx, id, { secondFactor: false })
  })
}

async function withCode<T>(
  context: Context,
  code: string,
  work: (tx: Transaction, personId: number) => Promise<T>,
): Promise<T> {
  const { id } = actingPerson(context)
  const { database } = context
  await countAttempt(database, 'code', String(id))
  const result = await transactAs(database, 'sign-in', async (tx) => {
    if ((await useCode(context, tx, id, code)) === null) throw wrongCode()
    return work(tx, id)
  })
  await forgiveAttempt(database, 'code', String(id))
  return result
}

async function replaceRecoveryCodes(tx: Transaction, personId: number): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode)
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId))
  await tx
    .insert(recoveryCodes)
    .values(await Promise.all(codes.map(async (code) => ({ personId, codeHash: await hashOfToken(code) }))))
  return codes
}

async function recordState(
  context: Context,
  tx: Transaction,
  personId: number,
  after: Record<string, boolean>,
): Promise<void> {
  await record(context, tx, [
    { operation: 'identity.account', objectType: 'person', objectId: String(personId), after },
  ])
}

function wrongCode(): AppError {
  const message = '验证码不对，或已经用过'
  return new AppError('invalid-input', `${message}。请核对手机时间，等下一个验证码再试。`, {
    errors: [{ path: 'code', message }],
  })
}
