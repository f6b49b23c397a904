/** Pure. */

import writeXlsxFile from 'write-excel-file/universal'
import { inChinese } from '../platform/dates.ts'
import { weekdayWords } from './arrangement.ts'
import { sheetColumns } from './read-arrangement.ts'
import type { CalendarYear } from './work-calendar.ts'

/** In: a year, or only its number where none is known. Out: the sheet to fill in, or filled in as it counts now. */
export async function calendarAsXlsx(
  of: Pick<CalendarYear, 'year' | 'notice' | 'days'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const text = (value: string) => ({ value, type: String })
  const header = sheetColumns.map((value) => ({
    ...text(value),
    fontWeight: 'bold' as const,
    backgroundColor: '#e8f0f8',
  }))
  const rows = of.days.map(({ day, kind, name }, index) => [
    text(day),
    text(kind === 'off' ? '休' : '班'),
    text(name),
    index === 0 ? text(of.notice) : null,
  ])
  const help = [
    `${of.year}年放假安排，一行一天，只列与平时不同的日子。`,
    '日期：写到日，如 2027-01-01。',
    '安排：放假的写“休”，周末调休上班的写“班”。周末本来放假的可以不列；周一至周五不能写“班”。',
    '名称：节日名称，如 元旦、春节。',
    '文号：国务院办公厅通知的文号，填在任意一行即可。',
    ...of.days.slice(0, 1).map(({ day }) => `例：${inChinese(day)}是${weekdayWords(day)}。`),
  ]
  const blob = await writeXlsxFile([
    {
      data: [header, ...rows],
      sheet: `${of.year}年`,
      columns: [14, 8, 16, 28].map((width) => ({ width })),
      stickyRowsCount: 1,
    },
    { data: help.map((line) => [text(line)]), sheet: '说明', columns: [{ width: 90 }] },
  ]).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}
