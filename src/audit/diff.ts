/** Pure. */

import { fenOf, inYuan } from '../platform/money.ts'
import { fieldTitle } from '../platform/vocabulary.ts'
import type { Json } from './canonical.ts'
import { valueWords } from './words.ts'

/** One field of an entry, before and after; null: there was none. */
export interface FieldChange {
  /** In Chinese, as "单位 › 名称". */
  field: string
  before: string | null
  after: string | null
  /** `first`: the object had nothing before; `added`: only this field hadn't. */
  kind: 'same' | 'changed' | 'first' | 'added' | 'removed'
}

type Flat = Map<string, { path: string[]; value: Json }>

/** In: a value. Out: its fields, the nested ones by their path; a list of plain values is one field. */
function flatten(value: Json, path: string[] = [], found: Flat = new Map()): Flat {
  const plain = typeof value !== 'object' || value === null
  if (plain || (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)))
    found.set(path.join('\u0000'), { path, value })
  else for (const [key, part] of Object.entries(value)) flatten(part, [...path, key], found)
  return found
}

function textOf(field: string, value: Json): string {
  if (value === null) return '无'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string') return valueWords(field, value) ?? value
  if (Array.isArray(value))
    return value.length === 0 ? '无' : value.map((item) => textOf(field, item)).join('、')
  if (typeof value !== 'number') return JSON.stringify(value)
  return field.endsWith('Fen') && Number.isSafeInteger(value) ? `${inYuan(fenOf(value))} 元` : String(value)
}

function titleOf(path: readonly string[]): string {
  const named = path.map((part) => (/^\d+$/.test(part) ? `第 ${Number(part) + 1} 项` : fieldTitle(part)))
  return named.length === 0 ? '内容' : named.join(' › ')
}

/** In: what was before and after. Out: every field of either, in the order of "after", with what became of it. */
export function fieldChanges(before: Json, after: Json): FieldChange[] {
  const [old, now] = [before, after].map((value): Flat => (value === null ? new Map() : flatten(value)))
  if (old === undefined || now === undefined) return []
  return [...new Set([...now.keys(), ...old.keys()])].map((key) => {
    const [was, is] = [old.get(key), now.get(key)]
    const path = (is ?? was)?.path ?? []
    const field = path.findLast((part) => !/^\d+$/.test(part)) ?? ''
    const [beforeText, afterText] = [was, is].map((each) =>
      each === undefined ? null : textOf(field, each.value),
    )
    return {
      field: titleOf(path),
      before: beforeText ?? null,
      after: afterText ?? null,
      kind: kindOf(was?.value, is?.value, before === null),
    }
  })
}

function kindOf(was: Json | undefined, is: Json | undefined, first: boolean): FieldChange['kind'] {
  if (was === undefined) return first ? 'first' : 'added'
  if (is === undefined) return 'removed'
  return JSON.stringify(was) === JSON.stringify(is) ? 'same' : 'changed'
}
