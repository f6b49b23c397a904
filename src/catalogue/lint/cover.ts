/** A size and its price, to be taken any number of times. */
export interface Part {
  size: readonly number[]
  fen: number
}

/** Cells of a table times parts: what is looked at within a few milliseconds. */
const maxWork = 3_000_000

/** What all tables of one edition together may cost: some tenths of a second. */
export interface WorkBudget {
  left: number
}
export const wholeEdition = (): WorkBudget => ({ left: 12_000_000 })

/**
 * In: a size, and parts. Out: the cheapest parts (by place) that together have at least the size, exactly: a table over
 * every size up to it; null when no parts do, 'too-large' when the table would be.
 */
export function cheapestCover(
  wanted: readonly number[],
  parts: readonly Part[],
  budget: WorkBudget = wholeEdition(),
): { fen: number; counts: ReadonlyMap<number, number> } | 'too-large' | null {
  // Nothing is lost by counting in the largest unit that divides every part: what is wanted is rounded up to it.
  const units = wanted.map((_, axis) =>
    Math.max(
      1,
      parts.reduce((unit, { size }) => gcd(unit, size[axis] ?? 0), 0),
    ),
  )
  const goal = [0, 1].map((axis) => Math.ceil((wanted[axis] ?? 0) / (units[axis] ?? 1)))
  const [rows = 0, columns = 0] = goal
  const work = (rows + 1) * (columns + 1) * parts.length
  if (work > maxWork || work > budget.left) return 'too-large'
  budget.left -= work
  const steps = parts.map(({ size }) =>
    [0, 1].map((axis) => Math.floor((size[axis] ?? 0) / (units[axis] ?? 1))),
  )
  const width = columns + 1
  const best = new Float64Array((rows + 1) * width).fill(Number.POSITIVE_INFINITY)
  const by = new Int32Array(best.length).fill(-1)
  best[0] = 0
  for (let row = 0; row <= rows; row += 1)
    for (let column = 0; column <= columns; column += 1) {
      if (row + column === 0) continue
      const at = row * width + column
      for (const [place, [down = 0, across = 0]] of steps.entries()) {
        const from = Math.max(0, row - down) * width + Math.max(0, column - across)
        if (from === at) continue
        const fen = (best[from] ?? Number.POSITIVE_INFINITY) + (parts[place]?.fen ?? 0)
        if (fen < (best[at] ?? 0)) {
          best[at] = fen
          by[at] = place
        }
      }
    }
  const fen = best[rows * width + columns] ?? Number.POSITIVE_INFINITY
  if (!Number.isFinite(fen)) return null
  const counts = new Map<number, number>()
  let [row, column] = [rows, columns]
  while (row + column > 0) {
    const place = by[row * width + column] ?? -1
    const [down = 0, across = 0] = steps[place] ?? []
    counts.set(place, (counts.get(place) ?? 0) + 1)
    ;[row, column] = [Math.max(0, row - down), Math.max(0, column - across)]
  }
  return { fen, counts }
}

function gcd(a: number, b: number): number {
  let [larger, smaller] = [a, b]
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller]
  return larger
}
