/** Pure. */

import { z } from 'zod'
import { type CalendarDate, existingDay, type Month, parseMonth } from './dates.ts'
import { AppError } from './errors.ts'
import type { Fen } from './money.ts'

/** A day, a month, money and a count as they are kept in JSON. */
export const storedDate = z.custom<CalendarDate>(
  (value) => typeof value === 'string' && existingDay(value) !== null,
  {
    error: '应为日期',
  },
)
export const storedMonth = z.custom<Month>(
  (value) => typeof value === 'string' && parseMonth(value) !== null,
  {
    error: '应为月份',
  },
)
export const storedFen = z.custom<Fen>((value) => Number.isSafeInteger(value), {
  error: '应为以分为单位的整数',
})
export const storedCount = z.int().nonnegative()

/**
 * In: the schema of what was written, what that is called, and what is read back. Out: it, checked.
 * Throws stored-data-damaged, naming what is damaged and where in it: never half of it, and never a wrong figure.
 */
export function parseStored<Value>(schema: z.ZodType<Value>, what: string, value: unknown): Value {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new AppError(
    'stored-data-damaged',
    `存放的${what}已损坏${where === '' ? '' : `（${where.slice(0, 100)}）`}，不能据以显示或办理，数据没有改动。请联系系统管理员从备份核对恢复。`,
    { cause: parsed.error },
  )
}

/** The same for JSON as text. */
export function parseStoredText<Value>(schema: z.ZodType<Value>, what: string, text: string): Value {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // No schema takes it: said below.
    value = undefined
  }
  return parseStored(schema, what, value)
}
