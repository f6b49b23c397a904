import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from './errors.ts'
import { parseStored, parseStoredText, storedCount, storedDate, storedFen, storedMonth } from './stored.ts'

const jar = z.object({ name: z.string(), lids: z.array(z.object({ fen: storedFen })) })
const refusal = (read: () => unknown): AppError => {
  try {
    read()
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('nothing was refused')
}

describe('what was stored as JSON', () => {
  it('is given back as it was written, without what nobody knows', () => {
    const written = { name: '罐', lids: [{ fen: 5 }] }
    expect(parseStored(jar, '罐子', { ...written, more: 1 })).toEqual(written)
    expect(parseStoredText(jar, '罐子', JSON.stringify(written))).toEqual(written)
  })

  it('is refused when it is damaged, saying what, and where in it', () => {
    const error = refusal(() => parseStored(jar, '罐子', { name: '罐', lids: [{ fen: 1 }, { fen: '2' }] }))
    expect(error.code).toBe('stored-data-damaged')
    expect(error.message).toContain('存放的罐子已损坏（lids.1.fen）')
    expect(error.cause).toBeInstanceOf(z.ZodError)
  })

  it.each(['', '{"name":', '[]', 'null'])('is refused when its text is %j', (text) => {
    expect(refusal(() => parseStoredText(jar, '罐子', text)).message).toMatch(/^存放的罐子已损坏，/)
  })

  it('has days, months, money and counts that exist', () => {
    expect(
      [storedDate, storedMonth, storedFen, storedCount].map((one) => one.safeParse(null).success),
    ).toEqual([false, false, false, false])
    expect(
      ['2026-02-28', '2026-02-29', '20260228', 'infinity'].map((day) => storedDate.safeParse(day).success),
    ).toEqual([true, false, false, false])
    expect(['2026-12', '2026-13'].map((month) => storedMonth.safeParse(month).success)).toEqual([true, false])
    expect([0, -5, 1.5, 2 ** 53, '1'].map((fen) => storedFen.safeParse(fen).success)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
