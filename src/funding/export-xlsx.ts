import { inYuan } from '../platform/money.ts'
import { type WritingContext, writeSheet } from '../platform/spreadsheet/sheet-writer.ts'
import type { WrittenCell } from '../platform/spreadsheet/write-sheet.ts'
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

const money = '#,##0.00'

/** In: O&M lines. Out: them as a sheet. */
export function fundsAsXlsx(context: WritingContext, lines: readonly FundLine[]): Promise<Uint8Array> {
  const sheet = { name: '运维经费结论', columns }
  return writeSheet(
    context,
    sheet,
    lines,
    ({ code, name, unit, operations, findings, yearlyFen }): WrittenCell[] => [
      code,
      name,
      unit,
      fundVerdictWords[operations],
      said(findings.map(citationOf).join('、')),
      said(findings[0]?.since),
      said(findings.map(({ reason }) => reason).join('')),
      said(findings.map(({ remedy }) => remedy).join('；')),
      yearlyFen === null ? null : { number: Number(inYuan(yearlyFen).replaceAll(',', '')), format: money },
    ],
  )
}

const said = (text: string | null | undefined) => text || null
