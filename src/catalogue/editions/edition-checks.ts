import { and, eq, inArray, sql } from 'drizzle-orm'
import { objectCheck } from '../../platform/object-check.ts'
import { type Check, type Difference, type KeptRows, keptRows } from '../../platform/reconciliation.ts'
import { catalogueApprovals, catalogueEditions, catalogueItems } from '../schema.ts'
import { hashOf } from './editions.ts'

const published = inArray(catalogueEditions.status, ['published', 'superseded'])

/** 已发布的目录: each edition says what its approvals were given for. */
export const editionsCheck: Check = {
  name: 'catalogue-editions',
  title: '已发布的目录与会签内容',
  fields: { contentHash: '内容摘要', approvals: '会签' },
  async run({ actor: { jurisdictionId } }, tx) {
    const editions = await tx
      .select()
      .from(catalogueEditions)
      .where(and(eq(catalogueEditions.jurisdictionId, jurisdictionId), published))
      .orderBy(catalogueEditions.id)
    const differences: Difference[] = []
    for (const edition of editions) {
      const found = await hashOf(tx, edition)
      const approvals = await tx
        .select({ contentHash: catalogueApprovals.contentHash })
        .from(catalogueApprovals)
        .where(eq(catalogueApprovals.editionId, edition.id))
      const of = { organisationId: null, systemId: null, subject: `目录 ${edition.number}` }
      if (approvals.length < 2)
        differences.push({ ...of, field: 'approvals', expected: '2', found: String(approvals.length) })
      for (const expected of new Set(approvals.map(({ contentHash }) => contentHash)))
        if (expected !== found) differences.push({ ...of, field: 'contentHash', expected, found })
    }
    return { checked: editions.length, differences }
  },
}

export const catalogueFilesCheck = objectCheck({
  name: 'catalogue-files',
  title: '存放的目录文件与指纹',
  files: (jurisdictionId) => sql`
    select source_key as key, '目录 ' || number as subject from ${catalogueEditions}
    where jurisdiction_id = ${jurisdictionId} and source_key is not null`,
})

/** Of what the nightly digests are taken. */
export const catalogueKept: readonly KeptRows[] = [
  keptRows(catalogueEditions, {
    name: 'catalogue-editions',
    title: '已发布的目录版次',
    appendOnly: false,
    order: sql`${catalogueEditions.id}`,
    where: sql`${published}`,
  }),
  keptRows(catalogueItems, {
    name: 'catalogue-items',
    title: '已发布的服务项',
    appendOnly: false,
    order: sql`${catalogueItems.id}`,
    where: sql`edition_id in (select id from ${catalogueEditions} where ${published})`,
  }),
]
