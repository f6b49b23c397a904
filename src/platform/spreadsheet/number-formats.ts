/** What a number format shows of a date; `other` shows no date at all. */
export type DateShown = 'day' | 'month' | 'year' | 'other'

/** Built-in formats that show dates, with the meaning they have in Chinese Excel (ECMA-376 part 1, 18.8.30). */
const builtIn = new Map<number, DateShown>([
  ...[14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58].map((id) => [id, 'day'] as const),
  ...[17, 27, 36, 50, 52, 57].map((id) => [id, 'month'] as const),
])

/** In: a number format's id and, when it is the workbook's own, its code. Out: what it shows of a date. */
export function dateShown(id: number, code: string | undefined): DateShown {
  if (code === undefined) return builtIn.get(id) ?? 'other'
  const letters = code
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .split(';')[0]
    ?.toLowerCase()
  if (letters === undefined || !/[yde]/.test(letters) || /general|[0#?]/.test(letters)) return 'other'
  if (letters.includes('d')) return 'day'
  return letters.includes('m') ? 'month' : 'year'
}
