import { eq } from 'drizzle-orm'
import { allows } from '../platform/context.ts'
import { inChinese } from '../platform/dates.ts'
import type { EvidenceSubject } from '../platform/evidence-subject.ts'
import { factEntries, systems } from './schema.ts'

/** What a recording of facts is called as a subject of evidence. */
export const factEntryKind = 'fact-entry'

/** Its evidence is attached by the system's own organisation, or by who keeps the register. */
export const factEntryEvidence: EvidenceSubject = {
  kind: factEntryKind,
  title: '系统的登记',
  async find(_context, tx, id) {
    const [row] = await tx
      .select({
        code: systems.code,
        name: systems.name,
        holdsFrom: factEntries.holdsFrom,
        organisationId: factEntries.organisationId,
      })
      .from(factEntries)
      .innerJoin(systems, eq(systems.id, factEntries.systemId))
      .where(eq(factEntries.id, id))
    if (row === undefined) return null
    return {
      name: `${row.name}（${row.code}）${inChinese(row.holdsFrom)}起的登记`,
      href: `/systems/${encodeURIComponent(row.code)}`,
      organisationIds: [row.organisationId],
    }
  },
  mayAttach: (actor, { organisationIds }) =>
    allows(actor, 'systems.import') ||
    (actor.kind === 'person' && organisationIds?.includes(actor.organisationId) === true),
}
