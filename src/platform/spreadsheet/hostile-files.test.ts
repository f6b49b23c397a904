import { strToU8 } from 'fflate'
import { describe, expect, inject, it } from 'vitest'
import { cellsOf } from '../../../tests/support/cells-of.ts'
import { hostileFiles } from '../../../tests/support/hostile-files.ts'
import { makeXlsx } from '../../../tests/support/make-xlsx.ts'
import { AppError } from '../errors.ts'
import { openWorkbook } from './read-workbook.ts'

/**
 * Reads all of a file. Out: the code it is refused with, or how many rows were read; the processor time of this
 * thread, which neither other work on the machine nor other threads change, and the memory it took.
 */
async function cost(fileName: string, bytes: Uint8Array) {
  const memory = () => process.memoryUsage.rss() / 1024 ** 2
  const before = memory()
  let most = before
  const watching = setInterval(() => {
    most = Math.max(most, memory())
  }, 20)
  const begin = process.threadCpuUsage()
  let outcome: string | number = 0
  try {
    for (const sheet of await openWorkbook({ fileName, bytes }))
      for await (const rows of sheet.rows()) outcome += rows.length
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    outcome = error.code
  } finally {
    clearInterval(watching)
  }
  const { user, system } = process.threadCpuUsage(begin)
  return { outcome, seconds: (user + system) / 1_000_000, megabytes: most - before }
}

describe('a file that costs more than it holds', () => {
  it.each([
    ['one cell in the last column of each row.xlsx', 'too-large'],
    ['one cell in column 1,000 of each row.xlsx', 200_001],
    ['a row of a million cells.xlsx', 'too-large'],
    ['formats to the last column.xlsx', 50_001],
    ['merges over all rows.xlsx', 20_001],
    ['merges in every column.xlsx', 'too-large'],
    ['a gap of a million rows.xlsx', 2],
    ['a gap of a billion rows.xlsx', 'too-large'],
    ['a million blank rows.xlsx', 1],
    ['millions of blank rows.xlsx', 'too-large'],
    ['one long text in every cell.xlsx', 'too-large'],
    ['millions of empty texts.xlsx', 'too-large'],
    ['a cell of many pieces.xlsx', 2],
    ['an endless comment.xlsx', 'unreadable-file'],
    ['an endless attribute.xlsx', 'unreadable-file'],
    ['elements without end.xlsx', 'unreadable-file'],
    ['an endless number format.xlsx', 1],
    ['one sheet listed 20,000 times.xlsx', 1_000],
    ['nothing but commas.csv', 'too-large'],
    ['lines of commas.csv', 1],
    ['nothing but line ends.csv', 'too-large'],
    ['nothing but quotes.csv', 'unreadable-file'],
    ['a single field.csv', 'too-large'],
  ])('%s: %s, in bounded time and memory', async (name, expected) => {
    const { outcome, seconds, megabytes } = await cost(name, hostileFiles[name]?.() ?? new Uint8Array())
    expect(outcome).toBe(expected)
    // Usually a second and 200 MB.
    expect(seconds).toBeLessThan(inject('coverage') ? 20 : 8)
    expect(megabytes).toBeLessThan(400)
  })

  it('is counted over all its sheets, not for each', async () => {
    const blank = strToU8(`<worksheet><sheetData>${'<row/>'.repeat(800_000)}</sheetData></worksheet>`)
    const sheets = [1, 2, 3].map((number) => ({ name: `${number}`, rows: [] }))
    const files = sheets.map(({ name }) => [`xl/worksheets/sheet${name}.xml`, blank] as const)
    const bytes = makeXlsx(sheets, Object.fromEntries(files))
    expect((await cost('sheets.xlsx', bytes)).outcome).toBe('too-large')
    // Reading a sheet again costs nothing more.
    const [sheet] = await openWorkbook({ fileName: 'sheets.xlsx', bytes })
    for (const _ of sheets) for await (const rows of sheet?.rows() ?? []) expect(rows).toEqual([])
  })

  it('is not read on when whoever asked has gone, and others have their turn meanwhile', async () => {
    const bytes = makeXlsx([{ rows: Array.from({ length: 20_000 }, (_, row) => [row, '甲', '乙', '丙']) }])
    for (const [fileName, file] of [
      ['long.xlsx', bytes],
      ['long.csv', strToU8('甲,乙,丙,丁\n'.repeat(200_000))],
    ] as const) {
      const gone = new AbortController()
      let turns = 0
      const turning = setInterval(() => {
        turns += 1
        if (turns === 3) gone.abort(new Error('gone'))
      }, 1)
      const reading = (async () => {
        for (;;)
          for (const sheet of await openWorkbook({ fileName, bytes: file }, gone.signal))
            for await (const _ of sheet.rows());
      })()
      await expect(reading).rejects.toThrow('gone')
      clearInterval(turning)
    }
  })
})

describe('a table that is merely wide', () => {
  it('is read up to 1,000 columns, and what is beyond is named', async () => {
    const wide = (columns: number) => makeXlsx([{ rows: [Array.from({ length: columns }, (_, i) => i + 1)] }])
    expect([...(await cellsOf('wide.xlsx', wide(1_000))).values()][0]?.[0]).toHaveLength(1_000)
    await expect(cellsOf('wide.xlsx', wide(1_001))).rejects.toThrow('第 1 行在 ALM 列（第 1001 列）还有内容')
    await expect(cellsOf('wide.csv', strToU8(`a${','.repeat(1_000)}b`))).rejects.toThrow('ALM 列')
    expect([...(await cellsOf('wide.csv', strToU8(`a,b${','.repeat(5_000)}`))).values()]).toEqual([
      [['a', 'b']],
    ])
  })

  it('cuts a text at what a cell of Excel holds', async () => {
    const long = 'a'.repeat(40_000)
    for (const [name, file] of [
      ['long.xlsx', makeXlsx([{ rows: [[long]] }])],
      ['long.csv', strToU8(`${long},b`)],
      ['quoted.csv', strToU8(`"${long}",b`)],
    ] as const)
      expect([...(await cellsOf(name, file)).values()][0]?.[0]?.[0]).toBe('a'.repeat(32_767))
  })
})
