/** Pure. */

import { AppError, type FieldError } from './errors.ts'

/** Signs without width: they come with what is copied from chats and word processors, and nobody sees them. */
const withoutWidth = /[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]+/gu

/** Controls, halves of surrogate pairs, line separators, and marks that turn the direction of what follows. */
const refused = /[^\P{Cc}\t\n\r]|[\p{Cs}\u2028-\u202e\u2066-\u2069]/u
const breaks = /[\t\n\r]/

/** Texts of several lines, by the last part of their name; every other text is one line. */
const proseFields: ReadonlySet<string> = new Set([
  ...['reason', 'comment', 'purpose', 'details', 'answer', 'demand', 'description', 'priceRule'],
  ...['text', 'source', 'pasted'],
])

/** In: the name of a field, as `lines.0.text` or `line-3-text`. Out: whether it may have several lines. */
export const isProse = (name: string): boolean => proseFields.has(name.split(/[.-]/).at(-1) ?? '')

/** In: text. Out: the same without signs that have no width. */
export function visibleText(text: string): string {
  return text.replace(withoutWidth, '')
}

/** Most texts are plain already: ASCII and common Chinese characters. */
const common = /^[\x20-\x7e\u3000-\u3002\u4e00-\u9fff\uff01-\uff5e]*$/

export const isPlain = (text: string): boolean => common.test(text)

/** In: text of a cell, a header, or what is only shown. Out: the same without anything that no reader would see. */
export function plainText(text: string): string {
  return refused.test(text)
    ? text.replace(new RegExp(refused, 'gu'), '').replace(withoutWidth, '')
    : visibleText(text)
}

/** In: text, and whether it may have several lines. Out: in words what is wrong with it; null: nothing. */
export function faultOfText(text: string, prose: boolean): string | null {
  const found = refused.exec(text) ?? (prose ? null : breaks.exec(text))
  if (found === null) return null
  const code = (text.codePointAt(found.index) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const what = breaks.test(found[0]) ? '换行或制表符' : '看不见的控制字符'
  return `第 ${found.index + 1} 个字是${what}（U+${code}），请删去后重填`
}

/** Deeper than this goes nothing that any verb takes. */
const deepest = 40

/** In: a value of JSON. Out: the same, its texts without signs that have no width. Throws invalid-input naming its faults. */
export function checkedJson(value: unknown): unknown {
  const walk: Walk = { path: [], errors: [] }
  const checked = checkedValue(value, walk)
  if (walk.errors.length > 0)
    throw new AppError('invalid-input', refusal(walk.errors), { errors: walk.errors })
  return checked
}

/** In: faults of texts. Out: the sentence that says so. */
export const refusal = (errors: readonly FieldError[]) =>
  `内容里有不能保存的字符：${errors[0]?.path ?? ''} ${errors[0]?.message ?? ''}。`

/** Faults named at most: more say nothing more. */
export const mostFaults = 20

interface Walk {
  /** Where it is; changed on the way. */
  path: string[]
  errors: FieldError[]
}

function checkedValue(value: unknown, walk: Walk): unknown {
  const { path, errors } = walk
  if (typeof value === 'string') {
    const message = faultOfText(value, isProse(nameIn(path)))
    if (message !== null && errors.length < mostFaults) errors.push({ path: path.join('.'), message })
    return visibleText(value)
  }
  if (typeof value !== 'object' || value === null) return value
  if (path.length >= deepest)
    throw new AppError('invalid-input', `请求的内容嵌套超过 ${deepest} 层：${path.slice(0, 3).join('.')}`)
  const inner = (key: string, each: unknown) => {
    path.push(key)
    const checked = checkedValue(each, walk)
    path.pop()
    return checked
  }
  if (Array.isArray(value)) return value.map((each, place) => inner(String(place), each))
  for (const [key, each] of Object.entries(value)) {
    const message = faultOfText(key, false)
    if (message !== null && errors.length < mostFaults)
      errors.push({ path: plainText(key), message: `字段名${message}` })
    // Not assigned: `__proto__` would set what it names.
    const checked = inner(key, each)
    if (checked !== each)
      Object.defineProperty(value, key, {
        value: checked,
        enumerable: true,
        writable: true,
        configurable: true,
      })
  }
  return value
}

/** An entry of a list is named as the list is. */
const nameIn = (path: readonly string[]) => path.findLast((step) => !/^\d+$/.test(step)) ?? ''
