import { sql } from 'drizzle-orm'
import { asJob } from '../../platform/context.ts'
import { type CalendarDate, laterOf } from '../../platform/dates.ts'
import { anyOf, type FactsFollower, firstDaysOf, systemsAs } from '../../systems/index.ts'
import { type Affected, recordOrdersOf } from './record-orders.ts'

/**
 * A system that is registered in, or moved to, a unit under an open order about all its systems is under it from then on;
 * one that leaves stays: moving it lifts nothing. What is recorded follows once more and finds nothing to name.
 */
export const nameNewSystems: FactsFollower = async (context, tx, systemIds) => {
  const named = await tx.execute<{ orderId: string; systemId: string }>(sql`
    insert into order_subjects (order_id, system_id, jurisdiction_id, organisation_id)
    select o.id, s.id, o.jurisdiction_id, o.organisation_id
    from orders o join ${systemsAs('s')} on s.organisation_id = o.organisation_id
    where o.whole_unit and o.status not in ('drafted', 'resolved', 'withdrawn') and s.id = ${anyOf(systemIds)}
    on conflict do nothing returning order_id as "orderId", system_id as "systemId"`)
  if (named.length === 0) return
  const orders = await tx.execute<{
    id: string
    number: string
    issuedOn: CalendarDate
    author: string
    issuer: string
  }>(sql`
    select id, number, issued_on::text as "issuedOn", authors[cardinality(authors)] as author, issued_by as issuer
    from orders where id = ${anyOf(named.map(({ orderId }) => Number(orderId)))} order by issued_on, id`)
  const first = await firstDaysOf(
    tx,
    named.map(({ systemId }) => Number(systemId)),
  )
  const affected = new Map<number, Affected>()
  for (const { id, number, issuedOn, author, issuer } of orders)
    for (const { orderId, systemId } of named) {
      const system = Number(systemId)
      if (orderId !== id || affected.has(system)) continue
      affected.set(system, {
        systemId: system,
        order: { id: Number(id), number },
        from: laterOf(issuedOn, first.get(system)?.inUnit ?? issuedOn),
        recordedBy: Number(author),
        confirmedBy: Number(issuer),
      })
    }
  await recordOrdersOf(asJob(context, 'follow-register'), tx, 'oversight.sign', [...affected.values()])
}
