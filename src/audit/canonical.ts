/** Pure. */

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * In: a JSON value. Out: its one canonical text after RFC 8785: keys in the order of their UTF-16 units, no spaces,
 * numbers and strings as ECMAScript writes them.
 * Throws RangeError for what has none: a number that isn't finite, half a surrogate pair.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('JSON has no such number')
    return JSON.stringify(value)
  }
  if (value === null || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const keys = Object.keys(value).sort()
  let text = ''
  for (const key of keys) {
    const part = value[key]
    if (part === undefined) continue
    text += `${text === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(part)}`
  }
  return `{${text}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function canonicalString(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new RangeError('half a surrogate pair has no canonical form')
  return JSON.stringify(value)
}
