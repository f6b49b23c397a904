import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { seeingAll, type Transaction } from '../../platform/database.ts'
import { type CalendarDate, laterOf } from '../../platform/dates.ts'
import type { Operation } from '../../platform/permissions.ts'
import {
  anyOf,
  type FactRecording,
  firstDaysOf,
  type RecordedValues,
  recordFacts,
  systemsWithFactsAs,
  voidingsOf,
} from '../../systems/index.ts'
import { isDeclaration, isFlag, isOfSystem, type WideAbout } from './model.ts'
import type { determinations } from './schema.ts'

export type DeterminationRow = typeof determinations.$inferSelect

/** What is recorded when a determination begins to hold, or ends; by whom. */
export interface Recorded {
  operation: Operation
  from: CalendarDate
  document: string
  reason: string
  recordedBy: number | null
  confirmedBy: number | null
}

/** Of the whole jurisdiction: what each says of a system of which nothing else is known. */
const saidOf: Record<WideAbout, (from: CalendarDate) => RecordedValues> = {
  migrationConditionsRipeOn: (from) => ({ migrationConditionsRipeOn: from }),
  orders: () => ({ orders: [] }),
  evaluations: () => ({ evaluatedOn: 'infinity' }),
  // What isn't scrapped has no disposal to report.
  decommissioning: () => ({ decommissionedOn: 'infinity', disposalReportedOn: 'infinity' }),
}
const columns = {
  migrationConditionsRipeOn: 'migration_conditions_ripe_on',
  orders: 'orders',
  evaluations: 'evaluated_on',
  decommissioning: 'decommissioned_on',
} as const satisfies Record<WideAbout, string>

/** Records what a determination says from its day on, of its system or of every system of which that isn't known. */
export function recordDetermination(
  context: Context,
  tx: Transaction,
  row: DeterminationRow,
  by: Recorded,
): Promise<void> {
  return seeingAll(tx, async () => {
    const { about } = row
    if (isOfSystem(about)) {
      const ids = await systemsOfRow(row)
      await record(context, tx, row, by, ids, () => ({ [about]: isFlag(about) ? row.value : row.holdsFrom }))
      return
    }
    // Of an order issued since nothing was known before it.
    const which = about === 'orders' ? withoutOrder(about, by.from) : isUnknown(about)
    await record(context, tx, row, by, await systemsWhere(tx, row, which), saidOf[about])
  })
}

/** The same of chosen systems, where it is of the whole jurisdiction and that isn't known of them. */
export async function recordWide(
  context: Context,
  tx: Transaction,
  row: DeterminationRow,
  by: Recorded,
  systemIds: readonly number[],
): Promise<void> {
  const { about } = row
  if (isOfSystem(about)) return
  const which = sql`s.id = ${anyOf(systemIds)} and ${isUnknown(about)} and ${withoutOrder(about, by.from)}`
  await record(context, tx, row, by, await systemsWhere(tx, row, which), saidOf[about])
}

const isUnknown = (about: WideAbout): SQL => sql`s.${sql.identifier(columns[about])} is null`

/** Records that a determination has ended: what only it said is unknown again from the day on. */
export function recordLift(
  context: Context,
  tx: Transaction,
  row: DeterminationRow,
  by: Recorded,
): Promise<void> {
  return seeingAll(tx, async () => {
    const { about } = row
    if (isOfSystem(about)) {
      await record(context, tx, row, by, await systemsOfRow(row), () => ({ [about]: null }))
      return
    }
    const ids = await systemsWhere(tx, row, sql`${stillSaid(about)} and ${withoutOrder(about, by.from)}`)
    const unknown = Object.fromEntries(Object.keys(saidOf[about](row.holdsFrom)).map((name) => [name, null]))
    await record(context, tx, row, by, ids, () => unknown)
  })
}

/** Declares void what was recorded of a determination that was a mistake. */
export function recordMistake(
  context: Context,
  tx: Transaction,
  row: DeterminationRow,
  { operation, document, reason, recordedBy, confirmedBy }: Recorded,
): Promise<void> {
  return seeingAll(tx, async () => {
    const said = { document, reason, recordedBy, confirmedBy }
    const which = sql`e.source_kind = ${sourceKind(row)} and e.source_id = ${row.id}`
    await recordFacts(context, tx, operation, await voidingsOf(tx, which, said))
  })
}

const sourceKind = ({ about }: DeterminationRow) =>
  isDeclaration(about) ? ('declaration' as const) : ('determination' as const)

/** A system under an order has its own list; with one of a later day, nothing was known of it before. */
const withoutOrder = (about: WideAbout, from: CalendarDate): SQL =>
  about === 'orders'
    ? sql`not exists (select from order_subjects os join orders o on o.id = os.order_id
        where os.system_id = s.id and o.status <> 'withdrawn' and o.issued_on <= ${from}::date)`
    : sql`true`

/** What a record of its own has not overtaken. */
const stillSaid = (about: WideAbout): SQL => {
  const column = sql`s.${sql.identifier(columns[about])}`
  if (about === 'orders') return sql`${column} is not null`
  return about === 'migrationConditionsRipeOn' ? sql`${column} is not null` : sql`${column} = 'infinity'`
}

async function systemsOfRow({ systemId }: DeterminationRow): Promise<number[]> {
  return systemId === null ? [] : [systemId]
}

/** Of a classified system (LC-2) nothing is kept, so that it would be unknown for ever. */
async function systemsWhere(
  tx: Transaction,
  { jurisdictionId }: DeterminationRow,
  which: SQL,
): Promise<number[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select s.id from ${systemsWithFactsAs('s')} where s.jurisdiction_id = ${jurisdictionId}
      and s.classified is not true and ${which} order by s.id`)
  return rows.map(({ id }) => Number(id))
}

async function record(
  context: Context,
  tx: Transaction,
  row: DeterminationRow,
  { operation, from, document, reason, recordedBy, confirmedBy }: Recorded,
  ids: readonly number[],
  said: (from: CalendarDate) => RecordedValues,
): Promise<void> {
  if (ids.length === 0) return
  const first = await firstDaysOf(tx, ids)
  const recordings = ids.map(
    (systemId): FactRecording => ({
      systemId,
      values: said(from),
      holdsFrom: laterOf(from, first.get(systemId)?.registered ?? from),
      source: { kind: sourceKind(row), id: row.id },
      document,
      reason,
      recordedBy,
      confirmedBy,
    }),
  )
  await recordFacts(context, tx, operation, recordings)
}
