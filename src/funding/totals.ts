import { and, eq, inArray, sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { type Fen, fenOf, sumFen } from '../platform/money.ts'
import type { FundVerdict } from '../regulations/index.ts'
import { isGoverned, rulesInForce } from '../rules/index.ts'
import { anyOf, systemsAs } from '../systems/index.ts'
import { fundingTotals as table } from './schema.ts'

export interface FundingTotal {
  /** O&M lines: one a system. */
  lines: number
  /** Sum of the yearly O&M money of those whose sum is known. */
  yearlyFen: Fen
  /** Lines whose yearly sum nobody has recorded. */
  unknownSums: number
}

/** By the verdict on operations funds; systems out of scope (classified) are in none. */
export interface FundingTotals extends Record<FundVerdict, FundingTotal> {
  /** The last day judged; null: never judged. */
  asOf: CalendarDate | null
  /** Whether there is a regulation to judge by today. */
  governed: boolean
  /** Denied and suspended together. */
  stopped: FundingTotal
}

const everySystem = sql`verdicts v join ${systemsAs('s')} on s.id = v.system_id`

/** Of some units only: their systems first, then the verdict of each, whatever PostgreSQL guesses of new rows. */
const systemsOf = (units: readonly number[]) => sql`
  (select * from ${systemsAs('r')} where r.organisation_id = ${anyOf(units)}) s
  cross join lateral (select * from verdicts where system_id = s.id and superseded_at is null offset 0) v`

/**
 * Sums up the verdicts that stand, as of a day. In: ids of systems, where only their units' sums can have changed.
 * Out: how many systems of the jurisdiction have been judged, those out of scope included.
 */
export async function refreshTotals(
  tx: Transaction,
  jurisdictionId: string,
  asOf: CalendarDate,
  systemIds?: readonly number[],
): Promise<number> {
  const units =
    systemIds === undefined
      ? null
      : await tx.execute<{ id: string }>(
          sql`select organisation_id as id from verdicts where system_id = ${anyOf(systemIds)} and superseded_at is null
            union select organisation_id from verdicts where system_id = ${anyOf(systemIds)} and superseded_at is not null`,
        )
  const ids = units?.map(({ id }) => Number(id)) ?? null
  // Read first, written after: PostgreSQL adds up on several cores only what it needn't write.
  const [sums] = await tx.execute<{ rows: string | null; systems: string }>(sql`
    select json_agg(by_unit)::text as rows, coalesce(sum(systems), 0) as systems from (
      select v.organisation_id, coalesce(v.operations, 'out') as operations, count(*) as systems,
        coalesce(sum(s.annual_operations_fen), 0) as annual_operations_fen,
        count(*) filter (where s.annual_operations_fen is null) as unknown_sums
      from ${ids === null ? everySystem : systemsOf(ids)}
      where v.jurisdiction_id = ${jurisdictionId} and v.superseded_at is null
      group by v.organisation_id, v.operations) by_unit`)
  await tx
    .delete(table)
    .where(
      and(
        eq(table.jurisdictionId, jurisdictionId),
        ids === null ? undefined : inArray(table.organisationId, ids),
      ),
    )
  await tx.execute(sql`
    insert into funding_totals (jurisdiction_id, organisation_id, operations, systems, annual_operations_fen,
      unknown_sums, as_of)
    select ${jurisdictionId}, organisation_id, operations, systems, annual_operations_fen, unknown_sums, ${asOf}::date
    from json_to_recordset(${sums?.rows ?? '[]'}::json) as r(organisation_id bigint, operations text, systems integer,
      annual_operations_fen bigint, unknown_sums integer)`)
  return Number(sums?.systems ?? 0)
}

/** Out: how many systems stand how, and their yearly O&M money, as of the last day judged; a department's own only. */
export async function fundingTotals(context: Context): Promise<FundingTotals> {
  authorize(context, 'funding.read')
  return transact(context, (tx) => readFundingTotals(context, tx))
}

/** The same inside the caller's transaction, for jobs and pages that have asked already. */
export async function readFundingTotals(context: Context, tx: Transaction): Promise<FundingTotals> {
  const rows = await tx
    .select({
      operations: table.operations,
      asOf: sql<CalendarDate>`max(${table.asOf})::text`,
      lines: sql<string>`sum(${table.systems})`,
      yearlyFen: sql<string>`sum(${table.annualOperationsFen})`,
      unknownSums: sql<string>`sum(${table.unknownSums})`,
    })
    .from(table)
    .groupBy(table.operations)
  const of = (...wanted: FundVerdict[]): FundingTotal => {
    const chosen = rows.filter(({ operations }) => operations !== 'out' && wanted.includes(operations))
    return {
      lines: chosen.reduce((sum, row) => sum + Number(row.lines), 0),
      yearlyFen: sumFen(chosen.map((row) => fenOf(Number(row.yearlyFen)))),
      unknownSums: chosen.reduce((sum, row) => sum + Number(row.unknownSums), 0),
    }
  }
  const [asOf = null] = rows.map((row) => row.asOf).sort()
  return {
    // Units are summed up again when something is recorded of their systems: of all it is as of the earliest.
    asOf,
    governed: asOf !== null || (await hasRegulation(context, tx)),
    denied: of('denied'),
    suspended: of('suspended'),
    undetermined: of('undetermined'),
    warned: of('warned'),
    eligible: of('eligible'),
    stopped: of('denied', 'suspended'),
  }
}

async function hasRegulation({ actor, clock }: Context, tx: Transaction): Promise<boolean> {
  const { edition } = await rulesInForce(tx, actor.jurisdictionId, clock.today(), clock.now())
  return isGoverned(edition)
}
