import { z } from 'zod'
import { AppError } from '../errors.ts'

/** One thing that is wrong with an uploaded table, as it is kept. */
export const storedRowIssue = z.object({
  /** As the spreadsheet shows it, from 1; null: the file as a whole. */
  row: z.int().nullable(),
  /** The column's title; absent: the row as a whole. */
  column: z.string().optional(),
  /** What stands there; empty: nothing. Absent: the message says it. */
  value: z.string().optional(),
  message: z.string(),
})
/** One thing that is wrong with an uploaded table, as the person at the spreadsheet will look for it. */
export type RowIssue = z.output<typeof storedRowIssue>

const maxShown = 200

/** A table that can't be taken as it is: nothing of it was stored. `issues` has the first 200, `total` counts all. */
export class RowIssuesError extends AppError {
  readonly issues: readonly RowIssue[]
  readonly total: number

  constructor(issues: readonly RowIssue[]) {
    const shown = issues.slice(0, maxShown)
    super(
      'invalid-input',
      `文件里有 ${issues.length} 处问题，什么都没有保存。请在原文件里逐处改正后重新上传。`,
      {
        errors: shown.map((issue) => ({
          path: ['rows', issue.row, issue.column]
            .filter((step) => step !== null && step !== undefined)
            .join('.'),
          message: inWords(issue),
        })),
      },
    )
    this.issues = shown
    this.total = issues.length
  }
}

function inWords({ row, column, value, message }: RowIssue): string {
  const place = `${row === null ? '' : `第 ${row} 行`}${column === undefined ? '' : `“${column}”`}`
  return `${place}${value === undefined || value === '' ? '' : `“${value}”`}${place === '' ? '' : '：'}${message}`
}
