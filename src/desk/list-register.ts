import { type SQL, sql } from 'drizzle-orm'
import { currentVerdictsAs, operationsAnswerSql } from '../funding/index.ts'
import { organisationsAs } from '../identity/index.ts'
import { type Health, systemHealthAs } from '../migration/index.ts'
import { authorize, type Context, transact, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import type { FundVerdict } from '../regulations/index.ts'
import { type Disposition, type Hosting, type Stage, stageOrder, systemsAs } from '../systems/index.ts'
import { pageSize, type RegisterFilters } from './register-filters.ts'

export interface RegisterRow {
  code: string
  name: string
  unit: string
  classified: boolean
  stage: Stage | null
  stageSince: CalendarDate | null
  disposition: Disposition | null
  hosting: Hosting | null
  /** Empty while the tracker has not seen it. */
  health: Health[]
  dueOn: CalendarDate | null
  migratedOn: CalendarDate | null
  /** null: not judged yet, or out of scope. */
  operations: FundVerdict | null
  annualOperationsFen: Fen | null
}

export interface RegisterPage {
  rows: RegisterRow[]
  total: number
  /** The page shown: the last one when the one asked for lies behind it. */
  page: number
}

/** Conditions by the table they read: a table that no condition reads isn't joined for counting. */
interface Conditions {
  systems: SQL[]
  health: SQL[]
  verdicts: SQL[]
}

/** In: a word, without spaces. Out: whether a system's name, code or unit has it; Latin letters of either case. */
function mentions(word: string): SQL {
  const text = word.toLowerCase()
  const unitHas = (condition: SQL) =>
    sql`s.organisation_id = any (array(select o.id from ${organisationsAs('o')} where ${condition}))`
  if (!/[a-z]/.test(text))
    return sql`(strpos(s.name, ${text}) > 0 or strpos(s.code, ${text}) > 0 or ${unitHas(sql`strpos(o.name, ${text}) > 0`)})`
  // Lowering every name takes as long as the search itself: only for words that have Latin letters, once for name and
  // code together, and by "C", which lowers ASCII alone, ten times faster than the database's Chinese collation.
  const has = (column: SQL) => sql`strpos(lower(${column} collate "C"), ${text}) > 0`
  return sql`(${has(sql`(s.code || ' ' || s.name)`)} or ${unitHas(has(sql`o.name`))})`
}

const stagesBeforeRequest = stageOrder.slice(0, stageOrder.indexOf('requested'))

function conditionsOf(context: Context, filters: RegisterFilters): Conditions {
  const conditions: Conditions = { systems: [], health: [], verdicts: [] }
  const visible = visibilityOf(context.actor).organisations
  // Row-level security says the same; said again in a form for which there is an index.
  if (visible !== 'all') conditions.systems.push(sql`s.organisation_id in ${[...visible, -1]}`)
  if (filters.stage === 'unknown') conditions.systems.push(sql`s.stage is null`)
  else if (filters.stage === 'before-request')
    conditions.systems.push(sql`(s.stage is null or s.stage in ${stagesBeforeRequest})`)
  else if (filters.stage !== undefined) conditions.systems.push(sql`s.stage = ${filters.stage}`)
  if (filters.disposition !== undefined) conditions.systems.push(sql`s.disposition = ${filters.disposition}`)
  if (filters.hosting !== undefined) conditions.systems.push(sql`s.hosting = ${filters.hosting}`)
  if (filters.wave !== undefined) conditions.systems.push(sql`s.wave = ${filters.wave}`)
  // LC-2: what is recorded of a classified system must not be found out by filtering.
  if (conditions.systems.length > (visible === 'all' ? 0 : 1))
    conditions.systems.push(sql`s.classified is not true`)
  if (filters.unit !== undefined) conditions.systems.push(sql`s.organisation_id = ${filters.unit}`)
  for (const term of (filters.q ?? '').split(/\s+/).filter((part) => part !== ''))
    conditions.systems.push(mentions(term))
  if (filters.health !== undefined) conditions.health.push(sql`h.health @> array[${filters.health}]::text[]`)
  if (filters.sort === 'due') conditions.health.push(sql`h.due_on is not null`)
  if (filters.verdict !== undefined) conditions.verdicts.push(sql`v.operations = ${filters.verdict}`)
  if (filters.missing !== undefined)
    conditions.verdicts.push(
      sql`v.operations = 'undetermined' and v.missing @> array[${filters.missing}]::text[]`,
    )
  return conditions
}

const orders: Record<RegisterFilters['sort'], SQL> = {
  code: sql`s.code`,
  unit: sql`s.organisation_id, s.code`,
  due: sql`h.due_on, s.code`,
  cost: sql`s.annual_operations_fen desc nulls last, s.code`,
}

const and = (conditions: readonly SQL[]) =>
  conditions.length === 0 ? sql`` : sql` where ${sql.join([...conditions], sql` and `)}`

/** The tables that conditions or an order read, joined by the system. */
function tablesFor(conditions: Conditions, withSystems: boolean): { from: SQL; where: SQL } {
  const tables: { from: SQL; id: SQL; where: SQL[] }[] = []
  if (withSystems || conditions.systems.length > 0)
    tables.push({ from: sql`${systemsAs('s')}`, id: sql`s.id`, where: conditions.systems })
  if (conditions.health.length > 0)
    tables.push({ from: sql`${systemHealthAs('h')}`, id: sql`h.system_id`, where: conditions.health })
  if (conditions.verdicts.length > 0)
    tables.push({
      from: sql`${currentVerdictsAs('v')}`,
      id: sql`v.system_id`,
      where: conditions.verdicts,
    })
  const [first, ...others] = tables
  if (first === undefined) return tablesFor(conditions, true)
  const joined = others.map((table) => sql` join ${table.from} on ${table.id} = ${first.id}`)
  return {
    from: sql`${first.from}${sql.join(joined)}`,
    where: and(tables.flatMap((table) => table.where)),
  }
}

async function countMatches(tx: Transaction, conditions: Conditions): Promise<number> {
  const { from, where } = tablesFor(conditions, false)
  const [row] = await tx.execute<{ total: number }>(sql`select count(*)::int as total from ${from}${where}`)
  return row?.total ?? 0
}

/** Whether finding the matches means looking at every system: then they are counted on the way. */
function needsScan(filters: RegisterFilters): boolean {
  return filters.q !== undefined || filters.missing !== undefined || scansFor(filters) > 1
}

function scansFor({ health, verdict, disposition, hosting, wave }: RegisterFilters): number {
  return [health, verdict, disposition ?? hosting ?? wave].filter((filter) => filter !== undefined).length
}

/**
 * One page of the register, 50 systems of those the actor may see, and how many match in all.
 * Sorted by due day, systems without one are left out.
 */
export async function listRegister(context: Context, filters: RegisterFilters): Promise<RegisterPage> {
  authorize(context, 'systems.read')
  const conditions = conditionsOf(context, filters)
  return transact(context, async (tx) => {
    if (needsScan(filters)) {
      const found = await readPage(tx, conditions, filters, filters.page, true)
      const [first] = found
      if (first !== undefined)
        return { rows: found.map(rowOf), total: Number(first.total), page: filters.page }
    }
    const total = await countMatches(tx, conditions)
    const page = Math.min(filters.page, Math.max(1, Math.ceil(total / pageSize)))
    const rows = total === 0 ? [] : await readPage(tx, conditions, filters, page, false)
    return { rows: rows.map(rowOf), total, page }
  })
}

/** First which systems, by narrow rows and an index; then all about those few. */
async function readPage(
  tx: Transaction,
  conditions: Conditions,
  filters: RegisterFilters,
  page: number,
  counting: boolean,
): Promise<StoredRow[]> {
  const { from, where } = tablesFor(conditions, true)
  const order = orders[filters.sort]
  const total = counting ? sql`count(*) over ()` : sql`0`
  // A number known beforehand, so that the plan kept for any page of a prepared statement is one for few rows.
  const limit = sql.raw(`limit ${pageSize}`)
  const offset = page === 1 ? sql`` : sql` offset ${(page - 1) * pageSize}`
  return tx.execute<StoredRow>(sql`
    with chosen as materialized (
      select s.id, ${total} as total from ${from}${where}
      order by ${order} ${limit}${offset})
    ${rowsOf(sql`chosen`, sql`chosen.total`)} order by ${order}`)
}

export interface StoredRow extends Record<string, unknown> {
  total: number | string
  code: string
  name: string
  unit: string
  classified: boolean | null
  stage: Stage | null
  stage_since: CalendarDate | null
  disposition: Disposition | null
  hosting: Hosting | null
  health: Health[] | null
  due_on: CalendarDate | null
  migration_due_on: CalendarDate | 'infinity' | null
  migrated_on: CalendarDate | 'infinity' | null
  operations: FundVerdict | null
  annual_operations_fen: string | null
}

/** In: a relation with a column `id`. Out: the select of the register's columns for it. */
export function rowsOf(chosen: SQL, total: SQL = sql`0`): SQL {
  return sql`select ${total} as total, s.code, s.name, o.name as unit, s.classified, s.stage, s.stage_since::text, s.disposition,
      s.hosting, h.health, h.due_on::text, s.migration_due_on::text, s.migrated_on::text,
      case when v.scope <> 'out' then ${operationsAnswerSql('v')} end as operations, s.annual_operations_fen::text
    from ${chosen} join ${systemsAs('s')} on s.id = chosen.id
    join ${organisationsAs('o')} on o.id = s.organisation_id
    left join ${systemHealthAs('h')} on h.system_id = s.id
    left join ${currentVerdictsAs('v')} on v.system_id = s.id`
}

/** A classified system shows its code name and nothing else (LC-2). */
export function rowOf(row: StoredRow): RegisterRow {
  const { code, name, unit } = row
  if (row.classified === true)
    return {
      code,
      name,
      unit,
      classified: true,
      stage: null,
      stageSince: null,
      disposition: null,
      hosting: null,
      health: [],
      dueOn: null,
      migratedOn: null,
      operations: null,
      annualOperationsFen: null,
    }
  const { stage, disposition, hosting, operations } = row
  return {
    code,
    name,
    unit,
    classified: false,
    stage,
    disposition,
    hosting,
    operations,
    stageSince: row.stage_since,
    health: row.health ?? [],
    dueOn: row.due_on ?? finite(row.migration_due_on),
    migratedOn: finite(row.migrated_on),
    annualOperationsFen: row.annual_operations_fen === null ? null : fenOf(Number(row.annual_operations_fen)),
  }
}

/** A day, or null when it is unknown or has not happened. */
export function finite(date: CalendarDate | 'infinity' | null): CalendarDate | null {
  return date === 'infinity' ? null : date
}
