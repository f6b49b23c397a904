import { sql } from 'drizzle-orm'
import { objectCheck } from '../platform/object-check.ts'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { evidenceFiles, evidenceLinks } from './schema.ts'

/** Of what the nightly digests are taken. */
export const evidenceKept: readonly KeptRows[] = [
  keptRows(evidenceFiles, {
    name: 'evidence-files',
    title: '凭据',
    appendOnly: false,
    order: sql`${evidenceFiles.id}`,
  }),
  keptRows(evidenceLinks, {
    name: 'evidence-links',
    title: '凭据所附事项',
    appendOnly: true,
    order: sql`${evidenceLinks.id}`,
  }),
]

export const evidenceFilesCheck = objectCheck({
  name: 'evidence-files',
  title: '存放的凭据与指纹',
  files: (jurisdictionId) => sql`
    select object_key as key, title || '（凭据 ' || id || '）' as subject
    from ${evidenceFiles} where jurisdiction_id = ${jurisdictionId}`,
})
