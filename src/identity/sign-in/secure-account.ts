import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { jurisdictions, people, type SecondFactorPolicy } from '../schema.ts'
import { listWaits, unlock, unlockPerson, type Wait } from './attempts.ts'
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
    const lifted = await unlockPerson(tx, person)
    return { after: { unlocked: lifted > 0 }, result: undefined }
  })
}

/** Out: until when an account is locked after failures; null when it isn't. */
export async function readLock(
  context: Context,
  person: { id: number; username: string },
): Promise<Date | null> {
  authorize(context, operation)
  const waits = await transact(context, listWaits)
  return waits.find((wait) => isOf(person, wait))?.until ?? null
}

function isOf(person: { id: number; username: string }, { kind, what }: Wait): boolean {
  if (kind === 'address') return false
  return kind === 'code' ? what === String(person.id) : what === person.username.toLowerCase()
}

export interface ListedWait extends Wait {
  /** Whose account it is; null: a network. */
  person: { id: number; name: string; username: string } | null
}

/** Out: networks, and accounts of this jurisdiction, that must wait after failures, the longest first. */
export async function listLocks(context: Context): Promise<ListedWait[]> {
  authorize(context, operation)
  return transact(context, async (tx) => {
    const waits = await listWaits(tx)
    if (waits.length === 0) return []
    const known = await tx
      .select({ id: people.id, name: people.name, username: people.username })
      .from(people)
      .where(eq(people.jurisdictionId, context.actor.jurisdictionId))
    return waits.flatMap((wait) => {
      const person = known.find((each) => isOf(each, wait)) ?? null
      return person !== null || wait.kind === 'address' ? [{ ...wait, person }] : []
    })
  })
}

/** Lifts one of them, so that the next attempt is heard at once. Throws conflict when it is over. */
export async function liftLock(context: Context, key: string): Promise<void> {
  const lock = (await listLocks(context)).find((each) => each.key === key)
  if (lock === undefined) throw new AppError('conflict', '这个锁定已经结束，请刷新。')
  await transact(context, async (tx) => {
    await unlock(tx, [key])
    await record(context, tx, [
      lock.person === null
        ? {
            operation,
            objectType: 'jurisdiction',
            objectId: context.actor.jurisdictionId,
            after: { unlockedAddress: lock.what },
          }
        : { operation, objectType: 'person', objectId: String(lock.person.id), after: { unlocked: true } },
    ])
  })
}

export const policyInput = z.strictObject({
  secondFactor: z.enum(['deciding', 'everyone'], '请选择谁必须使用第二因素'),
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
  return row?.policy ?? 'deciding'
}

/** Says who must use a second factor; whoever has none is asked to enrol at the next request. */
export async function setPolicy(
  context: Context,
  policy: z.infer<typeof policyInput>['secondFactor'],
): Promise<void> {
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
