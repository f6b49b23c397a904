import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { relinkEvidence } from '../../evidence/index.ts'
import { organisationsAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { systemsAs } from '../../systems/index.ts'
import { personOf } from '../act-of-person.ts'
import { orderKind } from './evidence-subject.ts'
import { assertOurs, type OrderInput, orderInput } from './input.ts'
import { orderMachine } from './model.ts'
import { orderSubjects, orders } from './schema.ts'
import { lockOrder, recordDeed, takeStep } from './store.ts'

/**
 * Writes an order to rectify down as a draft, which binds nobody yet. Out: its id.
 * Throws invalid-input naming each field at fault, not-found for a unit or a system that isn't there.
 */
export async function draftOrder(context: Context, input: unknown): Promise<number> {
  authorize(context, 'oversight.draft')
  const person = personOf(context)
  const order = parseInput(orderInput, input)
  assertOurs(person, order.kind)
  return transact(context, async (tx) => {
    const systemIds = await subjectsOf(context, tx, order)
    const { id } = await insertOne(
      tx,
      orders,
      {
        ...columnsOf(order),
        jurisdictionId: person.jurisdictionId,
        status: 'drafted',
        authors: [person.id],
        createdAt: context.clock.now(),
      },
      { id: orders.id },
    )
    await writeSubjects(context, tx, { id, ...order }, systemIds)
    await recordDeed(
      context,
      tx,
      { id, ...order },
      { event: 'draft', on: context.clock.today() },
      { after: { orderStatus: 'drafted', ...audited(order) } },
    )
    return id
  })
}

const editInput = z.strictObject({ id: z.int().positive(), order: z.unknown() })

/** Writes in a draft. Throws conflict when it is none any more, and else as `draftOrder`. */
export async function editOrder(context: Context, input: z.input<typeof editInput>): Promise<void> {
  authorize(context, 'oversight.draft')
  const person = personOf(context)
  const { id, order: entered } = parseInput(editInput, input)
  await transact(context, async (tx) => {
    const row = await lockOrder(tx, id)
    requireStep(orderMachine, 'edit', row)
    const order = parseInput(orderInput, entered)
    assertOurs(person, row.kind)
    assertOurs(person, order.kind)
    const systemIds = await subjectsOf(context, tx, order)
    await tx.delete(orderSubjects).where(eq(orderSubjects.orderId, id))
    const authors = [...new Set([...row.authors, person.id])]
    await takeStep(
      context,
      tx,
      row,
      { ...columnsOf(order), authors },
      { event: 'edit', on: context.clock.today() },
    )
    await writeSubjects(context, tx, { id, ...order }, systemIds)
    await relinkEvidence(context, tx, { kind: orderKind, id })
  })
}

function columnsOf({ systems: _systems, dueOn, ...order }: OrderInput) {
  return { ...order, dueOn: dueOn ?? null, dueByReceipt: (dueOn ?? null) === null }
}

const audited = ({ kind, title, wholeUnit, systems, dueOn }: OrderInput) => ({
  kind,
  title,
  ...(wholeUnit ? { wholeUnit } : { systems }),
  dueOn: dueOn ?? null,
})

async function subjectsOf(
  context: Context,
  tx: Transaction,
  { organisationId, wholeUnit, systems: codes }: OrderInput,
): Promise<number[]> {
  const unit = organisationsAs('unit')
  const { jurisdictionId } = context.actor
  const [found] = await tx
    .select({ id: unit.id })
    .from(unit)
    .where(and(eq(unit.id, organisationId), eq(unit.jurisdictionId, jurisdictionId)))
  if (found === undefined) throw new AppError('not-found', '没有这个单位。请从列表里选。')
  if (wholeUnit) return []
  const system = systemsAs('system')
  const wanted = [...new Set(codes)]
  const rows = await tx
    .select({ id: system.id, code: system.code })
    .from(system)
    .where(and(eq(system.organisationId, organisationId), inArray(system.code, wanted)))
  const missing = wanted.filter((code) => rows.every((row) => row.code !== code))
  if (missing.length > 0)
    throw new AppError('not-found', `这个单位没有系统 ${missing.slice(0, 5).join('、')}。请核对系统编号。`)
  return rows.map(({ id }) => id)
}

async function writeSubjects(
  context: Context,
  tx: Transaction,
  { id, organisationId }: { id: number; organisationId: number },
  systemIds: readonly number[],
): Promise<void> {
  if (systemIds.length === 0) return
  const { jurisdictionId } = context.actor
  await tx
    .insert(orderSubjects)
    .values(systemIds.map((systemId) => ({ orderId: id, systemId, jurisdictionId, organisationId })))
}
