import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { strToU8 } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { cellsOf, cellsOfRow } from '../../tests/support/cells-of.ts'
import { hostileFiles } from '../../tests/support/hostile-files.ts'
import { makeXlsx } from '../../tests/support/make-xlsx.ts'
import type { Sheet } from './spreadsheet/cells.ts'
import { type WorkbookThreads, type WorkbookThreadsOptions, workbookThreads } from './workbook-threads.ts'

const started: WorkbookThreads[] = []
const threads = (options?: WorkbookThreadsOptions) => {
  const made = workbookThreads(options)
  started.push(made)
  return made
}
afterAll(async () => {
  for (const each of started) await each.stop()
})

const small = { fileName: 'small.csv', bytes: strToU8('甲,乙\n1,2\n') }
/** Some seconds of work, and tens of megabytes if it were kept. */
const large = {
  fileName: 'large.csv',
  bytes: strToU8(`${'甲,乙,丙,丁,戊,己,庚,辛,壬,癸\n'.repeat(600_000)}`),
}
async function allOf(sheets: readonly Sheet[]) {
  const rows = []
  for (const sheet of sheets) for await (const batch of sheet.rows()) rows.push(...batch.map(cellsOfRow))
  return rows
}
const countOf = async (sheets: readonly Sheet[]) => {
  let count = 0
  for (const sheet of sheets) for await (const batch of sheet.rows()) count += batch.length
  return count
}

describe('spreadsheets in threads', () => {
  it('are read as they are in the request, as often as asked', async () => {
    const { readWorkbook } = threads({ most: 1 })
    const bytes = makeXlsx([
      {
        name: '一',
        rows: [['系统名称', { error: '#REF!' }, { serial: 43_221, format: 'yyyy/m/d' }], [], [null, 3, true]],
      },
      { name: '二', rows: Array.from({ length: 30_000 }, (_, row) => [row, '甲']) },
    ])
    const inline = await cellsOf('a.xlsx', bytes)
    await readWorkbook({ fileName: 'a.xlsx', bytes }, {}, async (sheets) => {
      expect(sheets.map(({ name, kind }) => [name, kind])).toEqual([
        ['一', 'xlsx'],
        ['二', 'xlsx'],
      ])
      for (const sheet of sheets) {
        for await (const rows of sheet.rows()) {
          expect(rows[0]?.number).toBe(1)
          break
        }
        expect(await allOf([sheet])).toEqual(inline.get(sheet.name))
        expect(await allOf([sheet])).toEqual(inline.get(sheet.name))
      }
    })
  })

  it('are read in a process that was started as the server is', async () => {
    const script = `
      const { workbookThreads } = await import(${JSON.stringify(new URL('./workbook-threads.ts', import.meta.url).href)})
      const { readWorkbook, stop } = workbookThreads()
      const bytes = new TextEncoder().encode('甲,乙')
      console.log(await readWorkbook({ fileName: 'a.csv', bytes }, {}, async ([sheet]) => sheet.kind))
      await stop()`
    const options = ['--import', 'tsx', '--input-type=module', '--eval', script]
    const { stdout } = await promisify(execFile)(process.execPath, options)
    expect(stdout).toBe('csv\n')
  })

  it('are refused with the same words', async () => {
    const { readWorkbook } = threads({ most: 1 })
    const read = (fileName: string, bytes: Uint8Array) => readWorkbook({ fileName, bytes }, {}, allOf)
    await expect(read('a.csv', strToU8('%PDF-1.7'))).rejects.toMatchObject({
      code: 'unsupported-file',
      message: expect.stringContaining('PDF'),
    })
    await expect(read('a.csv', strToU8('a,b\n"c\n'))).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringContaining('第 2 行的引号'),
    })
    expect(await read('small.csv', small.bytes)).toEqual([
      ['甲', '乙'],
      ['1', '2'],
    ])
  })

  it('leave the server its time, whatever they cost', async () => {
    const { readWorkbook } = threads()
    await readWorkbook(small, {}, allOf)
    const files = [
      'one cell in column 1,000 of each row.xlsx',
      'merges in every column.xlsx',
      'millions of blank rows.xlsx',
      'millions of empty texts.xlsx',
    ].map((fileName) => ({ fileName, bytes: hostileFiles[fileName]?.() ?? new Uint8Array() }))
    let ticks = 0
    let longest = 0
    let last = performance.now()
    const ticking = setInterval(() => {
      ticks += 1
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    await Promise.allSettled(files.map((file) => readWorkbook(file, {}, countOf)))
    clearInterval(ticking)
    expect(ticks).toBeGreaterThan(100)
    // The threads have the processor too, so now and then the loop waits for it; in the request it waited for seconds.
    expect(longest).toBeLessThan(1_000)
  })

  it('are given up at the time limit, and the next one is read', async () => {
    const { readWorkbook } = threads({ most: 1, seconds: 3 })
    expect(await readWorkbook(small, {}, countOf)).toBe(2)
    const endless = async (sheets: readonly Sheet[]) => {
      for (;;) await countOf(sheets)
    }
    await expect(readWorkbook(large, {}, endless)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('读了 3 秒还没有读完'),
    })
    // What is done with the rows doesn't count.
    await readWorkbook(small, {}, async (sheets) => {
      for (const sheet of sheets) for await (const _ of sheet.rows()) await sleep(3_200)
    })
  })

  it('that take too much memory are ended, not the server, and the next one is read', async () => {
    const { readWorkbook } = threads({ most: 1, megabytes: 24 })
    await expect(readWorkbook(large, {}, countOf)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('内存太多'),
    })
    expect(await readWorkbook(small, {}, countOf)).toBe(2)
  })

  it('are given up when whoever asked has gone, waiting or under way', async () => {
    const { readWorkbook } = threads({ most: 1 })
    const gone = new AbortController()
    const reading = readWorkbook(large, { signal: gone.signal }, countOf)
    const waiting = readWorkbook(small, { signal: gone.signal }, countOf)
    setTimeout(() => gone.abort(new Error('gone')), 100)
    await expect(reading).rejects.toThrow('gone')
    await expect(waiting).rejects.toThrow('gone')
    await expect(readWorkbook(small, { signal: gone.signal }, countOf)).rejects.toThrow('gone')
    expect(await readWorkbook(small, {}, countOf)).toBe(2)
  })

  it('wait their turn, but not for ever', async () => {
    const { readWorkbook } = threads({ most: 1, waitSeconds: 0.5 })
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    const first = readWorkbook(small, {}, async () => {
      await finished
      return 'stored'
    })
    await expect(readWorkbook(small, {}, countOf)).rejects.toMatchObject({ code: 'too-many-requests' })
    const next = readWorkbook(small, {}, countOf)
    finish()
    expect(await first).toBe('stored')
    expect(await next).toBe(2)
  })

  it('pass on what goes wrong with their rows', async () => {
    const { readWorkbook } = threads({ most: 1 })
    const wrong = readWorkbook(large, {}, async ([sheet]) => {
      for await (const _ of sheet?.rows() ?? []) throw new Error('no room in the table')
    })
    await expect(wrong).rejects.toThrow('no room in the table')
    expect(await readWorkbook(small, {}, countOf)).toBe(2)
  })
})
