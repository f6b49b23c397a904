import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { calendarDay } from '../../regulations/index.ts'
import { supplementMachine } from './model.ts'
import { changeSupplement, lockSupplement, type SupplementRow } from './store.ts'

const proposeInput = z.strictObject({
  id: z.int().positive(),
  /** The first day on which it no longer holds. */
  from: calendarDay,
  documentNumber: z.string().trim().min(1, '请填写废止文号').max(60, '文号最多 60 个字'),
})

/**
 * Asks for an approved rule to be repealed from a day, under a document; it holds until somebody else approves.
 * Throws invalid-input for a day before it was in force, conflict when it isn't in force or a repeal is pending.
 */
export async function proposeRepeal(context: Context, input: z.input<typeof proposeInput>): Promise<void> {
  authorize(context, 'regulations.draft')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '废止要由主管部门的人员提出。')
  const { id, from, documentNumber } = parseInput(proposeInput, input)
  await transact(context, async (tx) => {
    const row = await lockSupplement(tx, id)
    requireStep(supplementMachine, 'repeal', row)
    if (row.repealProposedBy !== null)
      throw new AppError('conflict', `${row.clause}已经提出过废止，请先看处理到了哪一步。`)
    if (from < row.forceFrom) {
      const message = `废止日不能早于施行日（${row.forceFrom}）`
      throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'from', message }] })
    }
    await changeSupplement(tx, row, 'repeal', {
      repealFrom: from,
      repealDocument: documentNumber,
      repealProposedBy: actor.id,
      repealProposedAt: context.clock.now(),
    })
    await recordRepeal(context, tx, row, 'regulations.draft', {
      status: 'repeal-proposed',
      repealFrom: from,
      repealDocument: documentNumber,
    })
  })
}

/** What was read: a repeal may have been dropped and asked for anew since. */
const read = {
  id: z.int().positive(),
  from: calendarDay,
  documentNumber: z.string(),
}
const approveInput = z.strictObject(read)

/** Approves a repeal. Throws forbidden to whoever asked for it, conflict when none is pending or it isn't what was read. */
export async function approveRepeal(context: Context, input: z.input<typeof approveInput>): Promise<void> {
  authorize(context, 'regulations.approve')
  const { actor } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '废止要由主管部门的人员批准。')
  const asRead = parseInput(approveInput, input)
  await transact(context, async (tx) => {
    const row = await lockSupplement(tx, asRead.id)
    requirePending(row, 'approve-repeal', asRead)
    if (row.repealProposedBy === actor.id)
      throw new AppError('forbidden', '废止是您本人提出的，须由主管部门的另一位同事批准。')
    await changeSupplement(tx, row, 'approve-repeal', {
      repealedBy: actor.id,
      repealedAt: context.clock.now(),
    })
    await recordRepeal(context, tx, row, 'regulations.approve', {
      status: 'repealed',
      repealFrom: row.repealFrom,
      repealDocument: row.repealDocument,
    })
  })
}

const dropInput = z.strictObject({
  ...read,
  reason: z.string().trim().min(2, '请写明不予废止的理由，至少 2 个字').max(1_000, '理由最多 1000 个字'),
})

/** Takes a repeal that is asked for off the table; the rule goes on. Throws as `approveRepeal` does. */
export async function dropRepeal(context: Context, input: z.input<typeof dropInput>): Promise<void> {
  authorize(context, 'regulations.draft')
  const { reason, ...asRead } = parseInput(dropInput, input)
  await transact(context, async (tx) => {
    const row = await lockSupplement(tx, asRead.id)
    requirePending(row, 'drop-repeal', asRead)
    await changeSupplement(tx, row, 'drop-repeal', {
      repealFrom: null,
      repealDocument: null,
      repealProposedBy: null,
      repealProposedAt: null,
    })
    await recordRepeal(context, tx, row, 'regulations.draft', { status: 'approved' }, reason)
  })
}

function requirePending(
  row: SupplementRow,
  step: 'approve-repeal' | 'drop-repeal',
  { from, documentNumber }: { from: string; documentNumber: string },
): void {
  requireStep(supplementMachine, step, row)
  if (row.repealProposedBy === null || row.repealedBy !== null)
    throw new AppError('conflict', `${row.clause}没有等待批准的废止。请刷新后再看。`)
  if (row.repealFrom !== from || row.repealDocument !== documentNumber)
    throw new AppError(
      'conflict',
      `您打开页面之后，${row.clause}的废止改成了自${row.repealFrom}起（${row.repealDocument}）。请看过再办理。`,
    )
}

async function recordRepeal(
  context: Context,
  tx: Parameters<typeof record>[1],
  { id, clause, repealProposedBy }: SupplementRow,
  operation: 'regulations.draft' | 'regulations.approve',
  after: Record<string, unknown>,
  reason?: string,
): Promise<void> {
  await record(context, tx, [
    {
      operation,
      objectType: 'supplementary-rule',
      objectId: String(id),
      before: { status: repealProposedBy === null ? 'approved' : 'repeal-proposed' },
      after: { ...after, clause },
      ...(reason === undefined ? {} : { reason }),
    },
  ])
}
