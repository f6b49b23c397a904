import { sql } from 'drizzle-orm'
import { objectCheck } from '../platform/object-check.ts'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { factEntries, ledgerImports, systems } from './schema.ts'

/** Of what the nightly digests are taken. */
export const systemsKept: readonly KeptRows[] = [
  keptRows(factEntries, {
    name: 'fact-entries',
    title: '登记记录',
    appendOnly: true,
    order: sql`${factEntries.id}`,
    without: ['sourceKind', 'sourceId', 'reason', 'confirmedBy', 'voids'],
    since: sql`case when source_kind <> 'ledger' or coalesce(source_id, confirmed_by, voids) is not null or reason is not null
      then row(source_kind, source_id, reason, confirmed_by, voids)::text else '' end`,
  }),
  keptRows(systems, { name: 'systems', title: '系统目录', appendOnly: false, order: sql`${systems.id}` }),
]

export const ledgerFilesCheck = objectCheck({
  name: 'ledger-files',
  title: '存放的台账文件与指纹',
  files: (jurisdictionId) => sql`
    select key, file_name || '（第 ' || id || ' 次导入）' as subject
    from ${ledgerImports}, unnest(array[file_key, preview_key]) key where jurisdiction_id = ${jurisdictionId}`,
})
