import { AppError } from '../errors.ts'

const mebibyte = 1024 * 1024

/**
 * What reading one file may cost, over all its parts. Counted is what a file stores, so that an address alone costs
 * nothing. A ledger of 100,000 systems with 40 columns has 4 million cells, 120 MB unpacked; a survey 200 columns.
 */
export const readingLimits = {
  fileBytes: 60 * mebibyte,
  unpackedBytes: 600 * mebibyte,
  /** Two sheets as long as Excel's can be, blank rows included. */
  rows: 2 * 1_048_576,
  columns: 1_000,
  cells: 20_000_000,
  /** Characters of all cells; a text that many cells share counts for each. */
  characters: 100_000_000,
  /** Characters of one cell, as in Excel. Longer ones are cut: no field of ours is half as long. */
  cellCharacters: 32_767,
  /** Different texts of a workbook. */
  texts: 3_000_000,
  merges: 300_000,
  /** Cells that show the value of a merged cell above them. */
  mergedCells: 2_000_000,
} as const

/** Excel's last row. */
const lastRow = 1_048_576

/** Throws too-large beyond Excel's last row. */
export function assertRow(number: number): void {
  if (number > lastRow)
    throw new AppError('too-large', `这个文件的行数超过 ${lastRow}，已停止读取。请拆成几份再传。`)
}

const advice = '请只留下要上传的内容，另存一份或拆成几份再传。'
const told = {
  unpackedBytes: '解压后大得不正常',
  rows: `的行数超过 ${readingLimits.rows}`,
  cells: `的单元格超过 ${readingLimits.cells / 10_000} 万个`,
  characters: '的文字多得不正常',
  texts: '的文字多得不正常',
  merges: `的合并单元格超过 ${readingLimits.merges / 10_000} 万个`,
  mergedCells: '的合并单元格跨的行太多',
} as const
export type Counted = keyof typeof told

/** Spreadsheets shrink to a tenth, empty ones to a hundredth; a bomb to a thousandth. */
const maxRatio = 200
const ratioCountsFrom = 32 * mebibyte

/** What one file has cost so far. Parts are read more than once; each counts once. */
export class ReadingCost {
  private readonly spent = new Map<Counted, number>()
  private readonly reached = new Map<string, number>()
  private readonly fileBytes: number
  private readonly signal: AbortSignal | undefined

  /** In: the file's size, and what ends the reading early. */
  constructor(fileBytes: number, signal?: AbortSignal) {
    this.fileBytes = fileBytes
    this.signal = signal
  }

  /** Counts a part up to where this reading of it has come. Throws unreadable-file or too-large beyond the limit. */
  reach(what: Counted, part: string, count: number): void {
    const key = `${what} ${part}`
    const before = this.reached.get(key) ?? 0
    if (count <= before) return
    this.reached.set(key, count)
    const spent = (this.spent.get(what) ?? 0) + count - before
    this.spent.set(what, spent)
    if (what === 'unpackedBytes' && spent > ratioCountsFrom && spent > this.fileBytes * maxRatio) throw bomb()
    if (spent > readingLimits[what]) throw what === 'unpackedBytes' ? bomb() : tooMuch(what)
  }

  /** Lets others have their turn. Throws the signal's reason when whoever asked has gone. */
  async pause(): Promise<void> {
    await new Promise<void>((resume) => {
      if (typeof setImmediate === 'function') setImmediate(resume)
      else setTimeout(resume)
    })
    this.signal?.throwIfAborted()
  }
}

/** What is said of a file that has too much of something. */
export function tooMuch(what: Counted): AppError {
  return new AppError('too-large', `这个文件${told[what]}，已停止读取。${advice}`)
}

/** What is said of a file that unpacks to more than any spreadsheet. */
export function bomb(): AppError {
  return new AppError('unreadable-file', `这个文件${told.unpackedBytes}，已停止读取。${advice}`)
}
