import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, type Person, transact } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { xlsxType } from '../platform/http/download.ts'
import { insertOne } from '../platform/insert.ts'
import { putByContent } from '../platform/objects.ts'
import { parseInput } from '../platform/parse-input.ts'
import { RowIssuesError } from '../platform/spreadsheet/row-issues.ts'
import { calendarEditionMachine } from './model.ts'
import { readSheet } from './read-arrangement.ts'
import { calendarEditions } from './schema.ts'
import { readCalendarYears } from './work-calendar.ts'

export const calendarInput = z.strictObject({
  year: z.coerce.number('请填写年份').int('请填写年份').min(2020, '年份不对').max(2099, '年份不对'),
  fileName: z.string().trim().min(1, '请选择放假安排文件').max(200, '文件名过长'),
  bytes: z.instanceof(Uint8Array),
})
export type CalendarInput = z.input<typeof calendarInput>

/** Who imports: a person, never a job. */
export function personOf(context: Context): Person {
  if (context.actor.kind !== 'person') throw new AppError('forbidden', '放假安排要由经办人导入。')
  return context.actor
}

/**
 * Reads an uploaded year and keeps it as a preview; the calendar that counts stays as it is.
 * Throws RowIssuesError naming what is wrong with the file, invalid-input for a year with a gap before it, and what
 * `readSheet` throws; nothing is kept then.
 */
export async function uploadCalendar(context: Context, input: CalendarInput): Promise<{ editionId: number }> {
  authorize(context, 'calendar.import')
  const person = personOf(context)
  const { year, fileName, bytes } = parseInput(calendarInput, input)
  const { arrangement, issues } = await readSheet(context, year, { fileName, bytes })
  if (issues.length > 0) throw new RowIssuesError(issues)
  const isXlsx = bytes[0] === 0x50
  const fileKey = await putByContent(
    context.objects,
    bytes,
    isXlsx ? 'xlsx' : 'csv',
    isXlsx ? xlsxType : 'text/csv',
  )
  return transact(context, async (tx) => {
    await assertNoGap(tx, year)
    const row = await insertOne(
      tx,
      calendarEditions,
      {
        jurisdictionId: person.jurisdictionId,
        ...arrangement,
        fileName,
        fileKey,
        status: calendarEditionMachine.steps.upload.to,
        uploadedBy: person.id,
        uploadedAt: context.clock.now(),
      },
      { id: calendarEditions.id },
    )
    await record(context, tx, [
      {
        operation: 'calendar.import',
        objectType: 'calendar-edition',
        objectId: String(row.id),
        after: {
          status: 'previewed',
          year,
          notice: arrangement.notice,
          fileName,
          arrangedDays: arrangement.days.length,
        },
      },
    ])
    return { editionId: row.id }
  })
}

/** A year that is missing between would make every count across it provisional again. Throws invalid-input. */
export async function assertNoGap(tx: Transaction, year: number): Promise<void> {
  const years = (await readCalendarYears(tx)).map((each) => each.year)
  const [first, last] = [years[0], years.at(-1)]
  if (first === undefined || last === undefined || (year >= first && year <= last + 1)) return
  const message =
    year < first
      ? `${first}年以前的放假安排不再需要`
      : `${last + 1}年的放假安排还没有导入，请先导入${last + 1}年的`
  throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'year', message }] })
}
