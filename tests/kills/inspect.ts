import type postgres from 'postgres'
import type { Acknowledged } from './clients.ts'

/** In: the database as its superuser, and what the product has acknowledged. Out: what isn't as it must be, in words. */
export async function faultsOf(sql: postgres.Sql, so: Acknowledged): Promise<string[]> {
  const lost = [
    ...(await lostSteps(sql, 'resource_requests', so.requests, requestOrder)),
    ...(await lostSteps(sql, 'fact_proposals', so.proposals, ['awaiting', 'recorded'])),
  ]
  const halves = await Promise.all(halfSteps.map(async ([what, query]) => [what, await sql.unsafe(query)]))
  return [
    ...lost,
    ...halves.flatMap(([what, rows]) => (rows?.length === 0 ? [] : [`${what}: ${JSON.stringify(rows)}`])),
  ]
}

const requestOrder = ['draft', 'submitted', 'matched', 'reviewed', 'approved']

/** What was acknowledged stands: a thing may have come further, when the answer was cut off, but never less far. */
async function lostSteps(
  sql: postgres.Sql,
  table: string,
  acknowledged: ReadonlyMap<number, string>,
  order: readonly string[],
): Promise<string[]> {
  const rows = await sql<{ id: string; status: string }[]>`select id, status from ${sql(table)}`
  const found = new Map(rows.map(({ id, status }) => [Number(id), status]))
  return [...acknowledged]
    .filter(([id, status]) => order.indexOf(found.get(id) ?? '') < order.indexOf(status))
    .map(([id, status]) => `${table} ${id} was ${status} and is ${found.get(id) ?? 'gone'}`)
}

/** Each selects what a step would leave that was taken by half, or twice. */
const halfSteps: readonly (readonly [what: string, query: string])[] = [
  [
    'a request whose last event is another than its state',
    `select r.id, r.status, e.status as event from resource_requests r
      left join lateral (select status from request_events e where e.request_id = r.id order by id desc limit 1) e on true
      where e.status is distinct from r.status`,
  ],
  [
    'a step of a request taken twice',
    `select request_id, action, count(*)::int from request_events
      where action in ('file', 'submit', 'match', 'review', 'approve', 'approve-by-rule') group by 1, 2 having count(*) > 1`,
  ],
  [
    // That a rule left it to a person goes with the step that asked the rule.
    'a request with more or fewer entries in the record than events',
    `select r.id, events.count as events, entries.count as entries from resource_requests r,
      lateral (select count(*)::int from request_events e where e.request_id = r.id and action <> 'leave-to-person') events,
      lateral (select count(*)::int from audit_entries a where a.object_type = 'resource-request' and a.object_id = r.id::text) entries
      where events.count <> entries.count`,
  ],
  [
    'an approved request without approved items',
    `select id from resource_requests r where status = 'approved'
      and not exists (select from request_matches m join approved_items i on i.match_id = m.id where m.request_id = r.id)`,
  ],
  [
    'a fact accepted without a recording, or recorded without having been accepted, or twice',
    `select p.id, p.status, count(f.id)::int as recordings from fact_proposals p
      left join fact_entries f on f.source_kind = 'edit' and f.system_id = p.system_id and f.reason = p.reason
      group by p.id having count(f.id) <> case p.status when 'recorded' then 1 else 0 end`,
  ],
  [
    'a signed head that no run of its job finished with',
    `select h.jurisdiction_id, count(*)::int from audit_heads h group by 1
      having count(*) <> (select count(*) from audit_entries a
        where a.jurisdiction_id = h.jurisdiction_id and a.operation = 'audit.sign-head')`,
  ],
  ['a difference that the reconciliation found', 'select * from reconciliation_differences limit 5'],
]

/** Has the jobs of the day done again at the next start, as if they had failed: each start reconciles and judges. */
export async function makeJobsDue(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    // No product does that to its own rows.
    await tx`set local session_replication_role = replica`
    await tx`update job_runs set status = 'failed', lease_until = now() where job in ('reconcile', 'judge-funding', 'sign-audit-head')`
  })
}
