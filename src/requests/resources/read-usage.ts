import { type Month, parseMonth } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { cellAt, cellText, type Row } from '../../platform/spreadsheet/cells.ts'
import type { RowIssue } from '../../platform/spreadsheet/row-issues.ts'
import type { UsageRow } from './usage-rows.ts'

/** A file of measured use is at most so long. */
export const maxUsageRows = 20_000

const columns = {
  name: {
    title: '资源名称',
    named: /^(资源名称|资源编号|资源|实例名称|实例|主机名|主机名称|云主机|名称|编号)$/,
  },
  month: { title: '月份', named: /^(月份|统计月份|月|年月)$/ },
  averageCpu: {
    title: 'CPU平均',
    named: /^(cpu(平均|均值|平均使用率|平均利用率|使用率|利用率)|平均cpu(使用率|利用率)?)$/,
  },
  peakCpu: {
    title: 'CPU峰值',
    named: /^(cpu(峰值|最大|最高|峰值使用率|最大使用率|峰值利用率)|峰值cpu(使用率|利用率)?)$/,
  },
  averageMemory: {
    title: '内存平均',
    named: /^(内存(平均|均值|平均使用率|平均利用率|使用率|利用率)|平均内存(使用率|利用率)?)$/,
  },
  peakMemory: {
    title: '内存峰值',
    named: /^(内存(峰值|最大|最高|峰值使用率|最大使用率|峰值利用率)|峰值内存(使用率|利用率)?)$/,
  },
  storage: { title: '存储使用率', named: /^((存储|磁盘|硬盘)(使用率|利用率|平均)?)$/ },
} as const
type Key = keyof typeof columns
const keys = Object.keys(columns) as Key[]
const shares = ['averageCpu', 'peakCpu', 'averageMemory', 'peakMemory', 'storage'] as const

/** A resource as a usage file can call it. */
export interface KnownResource {
  id: number
  name: string
}

/**
 * In: the rows of a spreadsheet, the resources, and the running month. Out: the rows that are understood, and what is
 * wrong with the others; row numbers as the spreadsheet counts them. Throws unreadable-file, too-large.
 */
export function readUsage(
  table: readonly Row[],
  known: readonly KnownResource[],
  now: Month,
): { rows: UsageRow[]; issues: RowIssue[] } {
  const head = table.slice(0, 10).findIndex((row) => placesOf(row).has('name') && placesOf(row).has('month'))
  const headRow = table[head]
  if (headRow === undefined)
    throw new AppError(
      'unreadable-file',
      '前十行里没有找到表头：至少要有“资源名称”“月份”“CPU平均”“CPU峰值”几列。',
    )
  if (table.length - head > maxUsageRows)
    throw new AppError('too-large', `一次最多导入 ${maxUsageRows} 行使用率，请按月分开。`)
  const places = placesOf(headRow)
  const byName = new Map(
    known.flatMap(
      (one) =>
        [
          [one.name, one],
          [String(one.id), one],
        ] as const,
    ),
  )
  const rows: UsageRow[] = []
  const issues: RowIssue[] = []
  const seen = new Map<string, number>()
  for (const tableRow of table.slice(head + 1)) {
    const row = tableRow.number
    const textAt = (key: Key) => cellText(cellAt(tableRow, places.get(key) ?? -1)).trim()
    const read = readRow(row, textAt, byName, now)
    if ('problems' in read) {
      issues.push(...read.problems.map((message) => ({ row, message })))
      continue
    }
    const key = `${read.resourceId} ${read.month}`
    const before = seen.get(key)
    if (before !== undefined) issues.push({ row, message: `与第 ${before} 行是同一资源、同一个月` })
    else rows.push(read)
    seen.set(key, before ?? row)
  }
  const values = rows.flatMap((row) => shares.flatMap((share) => row[share] ?? []))
  if (values.length > 4 && values.every((value) => value <= 10) && values.some((value) => value > 0))
    throw new AppError(
      'unreadable-file',
      '所有使用率都不超过 1，看来写成了小数。请写成百分数：百分之十二点五写 12.5 或 12.5%，再上传。',
    )
  return { rows, issues }
}

function placesOf({ columns: columnsOfRow, cells }: Row): Map<Key, number> {
  const places = new Map<Key, number>()
  for (const [index, cell] of cells.entries()) {
    const name = cellText(cell)
      .normalize('NFKC')
      .replace(/[\s%_-]|[(（][^()（）]*[)）]/g, '')
      .toLowerCase()
    const key = keys.find((each) => columns[each].named.test(name))
    if (key !== undefined && !places.has(key)) places.set(key, columnsOfRow[index] ?? index)
  }
  return places
}

function readRow(
  row: number,
  cell: (key: Key) => string,
  byName: ReadonlyMap<string, KnownResource>,
  now: Month,
): UsageRow | { problems: string[] } {
  const problems: string[] = []
  const resource = byName.get(cell('name'))
  if (resource === undefined)
    problems.push(cell('name') === '' ? '没有写资源名称' : `没有在用资源叫“${cell('name').slice(0, 60)}”`)
  const month = monthIn(cell('month'))
  if (month === null) problems.push(`月份“${cell('month').slice(0, 20)}”读不懂，请写成 2026-10`)
  else if (month > now) problems.push(`月份 ${month} 还没有到`)
  const read = Object.fromEntries(
    shares.map((share) => {
      const permille = permilleIn(cell(share))
      if (permille === undefined)
        problems.push(`${columns[share].title}“${cell(share).slice(0, 20)}”不是 0 到 100 的百分数`)
      return [share, permille ?? null]
    }),
  ) as Record<(typeof shares)[number], number | null>
  for (const [average, peak] of [
    ['averageCpu', 'peakCpu'],
    ['averageMemory', 'peakMemory'],
  ] as const)
    if ((read[average] ?? 0) > (read[peak] ?? 1000))
      problems.push(`${columns[average].title}高于${columns[peak].title}`)
  if (problems.length > 0 || resource === undefined || month === null) return { problems }
  if (shares.every((share) => read[share] === null)) return { problems: ['没有一项使用率'] }
  return { row, resourceId: resource.id, name: resource.name, month, ...read }
}

function monthIn(text: string): Month | null {
  const match = /^(\d{4})\s*(?:[-/.年]\s*)?(\d{1,2})(?:\s*月)?(?:[-/.]?\d{1,2}日?)?$/.exec(text.trim())
  if (match === null) return null
  return parseMonth(`${match[1]}-${(match[2] ?? '').padStart(2, '0')}`)
}

/** "12.5%" → 125; empty is not measured (null); what is no share is undefined. */
function permilleIn(text: string): number | null | undefined {
  const said = text.normalize('NFKC').replace(/[\s%]/g, '')
  if (said === '' || said === '-' || said === '—') return null
  if (!/^\d{1,3}(\.\d{1,15})?$/.test(said)) return undefined
  const permille = Math.round(Number(said) * 10)
  return permille <= 1000 ? permille : undefined
}
