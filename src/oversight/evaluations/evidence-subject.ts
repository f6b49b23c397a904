import type { EvidenceSubject } from '../../platform/evidence-subject.ts'
import { isBureau } from '../act-of-person.ts'
import { evaluationKinds, evaluationStatuses } from './model.ts'
import { visibleEvaluation } from './read-evaluations.ts'

/** Attached by the bureau, which records it, and by the unit whose system it is: what it rectified. */
export const evaluationEvidence: EvidenceSubject = {
  kind: 'evaluation',
  title: '评价',
  async find(context, tx, id) {
    const row = await visibleEvaluation(context, tx, id)
    if (row === null) return null
    return {
      name: `${row.system.name}的${evaluationKinds[row.kind]}（${row.document}）`,
      href: `/oversight/evaluations/${id}`,
      organisationIds: [row.organisationId],
      decided:
        row.status === 'drafted'
          ? null
          : {
              words: evaluationStatuses[row.status],
              byActor: context.actor.kind === 'person' && isBureau(context.actor),
            },
      closed: row.status === 'withdrawn' ? evaluationStatuses.withdrawn : null,
    }
  },
  mayAttach: (actor, { organisationIds }) =>
    actor.kind === 'person' && (organisationIds?.includes(actor.organisationId) === true || isBureau(actor)),
}
