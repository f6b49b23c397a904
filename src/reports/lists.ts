import { sql } from 'drizzle-orm'
import {
  type RenderedVerdict,
  renderVerdicts,
  type StoredVerdict,
  storedVerdictSql,
  verdictsAsOf,
} from '../funding/index.ts'
import { organisationsAs } from '../identity/index.ts'
import { judgedSystems } from '../migration/index.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import { citationOf, type Finding, type FundVerdict } from '../regulations/index.ts'
import { isGoverned, rulesInForce } from '../rules/index.ts'
import { type Stage, systemsAsOf } from '../systems/index.ts'
import type { ExemptionLine, Ground, MonthlySnapshot } from './model.ts'

type Lists = Pick<
  MonthlySnapshot,
  'overdue' | 'restricted' | 'verdicts' | 'exemptions' | 'runningTwice' | 'confirmed'
>

/** The register at the end of the day, as the transaction keeps it while it makes lists. */
const registerThen = sql`register_then`

/** In: a day. Out: the systems behind its numbers, all of the register as it was then. Classified systems are in no list (LC-2). */
export async function readLists(context: Context, tx: Transaction, asOf: CalendarDate): Promise<Lists> {
  const { jurisdictionId } = context.actor
  await tx.execute(sql`create temporary table register_then on commit drop as
    select * from ${systemsAsOf(jurisdictionId, { day: asOf, knownAt: context.clock.now() })} s`)
  await tx.execute(sql`create temporary table verdicts_then on commit drop as
    select * from ${await verdictsAsOf(context, tx, registerThen, asOf)} v where v.operations is not null`)
  // Without statistics (just imported) and behind row-level security the planner guesses one row and nests loops.
  await tx.execute(sql`set local enable_nestloop = off`)
  const { restricted, verdicts } = await readVerdicts(tx, asOf)
  const grounds = new Map(restricted.map((line) => [line.code, line.grounds]))
  const migrations = await readMigrations(tx, asOf, grounds)
  await tx.execute(sql`set local enable_nestloop = default`)
  await tx.execute(sql`drop table register_then, verdicts_then`)
  const { edition } = await rulesInForce(tx, jurisdictionId, asOf, context.clock.now())
  return { restricted, verdicts: isGoverned(edition) ? verdicts : null, ...migrations }
}

/** Of what a verdict says, the articles that stop O&M money on the day, the earliest first. */
function stoppingGrounds({ findings }: RenderedVerdict, asOf: CalendarDate): Finding[] {
  return findings
    .filter(
      ({ effect, funds, since }) =>
        (effect === 'denied' || effect === 'suspended') &&
        funds.includes('operations') &&
        (since === null || since <= asOf),
    )
    .sort(
      (a, b) => (a.since ?? '').localeCompare(b.since ?? '') || citationOf(a).localeCompare(citationOf(b)),
    )
}

interface SystemRow extends Record<string, unknown> {
  code: string
  name: string
  unit: string
  fen: string | null
}

const named = sql`s.code, s.name, o.name as unit, s.annual_operations_fen::text as fen`
const listed = ({ code, name, unit }: SystemRow) => ({ code, name, unit })
const sumOf = ({ fen }: SystemRow): Fen | null => (fen === null ? null : fenOf(Number(fen)))

interface MigrationRow extends SystemRow {
  stage: Stage | null
  due_on: CalendarDate | null
  days_late: number | null
  migrated_on: CalendarDate | null
  document: string | null
  until: CalendarDate | null
  is_overdue: boolean
  is_twice: boolean
  is_confirmed: boolean
  exemption: ExemptionLine['state'] | null
}

/**
 * Every system that some list of the migration names, in one statement over the tracker's own reading of the day.
 * In: also the articles that stop O&M money, by system code.
 */
async function readMigrations(tx: Transaction, asOf: CalendarDate, grounds: ReadonlyMap<string, Ground[]>) {
  const rows = await tx.execute<MigrationRow>(sql`
    with judged as materialized (${judgedSystems(registerThen, asOf)}),
    marked as (
      select s.*, j.due_on, o.name as unit, 'overdue' = any (j.health) as is_overdue,
        'running-twice' = any (j.health) as is_twice, j.counting = 'required' and not j.is_open as is_confirmed,
        case when 'exempt' = any (j.health) then 'running' when 'exemption-expired' = any (j.health) then 'expired'
             when j.is_open and s.exemption_document is not null and s.exemption_until is null then 'undated' end as exemption
      from judged j join register_then s on s.id = j.id join ${organisationsAs('o')} on o.id = j.organisation_id
    )
    select s.code, s.name, s.unit, s.annual_operations_fen::text as fen, s.stage, s.due_on::text as due_on,
      (${asOf}::date - s.due_on) as days_late, case when isfinite(s.migrated_on) then s.migrated_on::text end as migrated_on,
      s.exemption_document as document, case when isfinite(s.exemption_until) then s.exemption_until::text end as until,
      s.is_overdue, s.is_twice, s.is_confirmed, s.exemption
    from marked s where is_overdue or is_twice or is_confirmed or exemption is not null
    order by s.due_on, s.code`)
  return {
    overdue: rows
      .filter((row) => row.is_overdue)
      .map((row) => ({
        ...listed(row),
        dueOn: row.due_on,
        daysLate: row.days_late,
        stage: row.stage,
        grounds: grounds.get(row.code) ?? [],
        annualOperationsFen: sumOf(row),
      })),
    exemptions: rows.flatMap((row) =>
      row.exemption === null
        ? []
        : [{ ...listed(row), document: row.document, until: row.until, state: row.exemption }],
    ),
    runningTwice: rows
      .filter((row) => row.is_twice)
      .map((row) => ({ ...listed(row), migratedOn: row.migrated_on, annualOperationsFen: sumOf(row) })),
    confirmed: rows.filter((row) => row.is_confirmed).map(listed),
  }
}

interface StoppedRow extends SystemRow, StoredVerdict {}

/** Rows fetched and said at a time. */
const batch = 5000

async function readVerdicts(
  tx: Transaction,
  asOf: CalendarDate,
): Promise<Pick<Lists, 'restricted'> & { verdicts: NonNullable<Lists['verdicts']> }> {
  const verdicts = { denied: 0, suspended: 0, undetermined: 0, warned: 0, eligible: 0 }
  const counted = await tx.execute<{ verdict: FundVerdict; count: string }>(sql`
    select v.operations as verdict, count(*) as count
    from verdicts_then v join register_then s on s.id = v.system_id
    where s.classified is not true and v.operations not in ('denied', 'suspended') group by 1`)
  for (const { verdict, count } of counted) verdicts[verdict] = Number(count)
  const restricted: Lists['restricted'] = []
  await tx.execute(sql`declare stopped no scroll cursor for
    select ${named}, ${storedVerdictSql('v')}
    from verdicts_then v join register_then s on s.id = v.system_id join ${organisationsAs('o')} on o.id = s.organisation_id
    where s.classified is not true and v.operations in ('denied', 'suspended')
    order by o.id, s.code`)
  for (;;) {
    const rows = await tx.execute<StoppedRow>(sql`fetch ${sql.raw(String(batch))} from stopped`)
    if (rows.length === 0) break
    const said = await renderVerdicts(tx, rows)
    for (const [index, row] of rows.entries()) {
      const of = said[index]
      const grounds = of === undefined ? [] : stoppingGrounds(of, asOf)
      // What stops it began after the day: on the day it was paid.
      const verdict = grounds.length === 0 ? 'eligible' : isDenied(grounds) ? 'denied' : 'suspended'
      verdicts[verdict] += 1
      if (verdict !== 'eligible')
        restricted.push({
          ...listed(row),
          verdict,
          grounds: grounds.map((finding) => ({
            clause: finding.clause,
            article: citationOf(finding),
            reason: finding.reason,
            since: finding.since,
          })),
          annualOperationsFen: sumOf(row),
        })
    }
  }
  await tx.execute(sql`close stopped`)
  return { verdicts, restricted }
}

const isDenied = (findings: readonly Finding[]): boolean => findings.some(({ effect }) => effect === 'denied')
