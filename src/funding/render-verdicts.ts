import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { parseStored } from '../platform/stored.ts'
import {
  evaluatorFor,
  type Facts,
  fundsOfFindings,
  storedDeadlines,
  storedFindings,
  type Verdict,
} from '../regulations/index.ts'
import { type FactRow, factRowSql, judgeUnderProjects } from '../rules/index.ts'
import { readRulebooks } from './rulebooks.ts'

/** What a row of `verdicts` keeps of what it says. */
export interface StoredVerdict extends FactRow {
  rulebookId: number | string | null
  asOf: CalendarDate
  scope: Verdict['scope']
  /** Only in rows from before rulebooks were kept; JSON as it stands in the database. */
  findings: unknown
  deadlines: unknown
}

/** What a verdict says in words, and what its findings make of the funds: what its row says of them must be the same. */
export type RenderedVerdict = Pick<Verdict, 'findings' | 'deadlines' | 'funds' | 'byProject'> &
  Partial<Pick<Verdict, 'scope'>>

/** In: the alias of `verdicts` in a query. Out: a select list that gives a StoredVerdict. */
export function storedVerdictSql(alias: string): SQL {
  const at = (name: string) => sql`${sql.identifier(alias)}.${sql.identifier(name)}`
  return sql`${at('rulebook_id')} as "rulebookId", ${at('as_of')}::text as "asOf", ${at('scope')}, ${at('findings')}, ${at('deadlines')},
    ${factRowSql(alias)}`
}

/** In: rows of `verdicts`. Out: for each, its words, as they were when it came out: by the pack and calendar of then. */
export async function renderVerdicts(
  tx: Transaction,
  rows: readonly StoredVerdict[],
): Promise<RenderedVerdict[]> {
  const ids = new Set(rows.flatMap(({ rulebookId }) => (rulebookId === null ? [] : [Number(rulebookId)])))
  const books = await readRulebooks(tx, [...ids])
  const judges = new Map<string, (facts: Facts) => Verdict>()
  return rows.map((row) => {
    if (row.rulebookId === null) {
      const findings = parseStored(storedFindings, '资格结论', row.findings ?? [])
      const deadlines = parseStored(storedDeadlines, '资格结论的期限', row.deadlines ?? [])
      return { findings, deadlines, ...(row.scope === 'out' ? {} : { funds: fundsOfFindings(findings) }) }
    }
    const key = `${row.rulebookId} ${row.asOf}`
    let judge = judges.get(key)
    if (judge === undefined) {
      const book = books.get(Number(row.rulebookId))
      if (book === undefined) throw new Error(`rulebook ${row.rulebookId} of a verdict is not there`)
      judge = evaluatorFor(book.pack, row.asOf, book.calendar)
      judges.set(key, judge)
    }
    const { regulation: _, ...said } = judgeUnderProjects(judge, row)
    return said
  })
}
