/** Pure. */

import { AppError } from '../../platform/errors.ts'

/** One cell that can't be taken, as the person at the spreadsheet will look for it. */
export interface RowFault {
  /** Row number as the spreadsheet shows it, from 1. */
  row: number
  /** The column's title, or empty when the whole row is at fault. */
  column: string
  value: string
  reason: string
}

const shownAtMost = 200

/** A spreadsheet with rows at fault: nothing of it was stored. `faults` has the first 200, `total` counts all. */
export class FaultyRows extends AppError {
  readonly faults: readonly RowFault[]
  readonly total: number

  constructor(faults: readonly RowFault[]) {
    const shown = faults.slice(0, shownAtMost)
    super(
      'invalid-input',
      `文件里有 ${faults.length} 处问题，什么都没有保存。请在原文件里逐处改正后重新上传。`,
      {
        errors: shown.map((fault) => ({
          path: fault.column === '' ? `rows.${fault.row}` : `rows.${fault.row}.${fault.column}`,
          message: inWords(fault),
        })),
      },
    )
    this.faults = shown
    this.total = faults.length
  }
}

function inWords({ row, column, value, reason }: RowFault): string {
  const place = column === '' ? `第 ${row} 行` : `第 ${row} 行“${column}”`
  return value === '' ? `${place}：${reason}` : `${place}“${value}”：${reason}`
}
