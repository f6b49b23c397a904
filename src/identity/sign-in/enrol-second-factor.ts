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
import { readSecret, sealSecret } from './seal-second-factors.ts'
import { endAccess } from './sessions.ts'
import type { codeInput } from './sign-in-code.ts'
import { hashOfToken } from './tokens.ts'
import { groupedSecret, newRecoveryCode, newTotpSecret, stepOfCode, totpAddress } from './totp.ts'

const recoveryCodeCount = 10

export type SecondFactorState =
  | { state: 'confirmed'; recoveryCodesLeft: number }
  /** The secret to put into an authenticator app, until a code confirms that it is there. */
  | { state: 'offered'; secret: string; address: string }

/** Out: the state of one's own second factor; without one, a secret is made and offered until it is confirmed. */
export async function offerSecondFactor(context: Context): Promise<SecondFactorState> {
  const { id } = actingPerson(context)
  return transactAs(context.database, 'sign-in', async (tx) => {
    await tx
      .insert(secondFactors)
      .values({ personId: id, secret: await sealSecret(context, id, newTotpSecret()) })
      .onConflictDoNothing()
    const [row] = await tx
      .select({
        secret: secondFactors.secret,
        confirmedAt: secondFactors.confirmedAt,
        username: people.username,
      })
      .from(secondFactors)
      .innerJoin(people, eq(people.id, secondFactors.personId))
      .where(eq(secondFactors.personId, id))
    if (row === undefined) throw new Error('the offered second factor is gone')
    if (row.confirmedAt === null) {
      const secret = await readSecret(context, tx, id, row.secret)
      return { state: 'offered', secret: groupedSecret(secret), address: totpAddress(secret, row.username) }
    }
    const recoveryCodesLeft = await tx.$count(
      recoveryCodes,
      and(eq(recoveryCodes.personId, id), isNull(recoveryCodes.usedAt)),
    )
    return { state: 'confirmed', recoveryCodesLeft }
  })
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
    if (factor === undefined) throw new AppError('conflict', '第二因素已经启用了。')
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
