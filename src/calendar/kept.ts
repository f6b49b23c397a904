import { sql } from 'drizzle-orm'
import { objectCheck } from '../platform/object-check.ts'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { calendarEditions } from './schema.ts'

export const calendarFilesCheck = objectCheck({
  name: 'calendar-files',
  title: '存放的放假安排文件与指纹',
  files: (jurisdictionId) => sql`
    select file_key as key, year || '年放假安排（' || file_name || '）' as subject from ${calendarEditions}
    where jurisdiction_id = ${jurisdictionId}`,
})

/** Of what the nightly digests are taken. */
export const calendarKept: readonly KeptRows[] = [
  keptRows(calendarEditions, {
    name: 'calendar-editions',
    title: '已批准的放假安排',
    appendOnly: false,
    order: sql`${calendarEditions.id}`,
    where: sql`${calendarEditions.status} = 'approved'`,
  }),
]
