import { z } from 'zod'
import type { Context, Person } from '../platform/context.ts'
import { type CalendarDate, parseDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'

/** Out: the person who acts. Throws forbidden for a job. */
export function personOf({ actor }: Context): Person {
  if (actor.kind !== 'person') throw new AppError('forbidden', '监督整改的事项要由人来办理。')
  return actor
}

/** Whether somebody is of the bureau that supervises. */
export const isBureau = ({ roles }: Pick<Person, 'roles'>): boolean =>
  roles.includes('bureau-handler') || roles.includes('competent-bureau')

/** In: a field's name, what it should not be before, and why. Throws invalid-input for a day before that or to come. */
export function assertDay(
  context: Context,
  path: string,
  day: CalendarDate,
  earliest: { day: CalendarDate; what: string } | null = null,
): void {
  const today = context.clock.today()
  if (day > today) fault(path, `日期不能晚于今天（${today}），填的是 ${day}`)
  if (earliest !== null && day < earliest.day)
    fault(path, `日期要在${earliest.what}（${earliest.day}）当日或之后，填的是 ${day}`)
}

/** Throws conflict unless it still is the version that was read: it may have been taken back and proposed anew since. */
export function assertAsRead(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('conflict', '您打开页面之后，这份文书又有改动。请看过现在的内容再办理。')
}

/** Throws invalid-input about one field. */
export function fault(path: string, message: string): never {
  throw new AppError('invalid-input', `${message}。`, { errors: [{ path, message }] })
}

/** In: what a field is called, and how long it may be. Out: its schema; a text of several lines or of one. */
export const saidText = (label: string, most = 2_000) =>
  z
    .string(`请填写${label}`)
    .trim()
    .min(2, `请填写${label}，至少 2 个字`)
    .max(most, `${label}最多 ${most} 个字`)

/** Name and number of a document. */
export const documentText = (label = '文号') =>
  z.string(`请填写${label}`).trim().min(2, `请填写${label}`).max(100, `${label}最多 100 个字`)

/** The version that was read. */
export const versionInput = z.int('请刷新页面再办理').positive()
/** What is signed, confirmed or sent back: exactly what was read. */
export const asReadInput = z.strictObject({ id: z.int().positive(), version: versionInput })
export type AsRead = z.output<typeof asReadInput>

/** A day as a form or a program sends it. */
export const dayInput = z.string('请填写日期').transform((text, context): CalendarDate => {
  const day = parseDate(text)
  if (day !== null) return day
  const message =
    text.trim() === ''
      ? '请填写日期'
      : `“${text.slice(0, 20)}”不是 1949 年至 2100 年间存在的日期，应写作 YYYY-MM-DD`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})
