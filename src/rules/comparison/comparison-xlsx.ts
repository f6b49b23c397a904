import { inYuan } from '../../platform/money.ts'
import { type WritingContext, writeSheet } from '../../platform/spreadsheet/sheet-writer.ts'
import type { WrittenCell } from '../../platform/spreadsheet/write-sheet.ts'
import { citationOf, funds } from '../../regulations/index.ts'
import { type ChangedSystem, fundNames } from './compare-rules.ts'
import { verdictWords } from './comparison-view.tsx'

const columns = [
  { title: '系统编号', width: 14 },
  { title: '系统名称', width: 34 },
  { title: '单位', width: 24 },
  ...fundNames.flatMap((fund) => [
    { title: `${funds[fund]}（现行）`, width: 16 },
    { title: `${funds[fund]}（新规则）`, width: 16 },
  ]),
  { title: '新增依据', width: 60 },
  { title: '不再依据', width: 40 },
  { title: '年运维费（元）', width: 16 },
]

/** In: systems whose verdicts change. Out: them as a sheet; a fund that doesn't change is left empty. */
export function comparisonAsXlsx(
  context: WritingContext,
  systems: readonly ChangedSystem[],
): Promise<Uint8Array> {
  const cited = (findings: ChangedSystem['added']) =>
    findings.map((finding) => `${citationOf(finding)}：${finding.reason}`).join('') || null
  return writeSheet(
    context,
    { name: '结论变化', columns },
    systems,
    ({ code, name, unit, changes, added, lifted, yearlyFen }): WrittenCell[] => [
      code,
      name,
      unit,
      ...fundNames.flatMap((fund) => {
        const change = changes.find((one) => one.fund === fund)
        return change === undefined ? [null, null] : [verdictWords(change.before), verdictWords(change.after)]
      }),
      cited(added),
      cited(lifted),
      yearlyFen === null
        ? null
        : { number: Number(inYuan(yearlyFen).replaceAll(',', '')), format: '#,##0.00' },
    ],
  )
}
