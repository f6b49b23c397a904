/** Columns a text takes on a terminal: hanzi and full-width signs take two. Pure. */
export function widthOf(text: string): number {
  let width = 0
  for (const sign of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        sign,
      )
        ? 2
        : 1
  return width
}

/** In: rows of two or three cells. Out: a table with aligned columns. Pure. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows
    .map(
      (row) =>
        `  ${row
          .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
          .join('  ')
          .trimEnd()}`,
    )
    .join('\n')
}

/** Prints what is being done, and how long it took once it took more than a second. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const timer = setTimeout(() => console.log(`… ${what}`), 1_000)
  try {
    const result = await work()
    const seconds = (performance.now() - started) / 1_000
    if (seconds >= 1) console.log(`  ${what}，用时 ${seconds.toFixed(1)} 秒`)
    return result
  } finally {
    clearTimeout(timer)
  }
}
