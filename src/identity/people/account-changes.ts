import { and, asc, desc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { record } from '../../audit/index.ts'
import { assertNotOwn, authorize, type Context, transact } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { accountChanges, people, recoveryCodes, secondFactors } from '../schema.ts'
import { actingPerson } from '../sign-in/change-password.ts'
import { hasSecondFactor } from '../sign-in/finish-sign-in.ts'
import { invite } from '../sign-in/one-time-tokens.ts'
import { endAccess } from '../sign-in/sessions.ts'
import { hashOfToken } from '../sign-in/tokens.ts'
import { newRecoveryCode } from '../sign-in/totp.ts'
import { type AccountChangeKind, type AccountChangeStatus, accountChangeMachine } from './model.ts'

/**
 * Asks for a change of what opens somebody's account; nothing changes until the security administrator releases it.
 * Out: for a password, the path of the invitation, which opens with the releaser's code only; else null.
 * Throws not-found, conflict for one's own account or when there is no second factor to reset.
 */
export async function askAccountChange(
  context: Context,
  personId: number,
  kind: AccountChangeKind,
): Promise<string | null> {
  authorize(context, 'identity.manage-people')
  if (actingPerson(context).id === personId)
    throw new AppError('conflict', '自己的账号不能由自己申请变动，请由另一位系统管理员申请。')
  return transact(context, async (tx) => {
    const [person] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.id, personId), eq(people.disabled, false)))
    if (person === undefined) throw new AppError('not-found', '没有这个账号，或账号已停用。')
    if (kind === 'second-factor' && !(await hasSecondFactor(tx, personId)))
      throw new AppError('conflict', '这个人没有启用第二因素。')
    return recordAsked(context, tx, personId, kind)
  })
}

/** As askAccountChange, within a transaction that has seen the person. */
export async function recordAsked(
  context: Context,
  tx: Transaction,
  personId: number,
  kind: AccountChangeKind,
): Promise<string | null> {
  await tx
    .update(accountChanges)
    .set({ status: 'withdrawn' })
    .where(
      and(
        eq(accountChanges.personId, personId),
        eq(accountChanges.kind, kind),
        eq(accountChanges.status, 'asked'),
      ),
    )
  const { id } = await insertOne(
    tx,
    accountChanges,
    {
      jurisdictionId: context.actor.jurisdictionId,
      personId,
      kind,
      status: accountChangeMachine.steps.ask.to,
      askedBy: actingPerson(context).id,
      askedAt: context.clock.now(),
    },
    { id: accountChanges.id },
  )
  await recordChange(context, tx, 'identity.manage-people', personId, { changeAsked: kind })
  return kind === 'password' ? invite(tx, context.clock, personId, id) : null
}

/**
 * Releases a change that somebody else asked for, and carries it out; the person's sessions end and they are told.
 * In: the change, and for a binding the subject at the identity provider. Out: for a password, the code that opens the
 * invitation, shown this once; else null. Throws not-found, conflict when it isn't asked for any more, forbidden for one's own.
 */
export async function releaseAccountChange(
  context: Context,
  personId: number,
  input: { changeId: number; subject?: string },
): Promise<string | null> {
  return decide(context, personId, input.changeId, 'release', async (tx, kind) => {
    if (kind === 'password') {
      const code = newRecoveryCode()
      await tx.update(people).set({ passwordHash: null }).where(eq(people.id, personId))
      return { code, columns: { codeHash: await hashOfToken(code) } }
    }
    if (kind === 'second-factor') {
      await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId))
      await tx.delete(secondFactors).where(eq(secondFactors.personId, personId))
    } else await bind(tx, personId, input.subject ?? '')
    return { code: null, columns: {} }
  })
}

/** Refuses a change that somebody asked for. Throws as releaseAccountChange. */
export async function refuseAccountChange(
  context: Context,
  personId: number,
  changeId: number,
): Promise<void> {
  await decide(context, personId, changeId, 'refuse', async () => ({ code: null, columns: {} }))
}

async function decide(
  context: Context,
  personId: number,
  changeId: number,
  step: 'release' | 'refuse',
  work: (
    tx: Transaction,
    kind: AccountChangeKind,
  ) => Promise<{ code: string | null; columns: { codeHash?: string } }>,
): Promise<string | null> {
  authorize(context, 'identity.secure-accounts')
  const decidedBy = actingPerson(context).id
  return transact(context, async (tx) => {
    if ((await tx.$count(people, eq(people.id, personId))) === 0)
      throw new AppError('not-found', '没有这个账号。')
    assertNotOwn(context, personId)
    const [change] = await tx
      .select()
      .from(accountChanges)
      .where(and(eq(accountChanges.id, changeId), eq(accountChanges.personId, personId)))
      .for('update')
    if (change === undefined) throw new AppError('conflict', '没有这项申请，可能已被撤回，请刷新。')
    assertNotOwn(context, change.askedBy)
    const status = statusAfter(accountChangeMachine, step, change)
    const { code, columns } = await work(tx, change.kind)
    await tx
      .update(accountChanges)
      .set({ status, decidedBy, decidedAt: context.clock.now(), ...columns })
      .where(stillAs(accountChanges, change))
    if (step === 'release') await endAccess(tx, context.clock, [personId], { keys: false })
    await recordChange(context, tx, 'identity.secure-accounts', personId, {
      [step === 'release' ? 'changeReleased' : 'changeRefused']: change.kind,
    })
    return code
  })
}

/** Issuer and subject, as the provider's administrator knows them: `https://… abc`. */
async function bind(tx: Transaction, personId: number, subject: string): Promise<void> {
  const message = '请填写统一身份认证的签发地址和用户标识，中间空一格，如 https://sso.example.gov.cn 1024'
  if (!/^https?:\/\/\S+ \S+$/.test(subject) || subject.length > 400)
    throw new AppError('invalid-input', message, { errors: [{ path: 'subject', message }] })
  const taken = await tx.$count(people, eq(people.oidcSubject, subject))
  if (taken > 0) throw new AppError('conflict', '这个统一身份已绑定在另一个账号上。')
  await tx.update(people).set({ oidcSubject: subject }).where(eq(people.id, personId))
}

async function recordChange(
  context: Context,
  tx: Transaction,
  operation: 'identity.manage-people' | 'identity.secure-accounts',
  personId: number,
  after: Record<string, string>,
): Promise<void> {
  await record(context, tx, [{ operation, objectType: 'person', objectId: String(personId), after }])
}

export interface ListedChange {
  id: number
  personId: number
  name: string
  username: string
  kind: AccountChangeKind
  status: AccountChangeStatus
  askedBy: string
  askedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
}

function select(tx: Transaction) {
  const [asker, decider] = [alias(people, 'asker'), alias(people, 'decider')]
  return tx
    .select({
      id: accountChanges.id,
      personId: accountChanges.personId,
      name: people.name,
      username: people.username,
      kind: accountChanges.kind,
      status: accountChanges.status,
      askedBy: asker.name,
      askedAt: accountChanges.askedAt,
      decidedBy: decider.name,
      decidedAt: accountChanges.decidedAt,
    })
    .from(accountChanges)
    .innerJoin(people, eq(people.id, accountChanges.personId))
    .innerJoin(asker, eq(asker.id, accountChanges.askedBy))
    .leftJoin(decider, eq(decider.id, accountChanges.decidedBy))
    .$dynamic()
}

/** Out: what waits for a release, the oldest first; of one person, where one is named. */
export async function listAskedChanges(context: Context, personId?: number): Promise<ListedChange[]> {
  authorize(context, 'identity.read-people')
  const of = personId === undefined ? undefined : eq(accountChanges.personId, personId)
  return transact(context, (tx) =>
    select(tx)
      .where(and(eq(accountChanges.status, 'asked'), eq(people.disabled, false), of))
      .orderBy(asc(accountChanges.id)),
  )
}

/** Out: what administrators changed about one's own account, the newest first. */
export async function listMyChanges(context: Context): Promise<ListedChange[]> {
  const { id } = actingPerson(context)
  return transactAs(context.database, 'sign-in', (tx) =>
    select(tx).where(eq(accountChanges.personId, id)).orderBy(desc(accountChanges.id)).limit(20),
  )
}

/** One has been told; from now on only later changes are. */
export async function acknowledgeChanges(context: Context): Promise<void> {
  const { id } = actingPerson(context)
  await transactAs(context.database, 'sign-in', (tx) =>
    tx.update(people).set({ changesSeenAt: context.clock.now() }).where(eq(people.id, id)),
  )
}
