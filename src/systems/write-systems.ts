import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { recordOrganisations } from '../identity/index.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { appendRecordings } from './append-recordings.ts'
import { factRowsOf, idList } from './facts-before-and-after.ts'
import { liftingsBetween } from './lifting-judge.ts'
import type { Plan } from './plan-import.ts'
import { registerColumnNames } from './register-columns.ts'
import { systems } from './schema.ts'
import { refoldSql } from './state-as-of.ts'
import type { Unit } from './stored-systems.ts'

/** Who records what, from when, by which import. */
export interface Recording {
  jurisdictionId: string
  recordedBy: number
  recordedAt: Date
  holdsFrom: CalendarDate
  importId: number
  /** What it rests on, where it lifts a stop. */
  document: string | null
  /** Who let it in, where it lifts a stop. */
  confirmedBy: number | null
}

const columns = getTableColumns(systems)
const list = (make: (name: (typeof registerColumnNames)[number]) => string): SQL =>
  sql.raw(registerColumnNames.map(make).join(', '))
/** The register's names, the names in JSON with their types. */
const registerNames = list((name) => columns[name].name)
const jsonNames = list((name) => `r."${name}"`)
const jsonTypes = list((name) => `"${name}" ${columns[name].getSQLType()}`)

/** Makes units that the register lacks, and records credit codes it didn't have. In: the register's units, which grow. */
async function writeUnits(
  tx: Transaction,
  recording: Recording,
  ledgerUnits: Plan['units'],
  units: Map<string, Unit>,
): Promise<void> {
  const wanted = [...ledgerUnits].filter(([name, creditCode]) => {
    const unit = units.get(name)
    return unit === undefined || (unit.creditCode === null && creditCode !== null)
  })
  if (wanted.length === 0) return
  const named = wanted.map(([name, creditCode]) => ({ name, creditCode }))
  const { jurisdictionId, recordedAt } = recording
  for (const { name, ...unit } of await recordOrganisations(tx, jurisdictionId, recordedAt, named))
    units.set(name, unit)
}

/**
 * Writes one part of an import: units, systems, and one fact entry for each system that is new or changed.
 * Out: the systems' ids; who follows them is called when all parts are written.
 */
export async function writePlan(
  context: Context,
  tx: Transaction,
  recording: Recording,
  plan: Plan,
  units: Map<string, Unit>,
): Promise<number[]> {
  await writeUnits(tx, recording, plan.units, units)
  const idOf = (name: string): number => {
    const unit = units.get(name)
    if (unit === undefined) throw new Error(`unit was not written: ${name}`)
    return unit.id
  }
  const { jurisdictionId, recordedBy, confirmedBy, holdsFrom, importId, document } = recording
  const at = recording.recordedAt.toISOString()
  const ids: number[] = []
  if (plan.added.length > 0) {
    const payload = plan.added.map(({ code, unit, values }) => ({
      code,
      organisationId: idOf(unit),
      ...values,
    }))
    const added = await tx.execute<{ id: string }>(sql`
      with items as materialized (select item from jsonb_array_elements(${JSON.stringify(payload)}::jsonb) item),
      written as (
        insert into systems (jurisdiction_id, organisation_id, code, created_at, updated_at, ${registerNames})
        select ${jurisdictionId}, r."organisationId", r.code, ${at}::timestamptz, ${at}::timestamptz, ${jsonNames}
        from items, jsonb_to_record(item) as r("organisationId" bigint, code text, ${jsonTypes})
        returning id, organisation_id, code)
      insert into fact_entries (system_id, jurisdiction_id, organisation_id, holds_from, recorded_at, recorded_by,
        import_id, document, confirmed_by, changed_values)
      select written.id, ${jurisdictionId}, written.organisation_id, ${holdsFrom}::date, ${at}::timestamptz,
        ${recordedBy}::bigint, ${importId}::bigint, ${document}, ${confirmedBy}::bigint, item
      from written join items on item ->> 'code' = written.code
      returning system_id as id`)
    ids.push(...added.map(({ id }) => Number(id)))
  }
  const changed = plan.changed.map(({ stored, unit, unitBefore, changes }) => ({
    systemId: stored.id,
    values: unitBefore === null ? changes : { organisationId: idOf(unit), ...changes },
  }))
  if (changed.length === 0) return ids
  const source = { kind: 'ledger', id: null } as const
  const recordings = changed.map((one) => ({ ...one, ...recording, source, reason: null }))
  const changedIds = changed.map(({ systemId }) => systemId)
  const before = confirmedBy === null ? await factRowsOf(tx, changedIds) : null
  await appendRecordings(context, tx, recordings, importId)
  await tx.execute(refoldSql(idList(changedIds), context.clock.today(), recording.recordedAt))
  // What a fold lifts that no cell does: a row that wasn't what its recordings come to.
  if (
    before !== null &&
    (await liftingsBetween(context, tx, before, await factRowsOf(tx, changedIds))).size > 0
  )
    throw new AppError(
      'conflict',
      '有的系统现在的登记与登记记录不一致，照记录写会放宽资金结论，所以没有导入。请先到“数据核对”查明。',
    )
  return [...ids, ...changedIds]
}
