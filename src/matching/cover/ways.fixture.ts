/** All ways to serve a line of a small catalogue, one by one, at the catalogue's own prices. */
import type { CatalogueItem } from '../../catalogue/index.ts'
import { priceOf } from '../../catalogue/pricing/index.ts'
import { type Asked, type Items, maxOfOne } from './volume-priced.fixture.ts'

/** Every list of counts from 0 to `most`, one by one. */
function* counts(kinds: number, most: number): Generator<number[]> {
  if (kinds === 0) yield []
  else
    for (const rest of counts(kinds - 1, most))
      for (let first = 0; first <= most; first += 1) yield [first, ...rest]
}

/** What is ordered, by code, and how many machines are guarded, for one way to serve one need. */
interface Way {
  ordered: Map<string, number>
  /** GiB used beyond the packs, by pack. */
  beyond: Map<string, number>
  guards: number
}

function waysOfMachines({ flavours }: Items, need: Asked['machines'][number]): Way[] {
  const [vcpu, memoryGiB] = [need.vcpu * need.quantity, need.memoryGiB * need.quantity]
  const found: Way[] = []
  for (const many of counts(
    flavours.length,
    need.splittable ? maxOfOne(Math.max(vcpu, memoryGiB)) : need.quantity,
  )) {
    const sum = (of: (flavour: Items['flavours'][number]) => number) =>
      flavours.reduce((all, flavour, place) => all + of(flavour) * (many[place] ?? 0), 0)
    const fits = need.splittable
      ? sum((each) => each.vcpu) >= vcpu && sum((each) => each.memoryGiB) >= memoryGiB
      : sum(() => 1) === need.quantity &&
        flavours.every(
          (each, place) => many[place] === 0 || (each.vcpu >= need.vcpu && each.memoryGiB >= need.memoryGiB),
        )
    if (!fits) continue
    const ordered = new Map(
      many.flatMap((times, place) => (times > 0 ? [[`F${place}`, times] as const] : [])),
    )
    found.push({ ordered, beyond: new Map(), guards: need.guarded ? sum(() => 1) : 0 })
  }
  return found
}

function waysOfStorage({ packs }: Items, needed: number, items: readonly CatalogueItem[]): Way[] {
  const found: Way[] = []
  const overage = (place: number) => {
    const each = packs[place]
    // Nothing is held for what is used beyond packs: not where the city has only so much.
    if (items.find(({ code }) => code === `P${place}`)?.poolCapacity !== null) return false
    return each?.price.shape.kind === 'pack' && each.price.minimumFen === null && each.overage !== null
  }
  for (const many of counts(packs.length, maxOfOne(needed))) {
    const held = packs.reduce((sum, { size }, place) => sum + size * (many[place] ?? 0), 0)
    const ordered = new Map(
      many.flatMap((times, place) => (times > 0 ? [[`P${place}`, times] as const] : [])),
    )
    for (const used of counts(packs.length, Math.max(0, needed - held))) {
      if (held + used.reduce((sum, each) => sum + each, 0) < needed) continue
      if (used.some((each, place) => each > 0 && !(overage(place) && (many[place] ?? 0) > 0))) continue
      found.push({ ordered, beyond: new Map(used.map((each, place) => [`P${place}`, each])), guards: 0 })
    }
  }
  return found
}

/** Everything that a line orders in one way, and what that costs by the catalogue's own prices. */
export interface WholeWay {
  ordered: ReadonlyMap<string, number>
  fen: number
}

/** In: a small catalogue and a line. Out: every way to serve it, one by one; none where some need has none. */
export function waysOf(given: Items, line: Asked, items: readonly CatalogueItem[]): WholeWay[] {
  const byCode = new Map(items.map((item) => [item.code, item]))
  const needsOf = (code: string) => byCode.get(code)?.dependencies ?? []
  const known = new Map<string, number>()
  const fenOf = (code: string, quantity: number, beyond: number) => {
    const key = `${code} ${quantity} ${beyond}`
    const before = known.get(key)
    if (before !== undefined) return before
    const price = byCode.get(code)?.price
    if (price === null || price === undefined) throw new Error('every item has a price here')
    const size = price.shape.kind === 'pack' ? price.shape.size : 0
    const total = priceOf(price, { quantity, used: beyond === 0 ? undefined : quantity * size + beyond })
    known.set(key, total)
    return total
  }
  const whole = (ways: readonly Way[]): WholeWay => {
    const ordered = new Map<string, number>()
    const add = (code: string, many: number) => ordered.set(code, (ordered.get(code) ?? 0) + many)
    let guards = 0
    for (const way of ways) {
      const needing = [...way.ordered].filter(([code]) => code.startsWith('F') && needsOf(code).includes('G'))
      guards += way.guards > 0 ? way.guards : needing.reduce((sum, [, many]) => sum + many, 0)
      for (const [code, many] of way.ordered) add(code, many)
    }
    if (guards > 0) add('G', guards)
    // Once for the line, unless it is ordered anyway, and what that needs.
    const open = [...ordered.keys()]
    for (let code = open.pop(); code !== undefined; code = open.pop())
      for (const other of needsOf(code))
        if (!ordered.has(other)) {
          ordered.set(other, 1)
          open.push(other)
        }
    let fen = 0
    for (const [code, quantity] of ordered) {
      const beyond = ways.reduce((sum, way) => sum + (way.beyond.get(code) ?? 0), 0)
      fen += fenOf(code, quantity, beyond)
    }
    return { ordered, fen }
  }
  const perNeed = [
    ...line.machines.map((need) => waysOfMachines(given, need)),
    ...(line.storage === null ? [] : [waysOfStorage(given, line.storage, items)]),
  ]
  const found: WholeWay[] = []
  const choose = (place: number, chosen: Way[]): void => {
    const ways = perNeed[place]
    if (ways === undefined) found.push(whole(chosen))
    else for (const way of ways) choose(place + 1, [...chosen, way])
  }
  choose(0, [])
  return found
}
