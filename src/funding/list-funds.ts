import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { organisationsAs } from '../identity/index.ts'
import { authorize, type Context, transact, visibilityOf } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import { type Finding, type FundVerdict, fundVerdictWords } from '../regulations/index.ts'
import { systemsAs } from '../systems/index.ts'
import { decidingFindings } from './deciding-finding.ts'
import { renderVerdicts, type StoredVerdict, storedVerdictSql } from './render-verdicts.ts'
import { type FundingTotals, readFundingTotals } from './totals.ts'
import { operationsAnswerSql, unsettledInList } from './verdict-for-money.ts'

export const pageSize = 50

/** What the list of O&M lines can be narrowed to; `stopped` is denied and suspended together. */
export const choices = { stopped: '停拨（不予拨付和暂停）', ...fundVerdictWords } as const
export type Choice = keyof typeof choices

/** What the address of the list can say; what isn't understood is left out. */
export const fundFilters = z.object({
  verdict: z.enum(Object.keys(choices) as [Choice, ...Choice[]]).catch('stopped'),
  unit: z.coerce.number().int().positive().optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
})
export type FundFilters = z.infer<typeof fundFilters>

/** One O&M line: a system, whether it may be paid, and why not. */
export interface FundLine {
  code: string
  name: string
  unit: string
  operations: FundVerdict
  /** The findings that decide, the earliest first; empty when nothing stands in the way. */
  findings: Finding[]
  /** The program can't answer for what it keeps of the system: 待核实, whatever list it stands in. */
  unsettled: boolean
  yearlyFen: Fen | null
}

export interface FundList {
  totals: FundingTotals
  /** Of the lines that match the filters. */
  matching: { lines: number; yearlyFen: Fen; unknownSums: number }
  lines: FundLine[]
  /** The page shown: the last one when the one asked for lies behind it. */
  page: number
  /** Units to choose from; empty for a department, which has only its own. */
  units: { id: number; name: string }[]
}

const verdictsOf = (choice: Choice): FundVerdict[] =>
  choice === 'stopped' ? ['denied', 'suspended'] : [choice]

/** Out: a page of O&M lines, the dearest first, as of the last day judged; a department's own only. */
export async function listFunds(context: Context, filters: FundFilters): Promise<FundList> {
  authorize(context, 'funding.read')
  return transact(context, async (tx) => {
    const totals = await readFundingTotals(context, tx)
    const matching = await sumMatching(tx, filters)
    const page = Math.min(filters.page, Math.max(1, Math.ceil(matching.lines / pageSize)))
    const lines =
      matching.lines === 0 ? [] : await readLines(context, tx, filters, pageSize, (page - 1) * pageSize)
    const units =
      visibilityOf(context.actor).organisations === 'all'
        ? await tx.execute<{ id: string; name: string }>(
            sql`select o.id, o.name from ${organisationsAs('o')}
              where o.id in (select organisation_id from funding_totals where operations <> 'out') order by o.id`,
          )
        : []
    return { totals, matching, lines, page, units: units.map(({ id, name }) => ({ id: Number(id), name })) }
  })
}

/** Out: every line that matches, for a file; audited. */
export async function exportFunds(
  context: Context,
  filters: FundFilters,
): Promise<{ asOf: CalendarDate | null; lines: FundLine[] }> {
  authorize(context, 'funding.read')
  return transact(context, async (tx) => {
    const { asOf } = await readFundingTotals(context, tx)
    const lines = await readLines(context, tx, filters, null, 0)
    await record(context, tx, [
      {
        operation: 'funding.read',
        objectType: 'funding-list',
        objectId: context.actor.jurisdictionId,
        after: { verdict: filters.verdict, unit: filters.unit ?? null, lines: lines.length },
      },
    ])
    return { asOf, lines }
  })
}

async function sumMatching(tx: Transaction, filters: FundFilters): Promise<FundList['matching']> {
  const [sum] = await tx.execute<{ lines: string; fen: string; unknown: string }>(sql`
    select coalesce(sum(systems), 0) as lines, coalesce(sum(annual_operations_fen), 0) as fen,
      coalesce(sum(unknown_sums), 0) as unknown
    from funding_totals where operations in ${verdictsOf(filters.verdict)}
      ${filters.unit === undefined ? sql`` : sql`and organisation_id = ${filters.unit}`}`)
  return {
    lines: Number(sum?.lines ?? 0),
    yearlyFen: fenOf(Number(sum?.fen ?? 0)),
    unknownSums: Number(sum?.unknown ?? 0),
  }
}

interface StoredLine extends StoredVerdict, Record<string, unknown> {
  code: string
  name: string
  unit: string
  operations: FundVerdict
  answer: FundVerdict
  fen: string | null
}

/** First which systems, by narrow rows and the index on their cost; then all about those few. */
async function readLines(
  context: Context,
  tx: Transaction,
  filters: FundFilters,
  limit: number | null,
  offset: number,
): Promise<FundLine[]> {
  const order = sql`s.annual_operations_fen desc nulls last, s.code`
  const visible = visibilityOf(context.actor).organisations
  const conditions: SQL[] = [
    sql`s.jurisdiction_id = ${context.actor.jurisdictionId}`,
    sql`v.superseded_at is null`,
    sql`v.operations in ${verdictsOf(filters.verdict)}`,
    ...(filters.unit === undefined ? [] : [sql`v.organisation_id = ${filters.unit}`]),
    // Row-level security says the same; said again in a form for which there is an index.
    ...(visible === 'all' ? [] : [sql`s.organisation_id in ${[...visible, -1]}`]),
  ]
  const rows = await tx.execute<StoredLine>(sql`
    with chosen as materialized (
      select s.id, v.id as verdict from ${systemsAs('s')} join verdicts v on v.system_id = s.id
      where ${sql.join(conditions, sql` and `)}
      order by ${order} limit ${limit} offset ${offset})
    select s.code, s.name, o.name as unit, v.operations, ${operationsAnswerSql('v')} as answer, ${storedVerdictSql('v')}, s.annual_operations_fen::text as fen
    from chosen join ${systemsAs('s')} on s.id = chosen.id join verdicts v on v.id = chosen.verdict
    join ${organisationsAs('o')} on o.id = v.organisation_id order by ${order}`)
  const said = await renderVerdicts(tx, rows)
  return rows.map(({ code, name, unit, operations, answer, fen }, index) => {
    const { findings = [], funds } = said[index] ?? {}
    const unsettled = answer !== operations || funds?.operations !== operations
    return {
      code,
      name,
      unit,
      operations: unsettled ? 'undetermined' : operations,
      findings: unsettled ? [unsettledInList] : decidingFindings(findings, operations),
      unsettled,
      yearlyFen: fen === null ? null : fenOf(Number(fen)),
    }
  })
}
