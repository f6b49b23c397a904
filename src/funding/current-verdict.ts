import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { packOf, type Verdict } from '../regulations/index.ts'
import { documentsOfClauses } from '../rules/index.ts'
import { renderVerdicts } from './render-verdicts.ts'
import { verdicts } from './schema.ts'

/** A verdict as judged, with the day it came out. */
export interface CurrentVerdict extends Verdict {
  /** The day judged when this verdict first came out. */
  asOf: CalendarDate
  judgedAt: Date
  /** The last day judged: up to it the verdict has stood. */
  judgedOn: CalendarDate
  /** Of the supplementary rules that it cites, by clause: the documents they rest on. */
  documents: ReadonlyMap<string, { title: string; documentNumber: string }>
}

const lastDay = sql`select max(as_of)::text from funding_totals
  where jurisdiction_id = ${verdicts.jurisdictionId} and organisation_id = ${verdicts.organisationId}`

/** In: a system's id. Out: the verdict that stands; null: not judged yet, or not the actor's to see. */
export async function currentVerdict(context: Context, systemId: number): Promise<CurrentVerdict | null> {
  authorize(context, 'funding.read')
  const found = await transact(context, async (tx) => {
    const rows = await tx
      .select({ ...getTableColumns(verdicts), judgedOn: sql<CalendarDate | null>`(${lastDay})` })
      .from(verdicts)
      .where(and(eq(verdicts.systemId, systemId), isNull(verdicts.supersededAt)))
    const [row] = rows
    const [said] = await renderVerdicts(tx, rows)
    if (row === undefined || said === undefined) return null
    const clauses = said.findings.flatMap(({ clause }) => clause ?? [])
    return { row, said, documents: await documentsOfClauses(tx, row.jurisdictionId, clauses) }
  })
  if (found === null) return null
  const { row, said, documents } = found
  const pack = packOf(row.regulationId)
  const { construction, operations, purchase, upgrade } = row
  return {
    regulation: {
      id: row.regulationId,
      title: pack?.title ?? row.regulationId,
      documentNumber: pack?.documentNumber ?? '',
    },
    scope: row.scope,
    ...(construction === null || operations === null || purchase === null || upgrade === null
      ? {}
      : { funds: { construction, operations, purchase, upgrade } }),
    findings: said.findings,
    deadlines: said.deadlines,
    ...(said.byProject === undefined ? {} : { byProject: said.byProject }),
    asOf: row.asOf,
    judgedAt: row.judgedAt,
    documents,
    judgedOn: row.judgedOn !== null && row.judgedOn > row.asOf ? row.judgedOn : row.asOf,
  }
}
