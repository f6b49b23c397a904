import type { EvidenceSubject } from '../../platform/evidence-subject.ts'
import { isBureau } from '../act-of-person.ts'
import { isOurs } from './input.ts'
import { type OrderStatus, orderStatuses } from './model.ts'
import { visibleOrder } from './read-orders.ts'

/** What an order is called as a subject of evidence. */
export const orderKind = 'order'

const decidedStatuses: ReadonlySet<OrderStatus> = new Set(['resolved', 'refused', 'failed', 'withdrawn'])

/** Attached by the unit that answers, and by the authority that issued it. */
export const orderEvidence: EvidenceSubject = {
  kind: orderKind,
  title: '限期整改通知',
  async find(context, tx, id) {
    const row = await visibleOrder(context, tx, id)
    if (row === null) return null
    return {
      name: row.number === null ? row.title : `${row.title}（${row.number}）`,
      href: `/oversight/orders/${id}`,
      organisationIds: [row.organisationId],
      decided: decidedStatuses.has(row.status)
        ? {
            words: orderStatuses[row.status],
            byActor: context.actor.kind === 'person' && isOurs(context.actor, row.kind),
          }
        : null,
      closed: row.status === 'withdrawn' ? orderStatuses.withdrawn : null,
    }
  },
  mayAttach: (actor, { organisationIds }) =>
    actor.kind === 'person' &&
    (organisationIds?.includes(actor.organisationId) === true ||
      isBureau(actor) ||
      actor.roles.includes('audit')),
}
