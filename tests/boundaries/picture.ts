import type { Slice } from '../../src/platform/slice.ts'
import type { Import } from './rules.ts'

/** What the picture shows: slices, and which slice imports which. */
export interface Layers {
  slices: readonly Pick<Slice, 'name' | 'rank'>[]
  /** By slice: the slices that its files import, tests left out. */
  uses: ReadonlyMap<string, ReadonlySet<string>>
}

const width = 960
const rowHeight = 122
const box = { width: 190, height: 58 }
const margin = 24
const ink = '#1f2a3d'
const line = '#5b6b85'

/** In: every import of the code, tests left out, and the slices. Out: which slice imports which. */
export function layersOf(slices: Layers['slices'], imports: readonly Import[]): Layers {
  const names = new Set(slices.map(({ name }) => name))
  const partOf = (file: string) => file.split('/')[1] ?? ''
  const uses = new Map(slices.map(({ name }) => [name, new Set<string>()]))
  for (const { from, to } of imports) {
    const [above, below] = [partOf(from), partOf(to)]
    if (above !== below && names.has(below)) uses.get(above)?.add(below)
  }
  return { slices, uses }
}

/** A box, or a bend of an arrow that passes a level. */
interface Spot {
  name: string
  isBend: boolean
  level: number
  x: number
}
type Arrow = readonly Spot[]

/**
 * In: slices and their imports. Out: an SVG: a box a slice, the highest rank on top, and an arrow for each import that
 * doesn't follow from others; those that do are named in the box. The same for the same imports.
 */
export function drawLayers({ slices, uses }: Layers): string {
  const byRank = [...slices].sort((a, b) => a.rank - b.rank)
  const needed = new Map(byRank.map(({ name }) => [name, withoutImplied(uses, name)]))
  const levels = levelsOf(byRank, needed)
  const { spots, arrows } = layOut(byRank, needed, levels)
  const height = margin * 2 + 40 + (Math.max(...levels.values()) + 1) * rowHeight + 76
  const yOf = (level: number) => height - margin - 76 - rowHeight * (level + 1) + (rowHeight - box.height) / 2
  const boxes = byRank.map(({ name, rank }) => {
    const spot = spots.find((each) => !each.isBend && each.name === name)
    const others = [...(uses.get(name) ?? [])].filter((used) => !needed.get(name)?.has(used))
    return boxOf({ name, rank, others: others.sort(), x: spot?.x ?? 0, y: yOf(levels.get(name) ?? 0) })
  })
  const floor = height - margin - 52
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" fill="${ink}">`,
    '<title>The slices of src/ by rank, and which imports which</title>',
    `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z" fill="${line}"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    bar(margin, 'src/app.ts mounts what src/slices.ts lists: the slice.ts of each'),
    ...arrows.map((arrow) => pathOf(arrow, arrows, yOf)),
    ...boxes,
    bar(floor, 'platform: every slice may import it, it imports none'),
    `<text x="${width / 2}" y="${floor + 48}" font-size="12" text-anchor="middle" fill="${line}">The number: the rank. An arrow: imports. What follows from other arrows is not drawn; such direct imports stand in the box after “also”.</text>`,
    '</svg>',
    '',
  ].join('\n')
}

/** What a slice imports, without what something else that it imports reaches as well. */
function withoutImplied(uses: Layers['uses'], name: string): Set<string> {
  const own = uses.get(name) ?? new Set<string>()
  const reached = new Set<string>()
  const reach = (from: string) => {
    for (const next of uses.get(from) ?? []) {
      if (reached.has(next)) continue
      reached.add(next)
      reach(next)
    }
  }
  for (const used of own) reach(used)
  return new Set([...own].filter((used) => !reached.has(used)))
}

/** A slice stands one level above the highest that it imports. */
function levelsOf(byRank: Layers['slices'], needed: ReadonlyMap<string, ReadonlySet<string>>) {
  const levels = new Map<string, number>()
  for (const { name } of byRank)
    levels.set(name, Math.max(-1, ...[...(needed.get(name) ?? [])].map((used) => levels.get(used) ?? 0)) + 1)
  return levels
}

/** Places boxes and the bends of long arrows, level by level, near the middle of what they hang on. */
function layOut(
  byRank: Layers['slices'],
  needed: ReadonlyMap<string, ReadonlySet<string>>,
  levels: ReadonlyMap<string, number>,
): { spots: Spot[]; arrows: Arrow[] } {
  const spotOf = new Map<string, Spot>(
    byRank.map(({ name }) => [name, { name, isBend: false, level: levels.get(name) ?? 0, x: 0 }]),
  )
  const spots = [...spotOf.values()]
  const arrows: Arrow[] = []
  for (const { name } of byRank)
    for (const used of [...(needed.get(name) ?? [])].sort()) {
      const [above, below] = [spotOf.get(name), spotOf.get(used)]
      if (above === undefined || below === undefined) continue
      const bends: Spot[] = []
      for (let level = above.level - 1; level > below.level; level -= 1)
        bends.push({ name: `${name} to ${used}`, isBend: true, level, x: 0 })
      spots.push(...bends)
      arrows.push([above, ...bends, below])
    }
  const rows: Spot[][] = []
  for (const spot of spots) {
    rows[spot.level] ??= []
    rows[spot.level]?.push(spot)
  }
  for (const row of rows) spread(row)
  const neighbours = new Map<Spot, Spot[]>(spots.map((spot) => [spot, []]))
  for (const arrow of arrows)
    for (const [place, spot] of arrow.entries()) {
      const next = arrow[place + 1]
      if (next === undefined) continue
      neighbours.get(spot)?.push(next)
      neighbours.get(next)?.push(spot)
    }
  for (let round = 0; round < 24; round += 1) {
    const upwards = round % 2 === 0
    for (const row of upwards ? rows : [...rows].reverse()) {
      const middle = new Map(row.map((spot) => [spot, middleOf(spot, neighbours.get(spot) ?? [], upwards)]))
      row.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || (a.name < b.name ? -1 : 1))
      spread(row)
    }
  }
  return { spots, arrows }
}

function middleOf(spot: Spot, neighbours: readonly Spot[], upwards: boolean): number {
  const nearer = neighbours.filter(({ level }) => level < spot.level === upwards)
  return nearer.length === 0 ? spot.x : nearer.reduce((sum, { x }) => sum + x, 0) / nearer.length
}

/** Gives a row its places, from left to right, evenly over the width; a bend needs less room than a box. */
function spread(row: readonly Spot[]): void {
  const room = row.map(({ isBend }) => (isBend ? 30 : box.width + 30))
  const free = (width - margin * 2 - room.reduce((sum, each) => sum + each, 0)) / (row.length + 1)
  let left = margin
  for (const [place, spot] of row.entries()) {
    left += free
    spot.x = Math.round(left + (room[place] ?? 0) / 2)
    left += room[place] ?? 0
  }
}

/** Arrows that begin or end at one box share its edge, from left to right as they come. */
function shift(box: Spot, towards: Spot | undefined, all: readonly (Spot | undefined)[]): number {
  const others = all.filter((each) => each !== undefined).sort((a, b) => a.x - b.x)
  return others.length < 2 ? 0 : Math.round((others.indexOf(towards ?? box) / (others.length - 1) - 0.5) * 76)
}

function pathOf(arrow: Arrow, arrows: readonly Arrow[], yOf: (level: number) => number): string {
  const [first, ...rest] = arrow
  const last = rest.at(-1)
  if (first === undefined || last === undefined) return ''
  const begins = arrows.filter((each) => each[0] === first).map((each) => each[1])
  const ends = arrows.filter((each) => each.at(-1) === last).map((each) => each.at(-2))
  let [x, y] = [first.x + shift(first, rest[0], begins), yOf(first.level) + box.height]
  let path = `M${x} ${y}`
  for (const spot of rest) {
    const top = yOf(spot.level)
    const half = Math.round((top - y) / 2)
    const to = spot === last ? last.x + shift(last, arrow.at(-2), ends) : spot.x
    path += `C${x} ${y + half} ${to} ${top - half} ${to} ${top}`
    if (spot !== last) path += `V${top + box.height}`
    ;[x, y] = [to, top + box.height]
  }
  return `<path d="${path}" fill="none" stroke="${line}" stroke-width="1.5" marker-end="url(#head)"/>`
}

interface Box {
  name: string
  rank: number
  others: readonly string[]
  x: number
  y: number
}

function boxOf({ name, rank, others, x, y }: Box): string {
  const left = x - box.width / 2
  const also = linesOf(others, 34)
  return [
    `<rect x="${left}" y="${y}" width="${box.width}" height="${box.height}" rx="4" fill="#eef3fa" stroke="${ink}"/>`,
    `<text x="${left + 10}" y="${y + 20}" font-size="15" font-weight="bold">${name}</text>`,
    `<text x="${left + box.width - 10}" y="${y + 20}" font-size="12" text-anchor="end" fill="${line}">${rank}</text>`,
    ...also.map(
      (text, at) =>
        `<text x="${left + 10}" y="${y + 36 + at * 13}" font-size="10" fill="${line}">${text}</text>`,
    ),
  ].join('\n')
}

/** In: names. Out: them in lines of at most so many characters. */
function linesOf(names: readonly string[], most: number): string[] {
  const lines: string[] = []
  for (const [place, name] of names.entries()) {
    const word = place < names.length - 1 ? `${name},` : name
    const last = lines.at(-1)
    if (last === undefined) lines.push(`also ${word}`)
    else if (last.length + word.length + 1 <= most) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function bar(y: number, text: string): string {
  return [
    `<rect x="${margin}" y="${y}" width="${width - margin * 2}" height="30" rx="4" fill="#f5f5f2" stroke="${line}"/>`,
    `<text x="${width / 2}" y="${y + 20}" font-size="13" text-anchor="middle">${text}</text>`,
  ].join('\n')
}
