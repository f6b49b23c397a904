import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOf, type Month, parseMonth } from '../../platform/dates.ts'
import { fenOf } from '../../platform/money.ts'
import { type MidMonthRule, monthCharge } from './charge.ts'
import { anyPrice } from './price.arbitrary.ts'
import { monthly, monthlyFenOf, type Price, priceSchema } from './price.ts'
import { neverFalls, priceOf, priceOfOne } from './price-of.ts'
import { plainPrice, readPrice } from './read-price.ts'
import { sayPrice, writePrice } from './write-price.ts'

const read = (text: string): Price => {
  const price = readPrice(text)
  if (price === null) throw new Error(`unreadable: ${text}`)
  return price
}

describe('a price rule', () => {
  it.each<[string, Parameters<typeof priceOf>[1], number]>([
    ['免费', { quantity: 1_000 }, 0],
    ['按规格：30.5元', { quantity: 4 }, 12_200],
    ['按量：0.39元', { quantity: 500 }, 19_500],
    // 0.0008元 a call: 1,000,001 calls are 800.0008元, 8 hundredths of a fen that don't reach half a fen.
    ['按量：0.0008元', { quantity: 1_000_001 }, 80_000],
    ['按量：0.005元', { quantity: 1 }, 1],
    ['按量：0.004999元', { quantity: 1 }, 0],
    ['按台：80.3元', { quantity: 4 }, 32_120],
    ['一次性：5000元', { quantity: 2 }, 1_000_000],
    ['包：每100GB为12.1元，超出每GB为0.13元', { quantity: 2 }, 2_420],
    ['包：每100GB为12.1元，超出每GB为0.13元', { quantity: 2, used: 200 }, 2_420],
    ['包：每100GB为12.1元，超出每GB为0.13元', { quantity: 2, used: 207 }, 2_420 + 91],
    ['包：每100GB为12.1元', { quantity: 1, used: 9_999 }, 1_210],
    ['阶梯累进：5以内27.5元，10以内26元，以上25元', { quantity: 5 }, 13_750],
    ['阶梯累进：5以内27.5元，10以内26元，以上25元', { quantity: 12 }, 13_750 + 13_000 + 5_000],
    ['阶梯全额：5以内27.5元，10以内26元，以上25元', { quantity: 5 }, 13_750],
    ['阶梯全额：5以内27.5元，10以内26元，以上25元', { quantity: 6 }, 15_600],
    ['基价：5以内137.5元，每增1加88元；n为带宽兆数', { quantity: 1, size: 5 }, 13_750],
    ['基价：5以内137.5元，每增1加88元；n为带宽兆数', { quantity: 3, size: 8 }, 3 * 40_150],
    ['基价：10以内100元，每增5加20元', { quantity: 11 }, 12_000],
    ['基价：10以内100元，每增5加20元', { quantity: 16 }, 14_000],
    ['公式：137.5+(n-5)×88；n为带宽兆数', { quantity: 2, size: 8 }, 80_300],
    ['按量：165元；最少20', { quantity: 3 }, 330_000],
    ['按量：165元；最少20', { quantity: 21 }, 346_500],
    ['按量：1元；最低50元', { quantity: 3 }, 5_000],
    ['按量：1元；最少20；最低50元', { quantity: 0 }, 0],
    ['按规格：1200元；按年', { quantity: 2 }, 240_000],
  ])('%s for %j is %d fen', (text, amount, fen) => {
    expect(priceOf(read(text), amount)).toBe(fen)
  })

  it.each([
    '',
    '面议',
    '按规格：0元',
    '按规格：-5元',
    '按规格：1.005元',
    '按规格：99999999999999元',
    '按量：0.0000001元',
    '按量：1元；n为带宽兆数',
    '包：每0GB为12元',
    '包：每100GB为12元，超出每次为1元',
    '阶梯累进：5以内1元',
    '阶梯累进：5以内1元，3以内2元，以上3元',
    '阶梯累进：以上1元，5以内2元',
    '基价：5以内137.5元',
    '公式：面议',
    '按规格：1元；按周',
    '按规格：1元；最少0',
    `公式：${'('.repeat(600)}`,
  ])('“%s” is none', (text) => {
    expect(readPrice(text)).toBeNull()
  })

  it('reads back what it is written as, and the schema takes what is read', () => {
    fc.assert(
      fc.property(anyPrice, (price) => {
        expect(readPrice(writePrice(price))).toEqual(price)
        expect(priceSchema.parse(JSON.parse(JSON.stringify(price)))).toEqual(price)
        expect(sayPrice(price, '台')).not.toBe('')
      }),
      { seed: 20_261_121, numRuns: 500 },
    )
  })

  it.each([-1, 0.5, Number.NaN, 1e300, 1_000_000_001])('refuses a quantity of %d', (quantity) => {
    expect(() => priceOf(monthly({ kind: 'flavour', fen: fenOf(1) }), { quantity })).toThrow('整数')
  })

  it('refuses a sum beyond whole numbers instead of rounding it', () => {
    const dear = monthly({ kind: 'flavour', fen: fenOf(100_000_000_000) })
    expect(() => priceOf(dear, { quantity: 1_000_000_000 })).toThrow('拆成几份')
  })

  it('asks for the size that it goes by', () => {
    expect(() => priceOf(read('公式：n×2；n为带宽兆数'), { quantity: 2 })).toThrow('请写明带宽兆数')
    expect(priceOfOne(read('公式：n-5；n为带宽兆数'), 3)).toBeNull()
    expect(priceOfOne(read('公式：n-5'), 8)).toBe(300)
  })

  it('never costs less for more, where it says so', () => {
    fc.assert(
      fc.property(anyPrice, fc.nat(3_000), fc.nat(3_000), (price, few, more) => {
        fc.pre(neverFalls(price) && price.shape.kind !== 'once')
        const one = priceOfOne(price, few)
        const other = priceOfOne(price, few + more)
        if (one !== null && other !== null) expect(other).toBeGreaterThanOrEqual(one)
      }),
      { seed: 20_261_121, numRuns: 2_000 },
    )
    expect(neverFalls(read('阶梯全额：5以内27.5元，以上20元'))).toBe(false)
    expect(neverFalls(read('公式：100-n'))).toBe(false)
  })

  it('costs a month what its monthly price says, as often as it is ordered', () => {
    fc.assert(
      fc.property(anyPrice, fc.integer({ min: 1, max: 10_000 }), (price, quantity) => {
        const fen = monthlyFenOf(price)
        fc.pre(fen !== null && price.minimumFen === null && fen * quantity < 2 ** 53)
        const billed = Math.max(quantity, price.minimumQuantity ?? 0)
        fc.pre((fen ?? 0) * billed < 2 ** 53)
        expect(priceOf(price, { quantity })).toBe((fen ?? 0) * billed)
      }),
      { seed: 20_261_121, numRuns: 1_000 },
    )
  })

  it('by steps costs the sum of what each unit costs', () => {
    const price = read('阶梯累进：3以内0.333元，7以内0.25元，以上0.1元')
    const rateOf = (unit: number) => (unit <= 3 ? 333_000 : unit <= 7 ? 250_000 : 100_000)
    for (let n = 0; n <= 20; n += 1) {
      const exact = Array.from({ length: n }, (_, unit) => rateOf(unit + 1)).reduce((a, b) => a + b, 0)
      expect(priceOf(price, { quantity: n })).toBe(Math.floor(exact / 10_000 + 0.5))
    }
  })
})

describe('the plain columns', () => {
  const plain = {
    billing: '包月',
    monthlyFen: 3_050,
    priceFormula: null,
    unit: '台',
    specification: '1核1G',
    description: '',
    vcpu: 1,
    storageGiB: null,
  }
  it.each([
    [{}, '按规格：30.5元'],
    [{ monthlyFen: 0, billing: '免费' }, '免费'],
    [{ specification: '按主机', vcpu: null }, '按台：30.5元'],
    [{ unit: 'GB', vcpu: null }, '按量：30.5元'],
    [{ unit: '包', vcpu: null, storageGiB: 100 }, '包：每100GB为30.5元'],
    [{ unit: 'CU', vcpu: null, description: '起步20CU' }, '按量：30.5元；最少20'],
    [{ billing: '包年' }, '按规格：30.5元；按年'],
    [{ billing: '一次性' }, '一次性：30.5元'],
    [
      { unit: '条', monthlyFen: null, priceFormula: '137.5+(n-5)×88', description: 'n 为带宽兆数' },
      '基价：5以内137.5元，每增1加88元；n为带宽兆数',
    ],
    [{ unit: '条', monthlyFen: null, priceFormula: '0.05×n', description: 'n 为条数' }, '公式：0.05×n'],
    [{ monthlyFen: null, priceFormula: '面议' }, null],
  ])('%j say %s', (said, rule) => {
    const price = plainPrice({ ...plain, ...said })
    expect(price === null ? null : writePrice(price)).toBe(rule)
  })
})

describe('a month in part', () => {
  const month = (text: string): Month => parseMonth(text) ?? ('' as never)
  const charge = (rule: MidMonthRule, from: string, to: string | null, fen = 3_001) =>
    monthCharge(fenOf(fen), rule, month('2026-11'), {
      from: dateOf(from),
      to: to === null ? null : dateOf(to),
    })

  it.each<[MidMonthRule, string, string | null, number]>([
    ['full-month', '2026-11-30', null, 3_001],
    ['full-month', '2026-12-01', null, 0],
    ['full-month', '2026-01-01', '2026-10-31', 0],
    ['half-month', '2026-11-15', null, 3_001],
    ['half-month', '2026-11-16', null, 1_500],
    ['half-month', '2026-11-02', '2026-11-15', 1_501],
    ['by-day', '2026-11-01', null, 3_001],
    ['by-day', '2026-11-30', null, 100],
    ['by-day', '2026-11-16', '2026-11-30', 1_501],
  ])('%s from %s to %s is %d fen', (rule, from, to, fen) => {
    expect(charge(rule, from, to)).toBe(fen)
  })

  it('never costs more than the month, and a whole month costs the whole', () => {
    const day = fc.integer({ min: 1, max: 30 })
    fc.assert(
      fc.property(
        fc.constantFrom<MidMonthRule>('full-month', 'half-month', 'by-day'),
        day,
        day,
        fc.nat(10 ** 12),
        (rule, a, b, fen) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)].map(
            (d) => `2026-11-${String(d).padStart(2, '0')}`,
          )
          const cost = charge(rule, from ?? '', to ?? '', fen)
          expect(cost).toBeGreaterThanOrEqual(0)
          expect(cost).toBeLessThanOrEqual(fen)
          expect(charge(rule, '2026-11-01', '2026-11-30', fen)).toBe(fen)
        },
      ),
      { seed: 20_261_121 },
    )
  })
})
