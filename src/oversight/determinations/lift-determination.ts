import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { type AsRead, asReadInput, assertAsRead, assertDay, personOf } from '../act-of-person.ts'
import { dropLiftInput, proposeLiftInput } from './input.ts'
import { determinationMachine, isMistake } from './model.ts'
import { type DeterminationRow, recordLift, recordMistake } from './record-determination.ts'
import { changeDetermination, lockDetermination, othersAbout } from './store.ts'

const nothingProposed = { liftFrom: null, liftDocument: null, liftReason: null, liftProposedBy: null }

/**
 * Asks for a determination to be lifted, or a declaration withdrawn, from a day; it holds until somebody else agrees.
 * Throws invalid-input for a day before it held or to come, conflict when it isn't in force or lifting is asked for.
 */
export async function proposeLift(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  const person = personOf(context)
  const { id, from, document, reason } = parseInput(proposeLiftInput, input)
  await transact(context, async (tx) => {
    const row = await lockDetermination(tx, id)
    requireStep(determinationMachine, 'propose-lift', row)
    if (row.liftProposedBy !== null)
      throw new AppError('conflict', '已经提出过解除，正在等第二个人办理。请先看处理到了哪一步。')
    assertDay(context, 'from', from, { day: row.holdsFrom, what: '起算日' })
    await changeDetermination(
      context,
      tx,
      row,
      'propose-lift',
      { liftFrom: from, liftDocument: document, liftReason: reason, liftProposedBy: person.id },
      { after: { liftFrom: from, liftDocument: document }, reason },
    )
  })
}

/** Refuses a lifting that was asked for, or takes it back. Throws conflict when none is. */
export async function dropLift(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft-determination')
  const { id, version, reason } = parseInput(dropLiftInput, input)
  await transact(context, async (tx) => {
    const row = await lockDetermination(tx, id)
    requireStep(determinationMachine, 'drop-lift', row)
    assertAsRead(row, version)
    if (row.liftProposedBy === null)
      throw new AppError('conflict', '没有等待办理的解除，可能刚刚处理过。请刷新后再看。')
    await changeDetermination(context, tx, row, 'drop-lift', nothingProposed, { reason })
  })
}

/**
 * Lifts what somebody else asked to be lifted: from that day on what only it said is unknown. From the day on which
 * it began: it was a mistake, and never held. Throws forbidden to who asked, conflict when it isn't what was read.
 */
export async function liftDetermination(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.sign-determination')
  const read = parseInput(asReadInput, input)
  await transact(context, (tx) => liftIn(context, tx, read))
}

/** The same inside the caller's transaction. */
export async function liftIn(context: Context, tx: Transaction, { id, version }: AsRead): Promise<void> {
  const person = personOf(context)
  const row = await lockDetermination(tx, id)
  requireStep(determinationMachine, 'lift', row)
  assertAsRead(row, version)
  const { liftFrom, liftProposedBy, liftDocument, liftReason } = row
  if (liftFrom === null || liftProposedBy === null)
    throw new AppError('conflict', '没有等待办理的解除，可能刚刚处理过。请刷新后再看。')
  if (liftProposedBy === person.id)
    throw new AppError('forbidden', '解除是您提出的，须由主管部门的另一位同事办理。')
  const lifted = await changeDetermination(context, tx, row, 'lift', {
    liftedBy: person.id,
    liftedAt: context.clock.now(),
  })
  const by = {
    operation: 'oversight.sign-determination',
    from: liftFrom,
    document: liftDocument ?? row.document,
    reason: liftReason ?? '',
    recordedBy: liftProposedBy,
    confirmedBy: person.id,
  } as const
  if (liftFrom > row.holdsFrom) return recordLift(context, tx, lifted, by)
  await restoreEarlier(context, tx, lifted)
  await recordMistake(context, tx, lifted, by)
}

/** What a mistake had taken the place of stands again. */
async function restoreEarlier(context: Context, tx: Transaction, row: DeterminationRow): Promise<void> {
  const others = (await othersAbout(tx, row)).filter((other) => !isMistake(other))
  const before = others.reduce<DeterminationRow | null>(
    (last, other) => (last === null || signedAt(other) > signedAt(last) ? other : last),
    null,
  )
  if (before?.status === 'replaced') await changeDetermination(context, tx, before, 'restore', {})
}

const signedAt = ({ signedAt: at }: DeterminationRow) => at?.getTime() ?? 0
