import writeXlsxFile from 'write-excel-file/universal'
import { inYuan } from '../../platform/money.ts'
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

/** In: systems whose verdicts change. Out: them as a sheet; a fund that doesn't change is left empty; text stays text. */
export async function comparisonAsXlsx(systems: readonly ChangedSystem[]): Promise<Uint8Array> {
  const header = columns.map(({ title }) => ({
    value: title,
    type: String,
    fontWeight: 'bold' as const,
    backgroundColor: '#e8f0f8',
  }))
  const text = (value: string) => (value === '' ? null : { value, type: String })
  const cited = (findings: ChangedSystem['added']) =>
    findings.map((finding) => `${citationOf(finding)}：${finding.reason}`).join('')
  const body = systems.map(({ code, name, unit, changes, added, lifted, yearlyFen }) => [
    ...[text(code), text(name), text(unit)],
    ...fundNames.flatMap((fund) => {
      const change = changes.find((one) => one.fund === fund)
      return change === undefined
        ? [null, null]
        : [text(verdictWords(change.before)), text(verdictWords(change.after))]
    }),
    ...[text(cited(added)), text(cited(lifted))],
    yearlyFen === null
      ? null
      : { value: Number(inYuan(yearlyFen).replaceAll(',', '')), type: Number, format: '#,##0.00' },
  ])
  const blob = await writeXlsxFile([header, ...body], {
    sheet: '结论变化',
    orientation: 'landscape',
    stickyRowsCount: 1,
    columns: columns.map(({ width }) => ({ width })),
  }).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}
