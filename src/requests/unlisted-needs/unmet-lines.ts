import { sql } from 'drizzle-orm'
import { organisationsAs } from '../../identity/index.ts'
import { type Alternative, type Outcome, storedLine, storedMatch } from '../../matching/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import type { Fen } from '../../platform/money.ts'
import { parseStored } from '../../platform/stored.ts'
import { lineInWords } from '../filing/line-words.ts'
import { requestNumber } from '../filing/model.ts'

/** A line that the catalogue did not serve when its request was submitted: what the next edition might add. */
export interface UnmetLine {
  requestId: number
  number: string
  organisationId: number
  organisation: string
  systemName: string
  submittedOn: CalendarDate | null
  editionNumber: string
  lineId: string
  /** What was asked for, in words. */
  asked: string
  outcome: Extract<Outcome, 'not-in-catalogue' | 'no-capacity'>
  reason: string
  /** The nearest items, the nearest first. */
  alternatives: readonly Alternative[]
  /** What the nearest item with a price would cost a month, as an estimate; null where none is near. */
  estimatedFen: Fen | null
}

/** Out: the unmet lines of every submitted request (not returned, not cancelled) that the actor may see, newest request first. */
export async function unmetLines(context: Context): Promise<UnmetLine[]> {
  authorize(context, 'requests.read')
  return transact(context, async (tx) => {
    const rows = await tx.execute<{
      id: string
      filed: number
      organisation_id: string
      organisation: string
      system_name: string
      submitted_on: CalendarDate | null
      edition_number: string
      line: unknown
      asked: unknown
    }>(sql`
      select r.id::text, extract(year from r.filed_at at time zone 'Asia/Shanghai')::int as filed,
        r.organisation_id::text, o.name as organisation, r.system_name, r.submitted_on::text, m.edition_number, line,
        (select asked from jsonb_array_elements(m.content::jsonb -> 'request' -> 'lines') asked
          where asked ->> 'id' = line ->> 'id' limit 1) as asked
      from resource_requests r
      join request_matches m on m.id = r.match_id
      join ${organisationsAs('o')} on o.id = r.organisation_id
      cross join lateral jsonb_array_elements(m.content::jsonb -> 'lines') line
      where r.status not in ('draft', 'returned') and (r.status <> 'released' or r.provisioned_on is not null)
        and line ->> 'outcome' in ('not-in-catalogue', 'no-capacity')
      order by r.id desc, (line ->> 'id')::int`)
    return rows.flatMap((row) => {
      const number = requestNumber(Number(row.id), row.filed)
      const what = `${number} 的匹配结果`
      const line = parseStored(storedMatch, what, row.line)
      const asked = row.asked === null ? null : parseStored(storedLine, what, row.asked)
      if (line.outcome !== 'not-in-catalogue' && line.outcome !== 'no-capacity') return []
      const { id: lineId, outcome, reason, alternatives } = line
      return [
        {
          requestId: Number(row.id),
          number,
          organisationId: Number(row.organisation_id),
          organisation: row.organisation,
          systemName: row.system_name,
          submittedOn: row.submitted_on,
          editionNumber: row.edition_number,
          lineId,
          asked: asked === null ? '' : lineInWords(asked),
          outcome,
          reason,
          alternatives,
          estimatedFen: alternatives.find(({ monthlyFen }) => monthlyFen !== null)?.monthlyFen ?? null,
        },
      ]
    })
  })
}
