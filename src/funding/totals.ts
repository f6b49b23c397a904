import { sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import { type FundVerdict, fundVerdictWords } from '../regulations/index.ts'
import { fundingTotals as table } from './schema.ts'

export interface FundingTotal {
  systems: number
  /** Sum of the yearly O&M money of those systems whose sum is known. */
  annualOperationsFen: Fen
  /** Systems whose yearly sum nobody has recorded. */
  unknownSums: number
}

export interface FundingTotals {
  /** The last day judged; null: never judged. */
  asOf: CalendarDate | null
  /** By the verdict on operations funds. Systems out of scope (classified) are in none. */
  operations: Record<FundVerdict, FundingTotal>
}

/** Sums the current verdicts up anew: one statement over the whole jurisdiction. */
export async function refreshTotals(
  tx: Transaction,
  jurisdictionId: string,
  asOf: CalendarDate,
): Promise<void> {
  await tx.execute(sql`delete from funding_totals where jurisdiction_id = ${jurisdictionId}`)
  await tx.execute(sql`
    insert into funding_totals (jurisdiction_id, organisation_id, operations, systems, annual_operations_fen,
      unknown_sums, as_of)
    select v.jurisdiction_id, v.organisation_id, v.operations, count(*), coalesce(sum(s.annual_operations_fen), 0),
      count(*) filter (where s.annual_operations_fen is null), ${asOf}::date
    from verdicts v join systems s on s.id = v.system_id
    where v.jurisdiction_id = ${jurisdictionId} and v.superseded_at is null and v.scope <> 'out'
    group by v.jurisdiction_id, v.organisation_id, v.operations`)
}

/** Out: how many systems stand how, and their yearly O&M money, as of the last day judged; a department's own only. */
export async function fundingTotals(context: Context): Promise<FundingTotals> {
  authorize(context, 'funding.read')
  return transact(context, async (tx) => {
    const rows = await tx
      .select({
        operations: table.operations,
        asOf: sql<CalendarDate>`max(${table.asOf})::text`,
        systems: sql<string>`sum(${table.systems})`,
        fen: sql<string>`sum(${table.annualOperationsFen})`,
        unknown: sql<string>`sum(${table.unknownSums})`,
      })
      .from(table)
      .groupBy(table.operations)
    const none = (): FundingTotal => ({ systems: 0, annualOperationsFen: fenOf(0), unknownSums: 0 })
    const totals: FundingTotals = {
      asOf: null,
      operations: {
        denied: none(),
        suspended: none(),
        undetermined: none(),
        warned: none(),
        eligible: none(),
      },
    }
    for (const row of rows) {
      totals.asOf = row.asOf
      totals.operations[row.operations] = {
        systems: Number(row.systems),
        annualOperationsFen: fenOf(Number(row.fen)),
        unknownSums: Number(row.unknown),
      }
    }
    return totals
  })
}

/** The verdicts in the order of their gravity, with their words. */
export const verdictOptions: readonly { value: FundVerdict; label: string }[] = (
  ['denied', 'suspended', 'undetermined', 'warned', 'eligible'] as const
).map((value) => ({ value, label: fundVerdictWords[value] }))
