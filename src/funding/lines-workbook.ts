import writeExcelFile from 'write-excel-file/universal'
import { fundVerdictWords } from '../regulations/index.ts'
import { heldSince, type Line } from './list-lines.ts'

/** In: lines. Out: an .xlsx of them; every text is typed as text, so that none is taken for a formula. */
export async function linesAsXlsx(lines: readonly Line[]): Promise<Uint8Array> {
  const text = (value: string) => ({ type: String, value })
  const head = ['系统编号', '系统名称', '单位', '结论', '依据', '说明', '自', '怎样恢复', '年运维费（元）']
  const rows = [
    head.map((value) => ({ ...text(value), fontWeight: 'bold' as const })),
    ...lines.map((line) => [
      ...[line.code, line.name, line.unit, fundVerdictWords[line.verdict]].map(text),
      text(line.grounds.map(({ article }) => article).join('；')),
      text(line.grounds.map(({ reason }) => reason).join('；')),
      text(heldSince(line) ?? ''),
      text(line.grounds.map(({ remedy }) => remedy).join('；')),
      line.annualOperationsFen === null
        ? null
        : { type: Number, value: line.annualOperationsFen / 100, format: '#,##0.00' },
    ]),
  ]
  const columns = [12, 32, 22, 10, 14, 60, 12, 60, 16].map((width) => ({ width }))
  const blob = await writeExcelFile(rows, { columns, sheet: '运维经费', stickyRowsCount: 1 }).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}
