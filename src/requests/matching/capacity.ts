import type { ProgrammeSolver } from '../../platform/integer-programme.ts'
import { inOrder, leftAfter, priceOfAll } from './allot.ts'
import {
  type Allocation,
  type Capacity,
  type CompetingGroup,
  type CompetingLine,
  competingLine,
  fixedLine,
  limitedCodes,
  picksOf,
} from './competing.ts'
import { type Matched, type Matching, matchLines } from './match.ts'
import type { Line, Match } from './model.ts'
import { totalOf, yuan } from './money.ts'
import { withoutCapacity } from './no-capacity.ts'
import { solveGroup } from './solve-group.ts'

/** How lines that compete are solved, all groups together. */
export interface CompetingOptions {
  /** Absent: in the order of the lines, and proven only where no line had to give way. */
  solve?: ProgrammeSolver | undefined
  seconds?: number
  signal?: AbortSignal | undefined
}

/** What one request may take of the solver. */
const mostSeconds = 3

interface Wanting {
  place: number
  line: Line
  competing: CompetingLine
  codes: ReadonlySet<string>
}

/**
 * In: lines, and what is left of each item. Out: as matchLines; lines that do not compete keep their proven price, those
 * that do share what is left so that most of them are served at the lowest price together; one for which nothing is left
 * is no-capacity. Throws what the solver throws: solver-unavailable, or the reason of a cancelled request.
 */
export async function matchWithin(
  matching: Matching,
  lines: readonly Line[],
  capacity: Capacity,
  { solve, seconds = mostSeconds, signal }: CompetingOptions = {},
): Promise<Matched> {
  const free = matchLines(matching, lines)
  if (overdrawn(free.lines, capacity).size === 0) return free
  const deadline = performance.now() + seconds * 1_000
  const matches = [...free.lines]
  for (const group of groupsOf(wantingOf(matching, lines, free.lines, capacity))) {
    const asked = group.map(({ place }) => free.lines[place]).filter((match) => match !== undefined)
    if (overdrawn(asked, capacity).size === 0) continue
    const competing: CompetingGroup = { lines: group.map((each) => each.competing), capacity }
    const allocation =
      solve === undefined ? inOrder(competing) : await solveGroup(competing, solve, { deadline, signal })
    const left = leftAfter(competing, allocation)
    const words = wordsOf(competing, allocation)
    for (const [index, { place, line, competing: wants }] of group.entries()) {
      const match = free.lines[place]
      const taken = allocation.taken[index]
      if (match === undefined || taken === undefined) continue
      matches[place] =
        taken === null
          ? withoutCapacity(matching, line, match, { capacity, left })
          : sharing(match, picksOf(wants, taken), { proven: allocation.proven, words, free: line })
    }
  }
  return { lines: matches, monthlyFen: totalOf(matches.map(({ monthlyFen }) => monthlyFen)) }
}

function wantingOf(
  { pools }: Matching,
  lines: readonly Line[],
  matches: readonly Match[],
  capacity: Capacity,
): Wanting[] {
  return lines.flatMap((line, place) => {
    const match = matches[place]
    if (match === undefined || (match.outcome !== 'served' && match.outcome !== 'substituted')) return []
    const competing = 'text' in line ? fixedLine(match) : competingLine(pools, line, match)
    const codes = limitedCodes(competing, capacity)
    return codes.size === 0 ? [] : [{ place, line, competing, codes }]
  })
}

/** Items of which more is wanted than is left. */
function overdrawn(matches: readonly Match[], capacity: Capacity): Set<string> {
  const wanted = new Map<string, number>()
  for (const { outcome, items } of matches)
    if (outcome === 'served' || outcome === 'substituted')
      for (const { code, quantity } of items) wanted.set(code, (wanted.get(code) ?? 0) + quantity)
  return new Set([...wanted].flatMap(([code, many]) => (many > (capacity.get(code) ?? many) ? [code] : [])))
}

/** Lines that can want the same limited item belong together; groups share nothing. */
function groupsOf(wanting: readonly Wanting[]): Wanting[][] {
  const groups: { codes: Set<string>; members: Wanting[] }[] = []
  for (const each of wanting) {
    const joined = groups.filter((group) => [...each.codes].some((code) => group.codes.has(code)))
    for (const group of joined) groups.splice(groups.indexOf(group), 1)
    groups.push({
      codes: new Set([...each.codes, ...joined.flatMap((group) => [...group.codes])]),
      members: [...joined.flatMap(({ members }) => members), each],
    })
  }
  return groups.map(({ members }) => members.sort((a, b) => a.place - b.place))
}

/** What is said to every line of a group: what they cost together, and whether less is possible. */
function wordsOf({ lines }: CompetingGroup, { taken, proven, atLeastFen }: Allocation): string {
  const served = taken.filter((parts) => parts !== null).length
  const total = yuan(priceOfAll(lines, taken))
  const shared = `与另外${lines.length - 1}行争用余量，共满足${served}行，合计每月${total}`
  return proven
    ? `${shared}，已证明没有更好的分法。`
    : `${shared}，尚未证明最低；满足同样多的行合计不会低于${yuan(atLeastFen)}。`
}

function sharing(
  match: Match,
  items: Match['items'],
  { proven, words, free }: { proven: boolean; words: string; free: Line },
): Match {
  const same =
    items.length === match.items.length &&
    items.every(({ code, quantity }) =>
      match.items.some((each) => each.code === code && each.quantity === quantity),
    )
  const monthlyFen = totalOf(items.map(({ monthlyFen: fen }) => fen))
  const named = items.map(({ code, quantity }) => `${quantity}×${code}`).join('、')
  const reason = same ? match.reason : `最低价的规格余量不足，改由${named}提供。`
  const optimal = proven && (!('text' in free) || match.optimal)
  return {
    ...match,
    items: same ? match.items : items,
    monthlyFen,
    optimal,
    reason: `${reason}${words}`,
    ...(optimal ? {} : { atLeastFen: match.atLeastFen ?? (match.optimal ? match.monthlyFen : 0) }),
  }
}
