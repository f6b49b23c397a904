import type { EvidenceSubject } from '../../platform/evidence-subject.ts'
import { isBureau } from '../act-of-person.ts'
import { abouts } from './model.ts'
import { visibleDetermination } from './read-determinations.ts'

/** Attached by the bureau, whose determination it is. */
export const determinationEvidence: EvidenceSubject = {
  kind: 'determination',
  title: '认定和声明',
  async find(context, tx, id) {
    const row = await visibleDetermination(context, tx, id)
    if (row === null) return null
    return {
      name: `${abouts[row.about]}（${row.document}）`,
      href: `/oversight/determinations/${id}`,
      organisationIds: row.organisationId === null ? null : [row.organisationId],
      decided:
        row.status === 'drafted'
          ? null
          : { words: '已经签署', byActor: context.actor.kind === 'person' && isBureau(context.actor) },
    }
  },
  mayAttach: (actor) => actor.kind === 'person' && isBureau(actor),
}
