import { sql } from 'drizzle-orm'
import { organisationsAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { type Fen, fenOf } from '../../platform/money.ts'
import { requestNumber } from '../filing/model.ts'

/** An item that somebody uses or has asked for, with what it costs them: what another edition would change. */
export interface ItemUse {
  kind: 'request' | 'resource'
  id: number
  /** The request's number, or the resource's name. */
  label: string
  organisationId: number
  organisation: string
  systemName: string
  /** The frozen match and its line that it was asked for in. */
  matchId: number
  lineId: string
  /** The edition it was matched with. */
  editionId: number
  code: string
  quantity: number
  /** Of the whole quantity. */
  monthlyFen: Fen
}

/** Out: the items of every line of a request in the process, and every running resource, that the actor may see. */
export async function itemUses(context: Context): Promise<ItemUse[]> {
  authorize(context, 'requests.read')
  return transact(context, async (tx) => {
    const rows = await tx.execute<{
      kind: 'request' | 'resource'
      id: string
      name: string | null
      filed: number | null
      organisation_id: string
      organisation: string
      system_name: string
      match_id: string
      line_id: string
      edition_id: string
      code: string
      quantity: number
      fen: string
    }>(sql`
      select 'request' as kind, r.id::text, null as name,
        extract(year from r.filed_at at time zone 'Asia/Shanghai')::int as filed,
        r.organisation_id::text, o.name as organisation, r.system_name, i.match_id::text, i.line_id, m.edition_id::text, i.code,
        i.quantity, i.monthly_fen::text as fen
      from resource_requests r
      join request_matches m on m.id = r.match_id
      join match_items i on i.match_id = m.id
      join ${organisationsAs('o')} on o.id = r.organisation_id
      where r.status in ('submitted', 'matched', 'reviewed', 'approved')
        and (r.status <> 'approved' or exists (select from approved_items a
          where a.match_id = i.match_id and a.line_id = i.line_id and a.code = i.code))
      union all
      select 'resource', s.id::text, s.name, null, s.organisation_id::text, o.name, s.system_name, s.match_id::text,
        s.line_id, s.edition_id::text, s.code, s.quantity, s.monthly_fen::text
      from running_resources s join ${organisationsAs('o')} on o.id = s.organisation_id
      where s.status = 'running'
      order by organisation, kind, id, line_id`)
    return rows.map((row) => ({
      kind: row.kind,
      id: Number(row.id),
      label: row.name ?? requestNumber(Number(row.id), row.filed ?? 0),
      organisationId: Number(row.organisation_id),
      organisation: row.organisation,
      systemName: row.system_name,
      matchId: Number(row.match_id),
      lineId: row.line_id,
      editionId: Number(row.edition_id),
      code: row.code,
      quantity: row.quantity,
      monthlyFen: fenOf(Number(row.fen)),
    }))
  })
}
