/** Pure. */

declare const fen: unique symbol
/** Money in fen (分), a safe integer. */
export type Fen = number & { readonly [fen]: true }

export function fenOf(value: number): Fen {
  if (!Number.isSafeInteger(value)) throw new RangeError(`no whole number of fen: ${value}`)
  return value as Fen
}

export function sumFen(values: Iterable<Fen>): Fen {
  let total = 0
  for (const value of values) total += value
  return fenOf(total)
}

/**
 * In: a decimal number as text, without unit, and how many fen one unit has (元 100, 万元 1,000,000).
 * Out: fen, or null when it is no number or has more places than fen can hold. No float takes part.
 */
export function parseMoney(text: string, fenPerUnit: 100 | 1_000_000): Fen | null {
  const match = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text.replaceAll(',', ''))
  if (match?.[1] === undefined) return null
  const places = String(fenPerUnit).length - 1
  const decimals = (match[2] ?? '').replace(/0+$/, '')
  if (decimals.length > places) return null
  const value = Number(match[1]) * fenPerUnit + Number(decimals.padEnd(places, '0') || 0)
  return Number.isSafeInteger(value) ? (value as Fen) : null
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** 123456 fen → "1,234.56" (元). */
export function inYuan(value: Fen): string {
  const positive = Math.abs(value)
  const text = `${grouped(Math.floor(positive / 100))}.${String(positive % 100).padStart(2, '0')}`
  return value < 0 ? `-${text}` : text
}

/** 38600000 fen → "38.60" (万元), rounded half up to two places: for reading, never for paying. */
export function inWanYuan(value: Fen): string {
  const positive = Math.abs(value)
  const hundredths = Math.floor((positive + 5_000) / 10_000)
  const text = `${grouped(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')}`
  return value < 0 ? `-${text}` : text
}
