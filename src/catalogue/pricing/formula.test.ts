import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceAt, readFormula } from './formula.ts'

const price = (text: string, n: number) => {
  const formula = readFormula(text)
  return formula === null ? 'unreadable' : priceAt(formula, n)
}

describe('a price by formula', () => {
  it.each([
    ['阶梯：137.5+(n-5)×88', 8, 40_150],
    ['阶梯：137.5+(n-5)×88', 6, 22_550],
    ['１３７．５＋（ｎ－５）＊８８', 8, 40_150],
    ['n', 3, 300],
    ['2*n*n + 1', 10, 20_100],
    ['100/8', 1, 1_250],
    ['0.333*n/3', 1, 11],
    ['0.005*n', 1, 1],
    ['-(-n)', 2, 200],
    ['(n+1)*(n-1)÷2', 3, 400],
    ['50元/月', 1, 5_000],
  ])('%s at %d is %d fen', (text, n, fen) => {
    expect(price(text, n)).toBe(fen)
  })

  it.each([
    '面议',
    '137.5+',
    '(n-5',
    'n-5)',
    'n n',
    '1..2',
    '88/n',
    'n/0',
    'n/(n-n)',
    'n*n*n*n*n',
    'm*2',
    'constructor',
    '1;2',
    '',
    '('.repeat(300),
  ])('“%s” is read by no machine', (text) => {
    expect(price(text, 6)).toBe('unreadable')
  })

  it('below zero is no price', () => {
    expect(price('n-5', 3)).toBeNull()
  })

  it('is exact, and knows whether more can cost less', () => {
    fc.assert(
      fc.property(fc.nat(99_999), fc.nat(999), fc.nat(9_999), (cents, least, n) => {
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}+n×${least}`
        return price(text, n) === cents + least * 100 * n
      }),
      { seed: 20_261_121 },
    )
    expect(readFormula('100-n')?.nondecreasing).toBe(false)
    expect(readFormula('100+n×n')?.nondecreasing).toBe(true)
  })
})
