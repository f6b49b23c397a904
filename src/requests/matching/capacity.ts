import { type Matched, type Matching, matchLines } from './match.ts'
import type { Line, MachineNeed, Match, Pick, StructuredLine } from './model.ts'
import { totalOf } from './money.ts'
import { kept, Pools } from './pools.ts'
import { serveMachines } from './solve-machines.ts'

/** How many units of an item are left; an item that isn't named is not limited. */
export type Capacity = ReadonlyMap<string, number>

/** One way to serve a line; a line takes exactly one. */
export interface Option {
  picks: readonly Pick[]
  monthlyFen: number
}
/** Lines that want more of some items than is left, and nothing of what other lines want: solved by themselves. */
export interface CompetingGroup {
  lines: readonly { line: StructuredLine; options: readonly Option[] }[]
  capacity: Capacity
}
/** For each line the option taken, by place, or null where none is left; `proven`: no cheaper choice serves as many lines. */
export interface Allocation {
  taken: readonly (number | null)[]
  proven: boolean
}
export type CompetingSolver = (group: CompetingGroup) => Allocation

/**
 * In: lines, and what is left of each item. Out: as matchLines; lines that do not compete keep their proven price, those
 * that do are allotted by `solve`, and one for which nothing is left is no-capacity.
 */
export function matchWithin(
  matching: Matching,
  lines: readonly Line[],
  capacity: Capacity,
  solve: CompetingSolver = inOrder,
): Matched {
  const free = matchLines(matching, lines)
  const scarce = overdrawn(free.lines, capacity)
  if (scarce.size === 0) return free
  const pools = new Map<string, Pools>()
  const wanting = lines.flatMap((line, place) => {
    const match = free.lines[place]
    if (match === undefined || 'text' in line || match.items.length === 0) return []
    const options = optionsOf(matching, line, match, capacity, pools)
    const touches = options.some(({ picks }) => picks.some(({ code }) => capacity.has(code)))
    return touches ? [{ place, line, options }] : []
  })
  const matches = [...free.lines]
  for (const group of groupsOf(wanting, capacity)) {
    const places = group.map(({ place }) => place)
    const alone = overdrawn(
      places.flatMap((place) => free.lines[place] ?? []),
      capacity,
    )
    if (alone.size === 0) continue
    const { taken, proven } = solve({ lines: group, capacity })
    for (const [index, { place, options }] of group.entries()) {
      const match = free.lines[place]
      const option = options[taken[index] ?? -1]
      if (match !== undefined)
        matches[place] = option === undefined ? without(match, capacity) : taking(match, option, proven)
    }
  }
  return { lines: matches, monthlyFen: totalOf(matches.map(({ monthlyFen }) => monthlyFen)) }
}

/** Each line in turn takes the cheapest option that is left: never more than is there, but not proven cheapest. */
export const inOrder: CompetingSolver = ({ lines, capacity }) => {
  const left = new Map(capacity)
  const taken = lines.map(({ options }) => {
    const place = options.findIndex(({ picks }) =>
      picks.every(({ code, quantity }) => quantity <= (left.get(code) ?? Number.POSITIVE_INFINITY)),
    )
    for (const { code, quantity } of options[place]?.picks ?? [])
      if (left.has(code)) left.set(code, (left.get(code) ?? 0) - quantity)
    return place < 0 ? null : place
  })
  return { taken, proven: false }
}

/** Ways to serve a line, cheapest first: as it would be, and for one need of machines with every larger flavour as well. */
function optionsOf(
  { pools }: Matching,
  line: StructuredLine,
  match: Match,
  capacity: Capacity,
  known: Map<string, Pools>,
): Option[] {
  const options: Option[] = [{ picks: match.items, monthlyFen: match.monthlyFen }]
  const [need, ...others] = line.needs
  if (need?.what !== 'machine' || others.length > 0) return options
  const excluded = new Set<string>()
  for (;;) {
    const last = options.at(-1)?.picks.filter(({ code }) => isFlavourOf(need, code)) ?? []
    if (last.every(({ code }) => !capacity.has(code))) return options
    for (const { code } of last) excluded.add(code)
    const rest = kept(
      known,
      [...excluded].sort().join(' '),
      () => new Pools(pools.items.filter(({ code }) => !excluded.has(code))),
    )
    const served = serveMachines(rest, need, line)
    if (served === null || served.substituted) return options
    options.push({
      picks: served.picks,
      monthlyFen: totalOf(served.picks.map(({ monthlyFen }) => monthlyFen)),
    })
  }
}

const isFlavourOf = ({ attached }: MachineNeed, code: string) => attached.every((item) => item.code !== code)

function overdrawn(matches: readonly Match[], capacity: Capacity): Set<string> {
  const wanted = new Map<string, number>()
  for (const { code, quantity } of matches.flatMap(({ items }) => items))
    wanted.set(code, (wanted.get(code) ?? 0) + quantity)
  return new Set([...wanted].flatMap(([code, many]) => (many > (capacity.get(code) ?? many) ? [code] : [])))
}

interface Wanting {
  place: number
  line: StructuredLine
  options: readonly Option[]
}

/** Lines that can want the same limited item belong together; groups share nothing. */
function groupsOf(wanting: readonly Wanting[], capacity: Capacity): Wanting[][] {
  const groups: { codes: Set<string>; members: Wanting[] }[] = []
  for (const each of wanting) {
    const codes = new Set(each.options.flatMap(({ picks }) => picks.map(({ code }) => code)))
    for (const code of [...codes]) if (!capacity.has(code)) codes.delete(code)
    const joined = groups.filter((group) => [...codes].some((code) => group.codes.has(code)))
    for (const group of joined) groups.splice(groups.indexOf(group), 1)
    groups.push({
      codes: new Set([...codes, ...joined.flatMap((group) => [...group.codes])]),
      members: [...joined.flatMap(({ members }) => members), each],
    })
  }
  return groups.map(({ members }) => members.sort((a, b) => a.place - b.place))
}

function taking(match: Match, option: Option, proven: boolean): Match {
  const same = option.picks === match.items
  const items = option.picks.map(({ code }) => code).join('、')
  return {
    ...match,
    items: option.picks,
    monthlyFen: totalOf([option.monthlyFen]),
    optimal: match.optimal && proven,
    reason: same ? match.reason : `最低价的规格余量不足，改由${items}提供。`,
  }
}

function without(match: Match, capacity: Capacity): Match {
  const short = match.items.filter(({ code, quantity }) => quantity > (capacity.get(code) ?? quantity))
  const named = (short.length > 0 ? short : match.items)
    .map(({ code, quantity }) => `${code} 需要${quantity}，共余${capacity.get(code) ?? 0}`)
    .join('；')
  return {
    ...match,
    outcome: 'no-capacity',
    items: [],
    monthlyFen: totalOf([]),
    optimal: false,
    reason: `能满足的规格余量不足（${named}）；请减少数量，或等扩容后再申请。`,
  }
}
