import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { addWorkingDays, readWorkCalendar } from '../../calendar/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { assertExisted, systemsAs } from '../../systems/index.ts'
import { assertAsRead, assertDay, fault, personOf } from '../act-of-person.ts'
import { assertOurs, issueInput } from './input.ts'
import { orderMachine } from './model.ts'
import { recordOrders } from './record-orders.ts'
import { orders } from './schema.ts'
import { lockOrder, type OrderRow, takeStep } from './store.ts'

/** 运城办法第二十四条: the result is reported within ten working days of the receipt of the notice. */
const daysToReport = 10

/** In: the day from which it runs. Out: the last day to report on an effectiveness order. */
export async function lastDayToReport(tx: Transaction, from: CalendarDate): Promise<CalendarDate> {
  return addWorkingDays(await readWorkCalendar(tx), from, daysToReport).on
}

/**
 * Issues an order under its number: from its day on it stands in the register of every system it is about.
 * Throws forbidden to whoever has written in it, invalid-input for a day to come, after its due day or before a system
 * named in it was there, or a number that is taken, conflict when it is no draft or not the version that was read.
 */
export async function issueOrder(context: Context, input: unknown): Promise<void> {
  authorize(context, 'oversight.sign')
  const issued = parseInput(issueInput, input)
  await transact(context, (tx) => issueIn(context, tx, issued))
}

/** The same inside the caller's transaction. */
export async function issueIn(
  context: Context,
  tx: Transaction,
  { id, version, number, on }: z.output<typeof issueInput>,
): Promise<void> {
  const person = personOf(context)
  const row = await lockOrder(tx, id)
  requireStep(orderMachine, 'issue', row)
  assertOurs(person, row.kind)
  if (row.authors.includes(person.id))
    throw new AppError('forbidden', '这份整改通知是您拟定的，须由本机关的另一位同事签发。')
  assertAsRead(row, version)
  assertDay(context, 'on', on)
  const dueOn = row.dueOn ?? (await lastDayToReport(tx, on))
  if (dueOn < on) fault('on', `整改期限（${dueOn}）不能早于签发日（${on}），请改签发日，或者退回改期限`)
  await assertFreeNumber(tx, number)
  if (row.wholeUnit) await nameWholeUnit(tx, row)
  await assertSubjects(tx, row, on)
  const after = await takeStep(
    context,
    tx,
    row,
    { number, issuedOn: on, issuedBy: person.id, dueOn },
    { event: 'issue', on, document: number },
  )
  await recordOrders(context, tx, 'oversight.sign', after, on, {
    recordedBy: row.authors.at(-1) ?? null,
    confirmedBy: person.id,
  })
}

async function assertFreeNumber(tx: Transaction, number: string): Promise<void> {
  const [taken] = await tx.select({ title: orders.title }).from(orders).where(eq(orders.number, number))
  if (taken !== undefined) fault('number', `文号“${number}”已经用在整改通知“${taken.title}”上`)
}

/** Names every system that the unit has now; those that come later are named by `nameNewSystems`. */
async function nameWholeUnit(tx: Transaction, { id, organisationId }: OrderRow): Promise<void> {
  await tx.execute(sql`
    insert into order_subjects (order_id, system_id, jurisdiction_id, organisation_id)
    select ${id}::bigint, s.id, s.jurisdiction_id, ${organisationId}::bigint from ${systemsAs('s')}
    where s.organisation_id = ${organisationId} on conflict do nothing`)
}

/** Systems may have moved to another unit since the draft. In: the day of issue, on which they must have been there. */
async function assertSubjects(
  tx: Transaction,
  { id, organisationId, wholeUnit }: OrderRow,
  on: CalendarDate,
): Promise<void> {
  if (wholeUnit) return
  const system = systemsAs('s')
  const named = await tx
    .select({ id: system.id, code: system.code, organisationId: system.organisationId })
    .from(system)
    .where(sql`${system.id} in (select system_id from order_subjects where order_id = ${id})`)
  const moved = named.filter((each) => each.organisationId !== organisationId)
  if (moved.length > 0)
    throw new AppError(
      'conflict',
      `系统 ${moved.map(({ code }) => code).join('、')} 已经不属于这个单位，请修改通知以后再签发。`,
    )
  await assertExisted(
    tx,
    named.map((each) => each.id),
    { path: 'on', day: on },
  )
}
