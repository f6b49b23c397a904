import { alternativesOf, changedRequirements, namesOf, smallestOf } from '../cover/near-misses.ts'
import { orderedItemsOf, orderLinesOf } from '../cover/order-lines.ts'
import { matchLines } from '../match.ts'
import { emptyMatch, type Matching } from '../match-run.ts'
import {
  type Line,
  type MachineNeed,
  type Match,
  type Need,
  type OrderedItem,
  type StructuredLine,
  sizeInChinese,
} from '../model.ts'
import { allocateGreedily, exceeds } from './allocate.ts'
import { type Capacity, type CompetingLine, competingLine, drawnBy, fixedLine } from './competing-lines.ts'
import { type GroupSolver, solveGroup } from './solve-group.ts'

interface Stock {
  /** Before anybody took from it. */
  capacity: Capacity
  /** After those that are served took from it. */
  left: Capacity
}
interface Way {
  words: string
  items: readonly OrderedItem[]
}
/** Out: the items that serve a changed line from what is left, or null. */
type Serve = (changed: Line) => Promise<readonly OrderedItem[] | null>

/** Ways that are shown. */
const maxWays = 3

/**
 * In: a line for which nothing is left, how it would have been served, and who solves. Out: its match: what is short and
 * by how much, and the smallest changes after which what is left serves it: fewer, smaller, or with less demanded.
 */
export async function withoutCapacity(
  matching: Matching,
  { line, match }: { line: Line; match: Match },
  { capacity, left }: Stock,
  solver: GroupSolver | null,
): Promise<Match> {
  const { catalogue } = matching
  const drawn = [...drawnBy(match.items, left)]
  const short = drawn.filter(([pool, units]) => units > (left.left.get(pool) ?? 0))
  const named = (short.length > 0 ? short : drawn)
    .map(([pool, units]) => {
      const [whole, rest] = [capacity.left.get(pool) ?? 0, left.left.get(pool) ?? 0]
      const missing = units > rest ? `，还差${units - rest}` : ''
      return `${pool} 需要${units}，共余${whole}，分配后余${rest}${missing}`
    })
    .join('；')
  const ways = await waysOf(matching, line, (changed) => servedFrom(matching, changed, left, solver))
  const advice =
    ways.length === 0
      ? '请等扩容后再申请，或联系大数据中心协调余量。'
      : `${ways.map(({ words, items }) => `${words}即可由${namesOf(items)}提供`).join('；或')}。`
  return {
    ...emptyMatch(line.id),
    outcome: 'no-capacity',
    reason: `能满足的规格余量不足（${named}）；${advice}`,
    alternatives: ways.flatMap(({ words, items }) => alternativesOf(catalogue, words, items)),
  }
}

/** With other demands it can be another kind of machine that serves: the line is matched anew. */
async function servedFrom(
  matching: Matching,
  line: Line,
  left: Capacity,
  solver: GroupSolver | null,
): Promise<readonly OrderedItem[] | null> {
  const [free] = matchLines(matching, [line]).lines
  if (free === undefined || (free.outcome !== 'served' && free.outcome !== 'substituted')) return null
  const competing: CompetingLine =
    'text' in line ? fixedLine(free) : competingLine(matching.catalogue, line, free)
  const group = { lines: [competing], capacity: left }
  if (exceeds(competing, left)) return null
  const quick = allocateGreedily(group)
  const isKnown = solver === null || quick.lines[0] !== null || performance.now() > solver.deadline
  const { lines } = isKnown ? quick : await solveGroup(group, solver)
  const [allocated = null] = lines
  return allocated === null ? null : orderedItemsOf(orderLinesOf(allocated.demands, allocated.selection))
}

async function waysOf({ catalogue }: Matching, line: Line, serve: Serve): Promise<Way[]> {
  const fewer = await fewerOf(line, serve)
  const smaller = 'text' in line ? null : await smallerOf(line, serve)
  const others = await smallestOf(changedRequirements(catalogue, line), async ({ words, changed }) => {
    const items = await serve({ ...line, ...changed })
    return items === null ? null : { words, items }
  })
  return [fewer, smaller, ...others].filter((way) => way !== null).slice(0, maxWays)
}

/** The line with each need in turn cut down to what is left; null when one of them can't be had at all. */
async function fewerOf(line: Line, serve: Serve): Promise<Way | null> {
  if ('text' in line) {
    const whole = line.quantity ?? 1
    const quantity = await largest(
      whole - 1,
      async (some) => (await serve({ ...line, quantity: some })) !== null,
    )
    const items = quantity === 0 ? null : await serve({ ...line, quantity })
    return items === null ? null : { words: `数量减到${quantity}`, items }
  }
  const words: string[] = []
  let needs: readonly Need[] = []
  for (const need of line.needs) {
    const within = (amount: number) => serve({ ...line, needs: [...needs, withAmount(need, amount)] })
    const whole = amountOf(need)
    const amount = await largest(whole, async (some) => (await within(some)) !== null)
    if (amount === 0) return null
    if (amount < whole) words.push(need.what === 'storage' ? `存储减到${amount}GB` : `数量减到${amount}`)
    needs = [...needs, withAmount(need, amount)]
  }
  const items = words.length === 0 ? null : await serve({ ...line, needs })
  return items === null ? null : { words: words.join('、'), items }
}

/** As many machines, each as little smaller as what is left allows, by the share of cores or GiB that is given up. */
async function smallerOf(line: StructuredLine, serve: Serve): Promise<Way | null> {
  const [need, ...others] = line.needs
  if (need?.what !== 'machine' || others.length > 0) return null
  const sized = (vcpu: number, memoryGiB: number) =>
    serve({ ...line, needs: [{ ...need, vcpu, memoryGiB } satisfies MachineNeed] })
  // Giving up all of one figure would be another need.
  const cores = await largest(need.vcpu - 1, async (vcpu) => (await sized(vcpu, need.memoryGiB)) !== null)
  const memory = await largest(need.memoryGiB - 1, async (gib) => (await sized(need.vcpu, gib)) !== null)
  const lost = (have: number, want: number) => (have === 0 ? Infinity : (want - have) / want)
  if (cores === 0 && memory === 0) return null
  const byCores = lost(cores, need.vcpu) <= lost(memory, need.memoryGiB)
  const items = await (byCores ? sized(cores, need.memoryGiB) : sized(need.vcpu, memory))
  const words = `减到${byCores ? sizeInChinese(cores, 0) : sizeInChinese(0, memory)}`
  return items === null ? null : { words, items }
}

const amountOf = (need: Need) => (need.what === 'storage' ? need.storageGiB : need.quantity)

function withAmount(need: Need, amount: number): Need {
  return need.what === 'storage' ? { ...need, storageGiB: amount } : { ...need, quantity: amount }
}

/** The largest number up to `most` that passes, where every smaller one passes as well; 0 when none does. */
async function largest(most: number, passes: (amount: number) => Promise<boolean>): Promise<number> {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (await passes(middle)) low = middle
    else high = middle - 1
  }
  return low
}
