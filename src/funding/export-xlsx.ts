import writeXlsxFile from 'write-excel-file/universal'
import { inYuan } from '../platform/money.ts'
import { citationOf, fundVerdictWords } from '../regulations/index.ts'
import type { FundLine } from './list-funds.ts'

const columns = [
  { title: '系统编号', width: 14 },
  { title: '系统名称', width: 34 },
  { title: '单位', width: 24 },
  { title: '运维经费', width: 12 },
  { title: '条款', width: 12 },
  { title: '自', width: 12 },
  { title: '依据', width: 60 },
  { title: '怎样恢复', width: 60 },
  { title: '年运维费（元）', width: 16 },
] as const

/** In: O&M lines. Out: them as a sheet; text stays text, whatever it begins with. */
export async function fundsAsXlsx(lines: readonly FundLine[]): Promise<Uint8Array> {
  const header = columns.map(({ title }) => ({
    value: title,
    type: String,
    fontWeight: 'bold' as const,
    backgroundColor: '#e8f0f8',
  }))
  const text = (value: string | null | undefined) => (value ? { value, type: String } : null)
  const body = lines.map(({ code, name, unit, operations, findings, yearlyFen }) => [
    text(code),
    text(name),
    text(unit),
    text(fundVerdictWords[operations]),
    text(findings.map(citationOf).join('、')),
    text(findings[0]?.since),
    text(findings.map(({ reason }) => reason).join('')),
    text(findings.map(({ remedy }) => remedy).join('；')),
    yearlyFen === null
      ? null
      : { value: Number(inYuan(yearlyFen).replaceAll(',', '')), type: Number, format: '#,##0.00' },
  ])
  const blob = await writeXlsxFile([header, ...body], {
    sheet: '运维经费结论',
    orientation: 'landscape',
    stickyRowsCount: 1,
    columns: columns.map(({ width }) => ({ width })),
  }).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}
