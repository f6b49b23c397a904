import { AppError } from '../errors.ts'
import type { Row } from './cells.ts'
import type { UploadedFile } from './read-workbook.ts'
import { type ReadingContext, readWorkbook } from './workbook-reader.ts'

/**
 * In: an upload with a table on its first visible sheet, and the rows that such a table has at most. Out: its rows that
 * aren't blank. Throws too-large beyond, and what WorkbookReader throws.
 */
export function readTable(context: ReadingContext, file: UploadedFile, maxRows: number): Promise<Row[]> {
  return readWorkbook(context, file, async ([sheet]) => {
    const rows: Row[] = []
    if (sheet === undefined) return rows
    for await (const batch of sheet.rows()) {
      rows.push(...batch)
      if (rows.length > maxRows)
        throw new AppError(
          'too-large',
          `${file.fileName} 超过 ${maxRows} 行。请检查是否选错了文件，或拆成几份再传。`,
        )
    }
    return rows
  })
}
