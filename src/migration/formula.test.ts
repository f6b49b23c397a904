import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formulaTexts, formulaVersion, permilleOf, rateText } from './formula.ts'

describe('the printed rate', () => {
  it('rounds half up to a tenth of a percent, in whole numbers', () => {
    expect(rateText({ confirmed: 31, required: 94 })).toBe('33.0%')
    expect(rateText({ confirmed: 1, required: 3 })).toBe('33.3%')
    expect(rateText({ confirmed: 2, required: 3 })).toBe('66.7%')
    expect(rateText({ confirmed: 1, required: 2000 })).toBe('0.1%')
    expect(rateText({ confirmed: 999, required: 2001 })).toBe('49.9%')
    expect(rateText({ confirmed: 94, required: 94 })).toBe('100.0%')
    expect(rateText({ confirmed: 0, required: 94 })).toBe('0.0%')
  })

  it('is a dash when nothing is required, never 0 % or 100 %', () => {
    expect(rateText({ confirmed: 0, required: 0 })).toBe('—')
  })

  it('is within half a thousandth of the fraction', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(), (required, some) => {
        const confirmed = some % (required + 1)
        expect(
          Math.abs(permilleOf({ confirmed, required }) * required - confirmed * 1000) * 2,
        ).toBeLessThanOrEqual(required)
      }),
    )
  })

  it('has a text for the version in use', () => {
    expect(formulaTexts[formulaVersion]).toContain('上云率')
  })
})
