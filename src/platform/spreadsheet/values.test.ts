import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type CalendarDate, dateOf } from '../dates.ts'
import type { Cell } from './cells.ts'
import {
  cleanText,
  type ParseResult,
  readCount,
  readDate,
  readMoney,
  readText,
  readWord,
  readYesNo,
} from './values.ts'

/** A value as itself, everything else by its kind. */
const short = <T>(reading: ParseResult<T>) => (reading.kind === 'value' ? reading.value : reading.kind)
const reasonOf = (reading: ParseResult<unknown>) => (reading.kind === 'fault' ? reading.reason : '')

describe('a day', () => {
  it.each<[Cell, string]>([
    ['2026-12-31', '2026-12-31'],
    ['2026/12/31', '2026-12-31'],
    ['2026.1.5', '2026-01-05'],
    ['20261231', '2026-12-31'],
    [20261231, '2026-12-31'],
    ['2026年12月31日', '2026-12-31'],
    ['2026年1月5号', '2026-01-05'],
    ['２０２６年１月５日', '2026-01-05'],
    [' 2026 - 1 - 5　', '2026-01-05'],
    ['2026-12-31 00:00:00', '2026-12-31'],
    ['2026-1-5 9:30', '2026-01-05'],
    ['2026-12-31T00:00:00Z', '2026-12-31'],
    [{ date: dateOf('2016-12-13') }, '2016-12-13'],
    [42717, '2016-12-13'],
    [42717.75, '2016-12-13'],
    ['42717', '2016-12-13'],
    ['2024-02-29', '2024-02-29'],
  ])('is read from %j', (cell, day) => {
    expect(short(readDate(cell))).toBe(day)
  })

  it.each<Cell>(['/', '／', '—', '——', '-', '－', '无', 'N/A'])('did not happen: %j', (cell) => {
    expect(readDate(cell).kind).toBe('none')
  })
  it('did not happen in the words of its column', () => {
    expect(readDate('未开学', /^未(开学|放假)$/).kind).toBe('none')
    expect(readDate('未开学').kind).toBe('fault')
  })
  it.each<Cell>([null, '', ' 　'])('is not told by %j', (cell) => {
    expect(readDate(cell).kind).toBe('blank')
  })
  it.each<Cell>(['未知', '不详', '待核实', '？'])('is known to nobody: %j', (cell) => {
    expect(readDate(cell).kind).toBe('unknown')
  })

  it.each<[Cell, string]>([
    ['2018.5', '只写到月'],
    [2018.5, '只写到月'],
    ['2018年5月', '只写到月'],
    ['2018-05', '只写到月'],
    ['201805', '只写到月'],
    ['2020年', '只有年份'],
    [2020, '只有年份'],
    ['18.5.20', '两位'],
    ['18年5月20日', '两位'],
    ['2026-02-30', '没有 2026 年 2 月 30 日'],
    ['2019-13-45', '没有 2019 年 13 月 45 日'],
    ['2025-02-29', '没有 2025 年 2 月 29 日'],
    ['20261301', '没有 2026 年 13 月 1 日'],
    // January 2018, or a day in 1955?
    [20181, '看不出'],
    ['2026-12/31', '看不出'],
    ['去年底', '看不出'],
    ['1026-12-31', '1980'],
    [true, '不是日期'],
    [{ broken: '单元格里的公式出错', text: '#REF!' }, '公式出错'],
  ])('is never guessed from %j', (cell, why) => {
    expect(reasonOf(readDate(cell))).toContain(why)
  })

  it('means the same in every way of writing it', () => {
    const day = fc
      .integer({ min: 0, max: 40_000 })
      .map((days): CalendarDate => addDays(dateOf('1985-01-01'), days))
    fc.assert(
      fc.property(day, (date) => {
        const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number)
        const serial = 25_569 + Date.UTC(year, month - 1, dayOfMonth) / 86_400_000
        for (const cell of [
          date,
          date.replaceAll('-', ''),
          `${year}/${month}/${dayOfMonth}`,
          `${year}.${month}.${dayOfMonth}`,
          `${year}年${month}月${dayOfMonth}日`,
          serial,
          { date },
        ])
          expect(readDate(cell)).toEqual({ kind: 'value', value: date })
      }),
    )
  })
})

describe('money', () => {
  it.each<[Cell, 100 | 1_000_000, number]>([
    [9.8, 1_000_000, 9_800_000],
    ['８３１．３２', 1_000_000, 831_320_000],
    // As Excel keeps 182.58 after a sum.
    [182.579_999_999_999_98, 1_000_000, 182_580_000],
    ['1,234.56', 100, 123_456],
    ['30万元', 100, 30_000_000],
    ['¥ 12元', 1_000_000, 1_200],
    [0, 1_000_000, 0],
  ])('%j is exact to the fen', (cell, unit, fen) => {
    expect(short(readMoney(cell, unit))).toBe(fen)
  })
  it.each<Cell>(['十二万', '约12', '12-15', '-3', true, 3.333_333_333_333_33, '1.2.3'])(
    'refuses %j',
    (cell) => {
      expect(readMoney(cell, 1_000_000).kind).toBe('fault')
    },
  )
  it.each<[Cell, string]>([
    [null, 'blank'],
    ['/', 'none'],
    ['不详', 'unknown'],
  ])('says nothing in %j', (cell, kind) => {
    expect(readMoney(cell, 1_000_000).kind).toBe(kind)
  })
})

describe('yes and no', () => {
  it.each<Cell>(['是', '√', '✓', 'Y', 'y', 'Ｙ', 'yes', '有', true])('%j is yes', (cell) => {
    expect(readYesNo(cell)).toEqual({ kind: 'value', value: true })
  })
  it.each<Cell>(['否', '×', 'x', 'N', 'no', '无', '没有', '不是', false])('%j is no', (cell) => {
    expect(readYesNo(cell)).toEqual({ kind: 'value', value: false })
  })
  it('are read from the words of a column too', () => {
    const words = { yes: new Set(['通过']), no: new Set(['驳回']) }
    expect([short(readYesNo('通过', words)), short(readYesNo(' 驳回', words))]).toEqual([true, false])
    expect(readYesNo('通过').kind).toBe('fault')
  })
  it('a dash and a blank say nothing, half is neither', () => {
    expect([readYesNo('/').kind, readYesNo(null).kind, readYesNo('未知').kind]).toEqual([
      'none',
      'blank',
      'unknown',
    ])
    expect(readYesNo('部分').kind).toBe('fault')
    expect(readYesNo(1).kind).toBe('fault')
  })
})

describe('words and counts', () => {
  it('takes the words it is given, and says which', () => {
    const colours = new Map([
      ['红', 1],
      ['绿', 2],
    ])
    expect(short(readWord(' 绿　', colours, '红、绿'))).toBe(2)
    expect(reasonOf(readWord('蓝', colours, '红、绿'))).toContain('红、绿')
  })

  it('reads whole counts with their unit', () => {
    const units = new Map([
      ['GB', 1],
      ['T', 1_024],
    ])
    expect(short(readCount('64gb', 1, units))).toBe(64)
    expect(short(readCount(1.5, 1_024))).toBe(1_536)
    expect(short(readCount('2T', 1, units))).toBe(2_048)
    expect(readCount('2T', 1).kind).toBe('fault')
    expect(readCount(2.5, 1).kind).toBe('fault')
    expect(readCount('若干', 1).kind).toBe('fault')
    expect(readCount(9_999_999_999, 1).kind).toBe('fault')
  })

  it('cleans text of what nobody sees, and keeps the rest', () => {
    expect(cleanText(' “一枚印章管审批”\n综合受理系统　')).toBe('“一枚印章管审批” 综合受理系统')
    expect(cleanText('甲\u0000乙\ud800丙\u200b')).toBe('甲乙丙')
    expect(short(readText('备注'.repeat(100), 100))).toBe('fault')
  })

  it('never throws on anything a cell can hold', () => {
    const cell = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null))
    fc.assert(
      fc.property(cell, (value) => {
        readDate(value)
        readYesNo(value)
        readMoney(value, 100)
        readCount(value, 1)
        readText(value, 10)
      }),
    )
  })
})
