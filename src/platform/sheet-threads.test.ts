import { afterAll, describe, expect, it } from 'vitest'
import { cellsOf } from '../../tests/support/cells-of.ts'
import { sheetThreads } from './sheet-threads.ts'
import { writeSheet } from './spreadsheet/sheet-writer.ts'
import type { WrittenCell } from './spreadsheet/write-sheet.ts'

const threads = sheetThreads({ most: 1 })
afterAll(() => threads.stop())

const sheet = { name: '表', heading: '标题', columns: [{ title: '甲', width: 8 }] }
const cells: WrittenCell[] = ['=1+1', 2, { number: 3.5, format: '0.00' }, { date: '2026-11-21' }, null, '末']
const lines = Array.from({ length: 250 }, (_, place) => place)
const rowOf = (line: number): WrittenCell[] => [line, ...cells]
const { writeSheet: inThread } = threads

describe('tables in threads', () => {
  it('are written as they are in the request', async () => {
    const [here, there] = await Promise.all([
      writeSheet({}, sheet, lines, rowOf),
      writeSheet({ writeSheet: inThread }, sheet, lines, rowOf),
    ])
    const [rows] = [...(await cellsOf('here.xlsx', here)).values()]
    expect(rows?.at(-1)).toMatchObject([249, '=1+1', 2, 3.5, expect.anything(), null, '末'])
    expect(rows).toHaveLength(252)
    expect(await cellsOf('there.xlsx', there)).toEqual(await cellsOf('here.xlsx', here))
  })

  it('leave nothing behind when their rows fail, or when whoever asked has gone', async () => {
    const gone = new AbortController()
    const failing = writeSheet({ writeSheet: inThread }, sheet, lines, (line) => {
      if (line === 120) throw new Error('no row')
      return rowOf(line)
    })
    const left = writeSheet({ writeSheet: inThread, signal: gone.signal }, sheet, lines, rowOf)
    gone.abort(new Error('gone'))
    await Promise.all([expect(failing).rejects.toThrow('no row'), expect(left).rejects.toThrow('gone')])
    const bytes = await writeSheet({ writeSheet: inThread }, sheet, [1], rowOf)
    expect([...(await cellsOf('next.xlsx', bytes)).values()][0]).toHaveLength(3)
  })
})
