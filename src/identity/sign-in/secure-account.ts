import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { jurisdictions, people, recoveryCodes, type SecondFactorPolicy, secondFactors } from '../schema.ts'
import { attemptKeysOf, lockedUntil, unlock } from './attempts.ts'
import { endAccess } from './sessions.ts'

const operation = 'identity.secure-accounts' as const

/** Ends all sessions of a person. Out: how many. Throws not-found. */
export async function endSessionsOf(context: Context, personId: number): Promise<number> {
  return secure(context, personId, async (tx) => {
    const sessionsEnded = await endAccess(tx, context.clock, [personId], { keys: false })
    return { after: { sessionsEnded }, result: sessionsEnded }
  })
}

/** Lifts the locks after failures on an account. Throws not-found. */
export async function unlockAccount(context: Context, personId: number): Promise<void> {
  await secure(context, personId, async (tx, person) => {
    const lifted = await unlock(tx, attemptKeysOf(person))
    return { after: { unlocked: lifted > 0 }, result: undefined }
  })
}

/**
 * Takes a second factor away, for the day phone and recovery codes are lost; sessions end. The password stays:
 * only the system administrator can reset it, so that neither takes an account over alone. Throws forbidden for one's own.
 */
export async function resetSecondFactor(context: Context, personId: number): Promise<void> {
  assertNotOwn(context, personId)
  await secure(context, personId, async (tx) => {
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId))
    const removed = await tx.delete(secondFactors).where(eq(secondFactors.personId, personId)).returning()
    if (removed.length === 0) throw new AppError('conflict', '这个人没有启用第二因素。')
    await endAccess(tx, context.clock, [personId], { keys: false })
    return { after: { secondFactor: false }, result: undefined }
  })
}

/** Out: until when an account is locked after failures; null when it isn't. */
export async function readLock(
  context: Context,
  person: { id: number; username: string },
): Promise<Date | null> {
  authorize(context, operation)
  const locks = await transact(context, (tx) => lockedUntil(tx, attemptKeysOf(person)))
  return [...locks.values()].sort((a, b) => b.getTime() - a.getTime())[0] ?? null
}

export const policyInput = z.strictObject({
  secondFactor: z.enum(['off', 'administrators', 'everyone'], '请选择谁必须使用第二因素'),
})

/** Out: who must use a second factor in this jurisdiction. */
export async function readPolicy(context: Context): Promise<SecondFactorPolicy> {
  authorize(context, operation)
  const [row] = await transact(context, (tx) =>
    tx
      .select({ policy: jurisdictions.secondFactor })
      .from(jurisdictions)
      .where(eq(jurisdictions.id, context.actor.jurisdictionId)),
  )
  return row?.policy ?? 'off'
}

/** Says who must use a second factor; whoever has none is asked to enrol at the next request. */
export async function setPolicy(context: Context, policy: SecondFactorPolicy): Promise<void> {
  authorize(context, operation)
  const before = await readPolicy(context)
  const { jurisdictionId } = context.actor
  await transact(context, async (tx) => {
    const changed = await tx
      .update(jurisdictions)
      .set({ secondFactor: policy })
      .where(eq(jurisdictions.id, jurisdictionId))
      .returning({ id: jurisdictions.id })
    if (changed.length === 0) throw new AppError('not-found', '没有这个辖区。')
    await record(context, tx, [
      {
        operation,
        objectType: 'jurisdiction',
        objectId: jurisdictionId,
        before: { secondFactor: before },
        after: { secondFactor: policy },
      },
    ])
  })
}

async function secure<T>(
  context: Context,
  personId: number,
  work: (
    tx: Transaction,
    person: { id: number; username: string },
  ) => Promise<{ after: Record<string, unknown>; result: T }>,
): Promise<T> {
  authorize(context, operation)
  return transact(context, async (tx) => {
    const [person] = await tx
      .select({ id: people.id, username: people.username })
      .from(people)
      .where(eq(people.id, personId))
    if (person === undefined) throw new AppError('not-found', '没有这个账号。')
    const { after, result } = await work(tx, person)
    await record(context, tx, [{ operation, objectType: 'person', objectId: String(personId), after }])
    return result
  })
}
