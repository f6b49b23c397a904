import { sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import type { Context } from '../platform/context.ts'
import { limitTime, seeingAll, type Transaction } from '../platform/database.ts'
import { type CalendarDate, dateInChina } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import type { Operation } from '../platform/permissions.ts'
import { planForWholeTables } from '../platform/plan-for-whole-tables.ts'
import { timeLimits } from '../platform/time-limits.ts'
import { appendRecordings } from './append-recordings.ts'
import type { FactRecording, RecordedValues } from './fact-recording.ts'
import { anyOf, factRowsOf, idList, touchesFacts } from './facts-before-and-after.ts'
import { followFacts } from './followers.ts'
import { type Lifting, liftingsBetween } from './lifting-judge.ts'
import { refoldSql, registerJsonSql } from './state-as-of.ts'

export interface RecordedFacts {
  systemId: number
  entryId: number
  code: string
  /** What it lifts today; null: nothing. */
  lifting: Lifting | null
}

/**
 * The one door to the register: locks the systems, appends a recording each, writes their rows anew as what all their
 * recordings come to today (one about the past never overwrites a newer one, one about a day to come waits for it),
 * has whoever follows the register do so, and audits. All in the caller's transaction, in a few statements for any number.
 * In: the operation under which it is audited. Out: the recordings made, in their order.
 * Throws not-found for a system that the actor doesn't see, forbidden when a stop would be lifted without a second
 * person, conflict when what is to be declared void is void already.
 */
export async function recordFacts(
  context: Context,
  tx: Transaction,
  operation: Operation,
  recordings: readonly FactRecording[],
): Promise<RecordedFacts[]> {
  if (recordings.length === 0) return []
  assertTwoPeople(recordings)
  const ids = [...new Set(recordings.map(({ systemId }) => systemId))].sort((a, b) => a - b)
  if (ids.length > fewSystems) {
    await limitTime(tx, timeLimits.imports)
    await planForWholeTables(tx)
  }
  const held = await lockSystems(tx, ids)
  return seeingAll(tx, async () => {
    const due = await applyDueFacts(context, tx)
    const before = await factRowsOf(tx, ids)
    const was = await registerRows(tx, ids)
    const entries = await appendRecordings(context, tx, recordings)
    const now = context.clock.now()
    const today = dateInChina(now)
    const waiting = await waitingOf(tx, ids, today)
    await tx.execute(refoldSql(idList(ids), today, now))
    const liftings = await liftingsBetween(context, tx, before, await factRowsOf(tx, ids))
    for (const recording of recordings) {
      const touches = touchesFacts(recording.values) || recording.voids !== undefined
      // What a unit notes alone of an order, its receipt or its report, moves no day by which money is stopped.
      const undoes = recording.source.kind !== 'order' && waiting.has(recording.systemId)
      const waits = touches && (recording.holdsFrom > today || undoes)
      if ((liftings.has(recording.systemId) || waits) && recording.confirmedBy === null)
        throw new AppError(
          'forbidden',
          waits
            ? '这个系统有从以后的日子起算的事实，登记要由第二个人复核，数据没有改动。'
            : '这项登记会放宽资金结论，要由第二个人复核，数据没有改动。请写明依据文件，提交复核。',
        )
    }
    await record(
      context,
      tx,
      recordings.map(({ systemId, values, holdsFrom, document, source, reason, voids }) => ({
        operation,
        objectType: 'system',
        objectId: held.get(systemId)?.code ?? String(systemId),
        before: pick(was.get(systemId) ?? {}, values),
        after: {
          ...values,
          holdsFrom,
          factSource: source.kind,
          ...(document === null ? {} : { document }),
          ...(voids === undefined ? {} : { voids }),
        },
        ...(reason === null ? {} : { reason }),
      })),
    )
    await followFacts(context, tx, [...new Set([...ids, ...due])])
    return recordings.map(({ systemId }, index) => ({
      systemId,
      entryId: entries[index] ?? 0,
      code: held.get(systemId)?.code ?? '',
      lifting: liftings.get(systemId) ?? null,
    }))
  })
}

/** Beyond this, whole tables are joined, and it may take as long as an import. */
const fewSystems = 2_000

/** In: ids of systems. Out: those of which something is recorded that waits for its day, so that what it will do isn't seen yet. */
export async function waitingOf(
  tx: Transaction,
  ids: readonly number[],
  today: CalendarDate,
): Promise<ReadonlySet<number>> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct e.system_id as id from fact_entries e
    where e.system_id = ${anyOf(ids)} and e.holds_from > ${today}::date and e.voids is null
      and not exists (select from fact_entries void where void.voids = e.id)`)
  return new Set(rows.map(({ id }) => Number(id)))
}

/**
 * Writes the rows of systems anew of which something recorded for later holds by today. Out: their ids.
 * Whoever tracks or judges the register as of today asks this first; whoever asks for another reason has these followed.
 */
export async function applyDueFacts(context: Context, tx: Transaction): Promise<number[]> {
  const { jurisdictionId } = context.actor
  const today = context.clock.today()
  // `offset 0`: few ever wait; joined, all systems would be read each time.
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct s.id from fact_entries e, lateral (
      select id, updated_at from systems where id = e.system_id offset 0) s
    where e.jurisdiction_id = ${jurisdictionId} and e.holds_from <= ${today}::date
      and e.holds_from > (e.recorded_at at time zone 'Asia/Shanghai')::date
      and e.holds_from > (s.updated_at at time zone 'Asia/Shanghai')::date`)
  const ids = rows.map(({ id }) => Number(id))
  if (ids.length > 0) await tx.execute(refoldSql(idList(ids), today, context.clock.now()))
  return ids
}

function assertTwoPeople(recordings: readonly FactRecording[]): void {
  if (recordings.some(({ recordedBy, confirmedBy }) => confirmedBy !== null && confirmedBy === recordedBy))
    throw new AppError('forbidden', '复核要由另一个人来做，不能是登记的本人。')
}

async function lockSystems(tx: Transaction, ids: readonly number[]): Promise<Map<number, { code: string }>> {
  const rows = await tx.execute<{ id: string; code: string }>(
    sql`select id, code from systems where id = ${anyOf(ids)} order by id for update`,
  )
  if (rows.length !== ids.length)
    throw new AppError('not-found', '没有这个系统，或者它不属于您的单位。请核对系统编号。')
  return new Map(rows.map(({ id, code }) => [Number(id), { code }]))
}

async function registerRows(
  tx: Transaction,
  ids: readonly number[],
): Promise<Map<number, Record<string, unknown>>> {
  const rows = await tx.execute<{ id: string; row: Record<string, unknown> }>(
    sql`select s.id, ${registerJsonSql} as row from systems s where s.id = ${anyOf(ids)}`,
  )
  return new Map(rows.map(({ id, row }) => [Number(id), row]))
}

const pick = (row: Record<string, unknown>, values: RecordedValues) =>
  Object.fromEntries(Object.keys(values).map((name) => [name, row[name] ?? null]))
