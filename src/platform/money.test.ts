import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fenOf, inWanYuan, inYuan, parseMoney, sumFen } from './money.ts'

describe('money', () => {
  it('is read without floats', () => {
    expect(parseMoney('107.8', 100)).toBe(10_780)
    expect(parseMoney('0.1', 100)).toBe(10)
    expect(parseMoney('19.75', 1_000_000)).toBe(19_750_000)
    expect(parseMoney('1,234.50', 100)).toBe(123_450)
    expect(parseMoney('0', 100)).toBe(0)
    expect(parseMoney('12.500', 100)).toBe(1_250)
  })

  it('is refused when it isn’t exact, negative or no number', () => {
    for (const text of ['0.001', '-1', '', '十二万', '1.2.3', '1e3', ' 1', '.5'])
      expect(parseMoney(text, 100), text).toBeNull()
  })

  it('is printed in 元 and 万元', () => {
    expect(inYuan(fenOf(123_456_789))).toBe('1,234,567.89')
    expect(inYuan(fenOf(5))).toBe('0.05')
    expect(inYuan(fenOf(-5))).toBe('-0.05')
    expect(inWanYuan(fenOf(38_600_000))).toBe('38.60')
    expect(inWanYuan(fenOf(4_999))).toBe('0.00')
    expect(inWanYuan(fenOf(5_000))).toBe('0.01')
    expect(inWanYuan(fenOf(123_456_789_000_000))).toBe('123,456,789.00')
  })

  it('comes back from its own print', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (fen) => {
        expect(parseMoney(inYuan(fenOf(fen)), 100)).toBe(fen)
      }),
    )
  })

  it('adds up, and refuses what isn’t whole', () => {
    expect(sumFen([fenOf(1), fenOf(2)])).toBe(3)
    expect(() => fenOf(0.5)).toThrow(RangeError)
    expect(() => fenOf(2 ** 53)).toThrow(RangeError)
  })
})
