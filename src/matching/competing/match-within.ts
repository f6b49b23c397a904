import type { ResourcePool } from '../../catalogue/index.ts'
import type { ProgrammeSolver } from '../../platform/integer-programme.ts'
import { describeOrder } from '../cover/serve-demands.ts'
import type { Matched } from '../match.ts'
import { matchInTurns } from '../match-in-turns.ts'
import type { Matching } from '../match-run.ts'
import type { Line, Match } from '../model.ts'
import { totalOf, yuan } from '../money.ts'
import { allocateGreedily, leftAfter, priceOfAll } from './allocate.ts'
import {
  type AllocatedLine,
  type Allocation,
  type Capacity,
  type CompetingGroup,
  type CompetingLine,
  capacityOf,
  competingLine,
  drawnBy,
  fixedLine,
  poolsNeeded,
} from './competing-lines.ts'
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
const maxSeconds = 3
/** What it may take besides to find out which changes would help the lines of one group. */
const adviceSeconds = 0.5

interface Wanting {
  place: number
  line: Line
  competing: CompetingLine
  drawsOn: ReadonlySet<string>
}

/**
 * In: lines, and the pools with what is left of each as its capacity. Out: as matchLines; lines that do not compete keep their proven price, those
 * that do share what is left so that most of them are served at the lowest price together; one for which nothing is left
 * is no-capacity. Throws what the solver throws: solver-unavailable, or the reason of a cancelled request.
 */
export async function matchWithin(
  matching: Matching,
  lines: readonly Line[],
  pools: Iterable<ResourcePool>,
  { solve, seconds = maxSeconds, signal }: CompetingOptions = {},
): Promise<Matched> {
  const capacity = capacityOf(pools)
  const free = await matchInTurns(matching, lines, { signal })
  if (!isOverdrawn(free.lines, capacity)) return free
  const deadline = performance.now() + seconds * 1_000
  const matches = [...free.lines]
  for (const group of groupsOf(wantingOf(matching, lines, free.lines, capacity))) {
    const asked = group.map(({ place }) => free.lines[place]).filter((match) => match !== undefined)
    if (!isOverdrawn(asked, capacity)) continue
    const competing: CompetingGroup = { lines: group.map((each) => each.competing), capacity }
    const allocation =
      solve === undefined
        ? allocateGreedily(competing)
        : await solveGroup(competing, { solve, deadline, signal })
    const advising =
      solve === undefined ? null : { solve, deadline: performance.now() + adviceSeconds * 1_000, signal }
    const left = leftAfter(capacity, allocation.lines)
    const words = wordsOf(allocation)
    for (const [index, { place, line }] of group.entries()) {
      const match = free.lines[place]
      const allocated = allocation.lines[index]
      if (match === undefined || allocated === undefined) continue
      matches[place] =
        allocated === null
          ? await withoutCapacity(matching, { line, match }, { capacity, left }, advising)
          : sharing(matching, { line, match }, { allocated, proven: allocation.proven, words })
    }
  }
  return { lines: matches, monthlyFen: totalOf(matches.map(({ monthlyFen }) => monthlyFen)) }
}

function wantingOf(
  { catalogue }: Matching,
  lines: readonly Line[],
  matches: readonly Match[],
  capacity: Capacity,
): Wanting[] {
  return lines.flatMap((line, place) => {
    const match = matches[place]
    if (match === undefined || !isProvided(match)) return []
    const competing = 'text' in line ? fixedLine(match) : competingLine(catalogue, line, match)
    const drawsOn = poolsNeeded(competing, capacity)
    return drawsOn.size === 0 ? [] : [{ place, line, competing, drawsOn }]
  })
}

/** Whether more is wanted of some pool than is left. */
function isOverdrawn(matches: readonly Match[], capacity: Capacity): boolean {
  const items = matches.flatMap((match) => (isProvided(match) ? match.items : []))
  return [...drawnBy(items, capacity)].some(([pool, units]) => units > (capacity.left.get(pool) ?? 0))
}

const isProvided = ({ outcome }: Match) => outcome === 'served' || outcome === 'substituted'

/** Lines that can take from the same pool belong together; groups share nothing. */
function groupsOf(wanting: readonly Wanting[]): Wanting[][] {
  const groups: { drawsOn: Set<string>; members: Wanting[] }[] = []
  for (const each of wanting) {
    const joined = groups.filter((group) => [...each.drawsOn].some((pool) => group.drawsOn.has(pool)))
    for (const group of joined) groups.splice(groups.indexOf(group), 1)
    groups.push({
      drawsOn: new Set([...each.drawsOn, ...joined.flatMap((group) => [...group.drawsOn])]),
      members: [...joined.flatMap(({ members }) => members), each],
    })
  }
  return groups.map(({ members }) => members.sort((a, b) => a.place - b.place))
}

/** What is said to every line of a group: what they cost together, and whether less is possible. */
function wordsOf({ lines, proven, atLeastFen }: Allocation): string {
  const served = lines.filter((line) => line !== null).length
  const total = yuan(priceOfAll(lines))
  const shared = `与另外${lines.length - 1}行争用余量，共满足${served}行，合计每月${total}`
  return proven
    ? `${shared}，已证明没有更好的分法。`
    : `${shared}，尚未证明最低；满足同样多的行合计不会低于${yuan(atLeastFen)}。`
}

/** Out: the match of a line that gets its share, by other items than it would have if nothing were scarce or by the same. */
function sharing(
  { catalogue }: Matching,
  { line, match }: { line: Line; match: Match },
  { allocated, proven, words }: { allocated: AllocatedLine; proven: boolean; words: string },
): Match {
  const { demands, selection } = allocated
  const { items, required, isPriced } = describeOrder(catalogue, demands, selection)
  const isSame =
    items.length === match.items.length &&
    items.every(({ code, quantity }) =>
      match.items.some((each) => each.code === code && each.quantity === quantity),
    )
  const monthlyFen = totalOf(items.map(({ monthlyFen: fen }) => fen))
  const named = items.map(({ code, quantity }) => `${quantity}×${code}`).join('、')
  const reason = isSame ? match.reason : `最低价的规格余量不足，改由${named}提供。${required}`
  const substituted = demands.some(({ instead }) => instead !== undefined)
  const optimal = proven && isPriced && (!('text' in line) || match.optimal)
  return {
    ...match,
    outcome: isSame ? match.outcome : substituted ? 'substituted' : 'served',
    items: isSame ? match.items : items,
    monthlyFen,
    optimal,
    reason: `${reason}${words}`,
    ...(optimal ? {} : { atLeastFen: match.atLeastFen ?? (match.optimal ? match.monthlyFen : 0) }),
  }
}
