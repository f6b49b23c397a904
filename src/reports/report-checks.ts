import { eq, sql } from 'drizzle-orm'
import { objectCheck } from '../platform/object-check.ts'
import { type Check, type Difference, type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { snapshotHash } from './frozen.ts'
import { monthlyReports } from './schema.ts'

/** 月报: each says what it said when it was frozen. */
export const reportsCheck: Check = {
  name: 'monthly-reports',
  title: '月报与指纹',
  fields: { hash: '指纹' },
  async run({ actor: { jurisdictionId } }, tx) {
    const months = await tx
      .select({ month: monthlyReports.month })
      .from(monthlyReports)
      .where(eq(monthlyReports.jurisdictionId, jurisdictionId))
    const differences: Difference[] = []
    // One at a time: the snapshot of a big county is megabytes long.
    for (const { month } of months) {
      const [row] = await tx
        .select({ snapshot: monthlyReports.snapshot, hash: monthlyReports.snapshotHash })
        .from(monthlyReports)
        .where(
          sql`${monthlyReports.jurisdictionId} = ${jurisdictionId} and ${monthlyReports.month} = ${month}`,
        )
      if (row === undefined) continue
      const found = await snapshotHash(row.snapshot)
      if (found !== row.hash)
        differences.push({
          organisationId: null,
          systemId: null,
          subject: `${month} 月报`,
          field: 'hash',
          expected: row.hash,
          found,
        })
    }
    return { checked: months.length, differences }
  },
}

export const reportFilesCheck = objectCheck({
  name: 'report-files',
  title: '存放的月报文件与指纹',
  files: (jurisdictionId) => sql`
    select key, month || ' 月报' as subject from ${monthlyReports}, unnest(array[docx_key, xlsx_key]) key
    where jurisdiction_id = ${jurisdictionId}`,
})

/** Of what the nightly digests are taken. */
export const reportsKept: readonly KeptRows[] = [
  keptRows(monthlyReports, {
    name: 'monthly-reports',
    title: '月报',
    appendOnly: false,
    order: sql`${monthlyReports.month}`,
  }),
]
