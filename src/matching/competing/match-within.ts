import type { ResourcePool } from '../../catalogue/index.ts'
import type { ProgrammeSolver } from '../../platform/integer-programme.ts'
import { type Order, orderOf } from '../cover/serve-demands.ts'
import { type Matched, matchLines } from '../match.ts'
import type { Matching } from '../match-run.ts'
import type { Line, Match } from '../model.ts'
import { totalOf, yuan } from '../money.ts'
import { allocateGreedily, leftAfter, priceOfAll } from './allocate.ts'
import {
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
  const free = matchLines(matching, lines)
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
    const left = leftAfter(competing, allocation)
    const words = wordsOf(competing, allocation)
    for (const [index, { place, line, competing: wants }] of group.entries()) {
      const match = free.lines[place]
      const taken = allocation.taken[index]
      if (match === undefined || taken === undefined) continue
      matches[place] =
        taken === null
          ? await withoutCapacity(matching, { line, match }, { capacity, left }, advising)
          : sharing(match, orderOf(matching.catalogue, wants.parts, taken), {
              proven: allocation.proven,
              words,
              free: line,
            })
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
  { picks: items, company, isPriced }: Order,
  { proven, words, free }: { proven: boolean; words: string; free: Line },
): Match {
  const same =
    items.length === match.items.length &&
    items.every(({ code, quantity }) =>
      match.items.some((each) => each.code === code && each.quantity === quantity),
    )
  const monthlyFen = totalOf(items.map(({ monthlyFen: fen }) => fen))
  const named = items.map(({ code, quantity }) => `${quantity}×${code}`).join('、')
  const reason = same ? match.reason : `最低价的规格余量不足，改由${named}提供。${company}`
  const optimal = proven && isPriced && (!('text' in free) || match.optimal)
  return {
    ...match,
    items: same ? match.items : items,
    monthlyFen,
    optimal,
    reason: `${reason}${words}`,
    ...(optimal ? {} : { atLeastFen: match.atLeastFen ?? (match.optimal ? match.monthlyFen : 0) }),
  }
}
