import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { organisations } from '../identity/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import type { Finding, FundVerdict } from '../regulations/index.ts'
import { systems } from '../systems/index.ts'
import { fundingTotals as sums, verdicts } from './schema.ts'
import { type FundingTotals, readFundingTotals } from './totals.ts'

export const linesPerPage = 50
const stopped: readonly FundVerdict[] = ['denied', 'suspended']

/** Which lines are wanted; no verdict: those that may not be paid, denied or suspended. */
export interface LineQuery {
  verdict?: FundVerdict | undefined
  organisationId?: number | undefined
  /** From 1; undefined: all of them, for the workbook. */
  page?: number | undefined
}

/** One O&M line and the verdict on it. */
export interface Line {
  code: string
  name: string
  unit: string
  verdict: FundVerdict
  annualOperationsFen: Fen | null
  /** The findings that make the verdict on operations funds, as the clauses give them. */
  grounds: Pick<Finding, 'article' | 'reason' | 'since' | 'missing' | 'remedy'>[]
}

export interface LineList {
  lines: Line[]
  /** Of the query, over all pages. */
  total: number
  yearlyFen: Fen
  /** Of all the actor may see. */
  totals: FundingTotals
  units: { id: number; name: string }[]
}

/**
 * O&M lines with their verdicts, the largest sum first: what finance looks at before it pays.
 * Classified systems are in no list (陵政办发〔2024〕29号 art. 2).
 */
export async function listLines(context: Context, query: LineQuery): Promise<LineList> {
  authorize(context, 'funding.read')
  const wanted = query.verdict === undefined ? stopped : [query.verdict]
  const ofUnit = query.organisationId
  return transact(context, async (tx) => {
    const [sum] = await tx
      .select({
        total: sql<string>`coalesce(sum(${sums.systems}), 0)`,
        fen: sql<string>`coalesce(sum(${sums.annualOperationsFen}), 0)`,
      })
      .from(sums)
      .where(
        and(
          inArray(sums.operations, [...wanted]),
          ofUnit === undefined ? undefined : eq(sums.organisationId, ofUnit),
        ),
      )
    const rows = tx
      .select({
        code: systems.code,
        name: systems.name,
        unit: organisations.name,
        verdict: verdicts.operations,
        annualOperationsFen: systems.annualOperationsFen,
        findings: verdicts.findings,
      })
      .from(verdicts)
      .innerJoin(systems, eq(systems.id, verdicts.systemId))
      .innerJoin(organisations, eq(organisations.id, systems.organisationId))
      .where(
        and(
          isNull(verdicts.supersededAt),
          inArray(verdicts.operations, [...wanted]),
          ofUnit === undefined ? undefined : eq(verdicts.organisationId, ofUnit),
        ),
      )
      .orderBy(sql`${desc(systems.annualOperationsFen)} nulls last`, systems.code)
    const { page } = query
    const shown = await (page === undefined
      ? rows
      : rows.limit(linesPerPage).offset((page - 1) * linesPerPage))
    const units = await tx
      .selectDistinct({ id: organisations.id, name: organisations.name })
      .from(sums)
      .innerJoin(organisations, eq(organisations.id, sums.organisationId))
      .orderBy(organisations.name)
    return {
      lines: shown.flatMap(({ verdict, findings, ...line }) =>
        verdict === null ? [] : [{ ...line, verdict, grounds: groundsOf(findings, verdict) }],
      ),
      total: Number(sum?.total ?? 0),
      yearlyFen: fenOf(Number(sum?.fen ?? 0)),
      totals: await readFundingTotals(context, tx),
      units,
    }
  })
}

function groundsOf(findings: readonly Finding[], verdict: FundVerdict): Line['grounds'] {
  return findings
    .filter((finding) => finding.effect === verdict && finding.funds.includes('operations'))
    .map(({ article, reason, since, missing, remedy }) => ({ article, reason, since, missing, remedy }))
}

/** The first day from which one of the grounds holds; null when none is dated. */
export function heldSince(line: Line): CalendarDate | null {
  const days = line.grounds.flatMap(({ since }) => since ?? []).sort()
  return days[0] ?? null
}
