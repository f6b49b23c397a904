import type { z } from 'zod'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { assertAsRead, assertDay, fault, personOf } from '../act-of-person.ts'
import { assertOurs, confirmInput, dropInput, proposeInput } from './input.ts'
import { orderMachine } from './model.ts'
import { recordOrders, withdrawOrder } from './record-orders.ts'
import { lastDayOf, lockOrder, takeStep } from './store.ts'

const nothingProposed = {
  outcome: null,
  outcomeOn: null,
  outcomeDocument: null,
  outcomeReason: null,
  outcomeBy: null,
}

/**
 * Says what became of an order; nothing changes until a second person confirms it. Throws invalid-input for a day before
 * the last deed or to come, or for 逾期 while the time still runs, conflict when something is proposed already.
 */
export async function proposeOutcome(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft')
  const person = personOf(context)
  const { id, outcome, on, document, reason } = parseInput(proposeInput, input)
  await transact(context, async (tx) => {
    const row = await lockOrder(tx, id)
    requireStep(orderMachine, 'propose', row)
    assertOurs(person, row.kind)
    requireStep(orderMachine, `confirm-${outcome}`, row)
    if (row.outcome !== null)
      throw new AppError('conflict', '复核结论已经提出过，正在等第二个人确认。要改的，请先撤回。')
    assertDay(context, 'on', on, lastDayOf(row))
    if (outcome === 'failed' && row.dueOn !== null && on <= row.dueOn)
      fault('on', `整改期限到 ${row.dueOn} 才满，期满以后才能认定逾期，填的是 ${on}`)
    await takeStep(
      context,
      tx,
      row,
      { outcome, outcomeOn: on, outcomeDocument: document, outcomeReason: reason, outcomeBy: person.id },
      { event: 'propose', on, said: reason, document, outcome },
    )
  })
}

/** Takes back what was proposed. Throws conflict when nothing is, or it isn't what was read. */
export async function dropOutcome(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.draft')
  const person = personOf(context)
  const { id, version, reason } = parseInput(dropInput, input)
  await transact(context, async (tx) => {
    const row = await lockOrder(tx, id)
    requireStep(orderMachine, 'drop', row)
    assertOurs(person, row.kind)
    assertAsRead(row, version)
    if (row.outcome === null)
      throw new AppError('conflict', '没有等待确认的复核结论，可能刚刚处理过。请刷新后再看。')
    await takeStep(context, tx, row, nothingProposed, {
      event: 'drop',
      on: context.clock.today(),
      said: reason,
      outcome: row.outcome,
    })
  })
}

/**
 * Confirms what another person of the authority proposed: from its day on it stands in the register.
 * Throws forbidden to who proposed it or answered, conflict when it isn't what was read.
 */
export async function confirmOutcome(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.sign')
  const read = parseInput(confirmInput, input)
  await transact(context, (tx) => confirmIn(context, tx, read))
}

const dayColumns = {
  resolved: 'resolvedOn',
  refused: 'refusedOn',
  failed: 'failedOn',
  withdrawn: 'withdrawnOn',
} as const

/** The same inside the caller's transaction. */
export async function confirmIn(
  context: Context,
  tx: Transaction,
  { id, version, outcome }: z.output<typeof confirmInput>,
): Promise<void> {
  const person = personOf(context)
  const row = await lockOrder(tx, id)
  requireStep(orderMachine, `confirm-${outcome}`, row)
  assertOurs(person, row.kind)
  assertAsRead(row, version)
  if (row.outcome !== outcome || row.outcomeOn === null)
    throw new AppError('conflict', '没有等待确认的这个复核结论，可能刚刚处理过。请刷新后再看。')
  if (row.outcomeBy === person.id || row.answerers.includes(person.id))
    throw new AppError('forbidden', '复核结论是您提出的，须由本机关的另一位同事确认。')
  const on: CalendarDate = row.outcomeOn
  const after = await takeStep(
    context,
    tx,
    row,
    { ...nothingProposed, [dayColumns[outcome]]: on },
    {
      event: `confirm-${outcome}`,
      on,
      outcome,
      ...(row.outcomeDocument === null ? {} : { document: row.outcomeDocument }),
    },
  )
  const by = { recordedBy: row.outcomeBy, confirmedBy: person.id }
  if (outcome === 'withdrawn') await withdrawOrder(context, tx, after, row.outcomeReason ?? '', by)
  // 逾期: the law counts it from the due day by itself.
  else if (outcome !== 'failed') await recordOrders(context, tx, 'oversight.sign', after, on, by)
}
