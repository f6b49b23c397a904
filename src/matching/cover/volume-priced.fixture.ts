/** Small catalogues whose prices hang on the number and whose items need each other, and all ways to serve a line of them. */
import fc from 'fast-check'
import type { CatalogueItem } from '../../catalogue/index.ts'
import { publicPrice } from '../../catalogue/model.ts'
import { type Price, priceOf } from '../../catalogue/pricing/index.ts'
import { sampleItem } from '../items.fixture.ts'
import type { MachineNeed, StructuredLine } from '../model.ts'
import { volumePricedPrice } from './prices.fixture.ts'

const priced = (code: string, price: Price, over: Partial<CatalogueItem>) =>
  sampleItem(code, { ...over, ...publicPrice(price), price })

/** What may be required: flavours and packs require guards by the machine and other things once, and those each other. */
const requirable = ['G', 'N', 'M', 'P0']
const someItems = fc.record({
  flavours: fc.array(
    fc.record({
      vcpu: fc.integer({ min: 1, max: 3 }),
      memoryGiB: fc.integer({ min: 1, max: 3 }),
      price: volumePricedPrice(),
      needs: fc.subarray(requirable),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  packs: fc.array(
    fc.record({
      size: fc.integer({ min: 1, max: 3 }),
      price: volumePricedPrice(),
      overage: fc.option(fc.integer({ min: 1, max: 150_000 })),
      needs: fc.subarray(['N', 'M']),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  guard: fc.record({ price: volumePricedPrice(['flavour']), needs: fc.subarray(['N']) }),
  once: fc.array(fc.record({ price: volumePricedPrice(), needs: fc.subarray(['M', 'G']) }), {
    minLength: 2,
    maxLength: 2,
  }),
  /** Whether nothing needs anything. */
  alone: fc.boolean(),
})
type Items = typeof someItems extends fc.Arbitrary<infer T> ? T : never

/** What one line asks for. */
const asked = fc.record({
  machines: fc.array(
    fc.record({
      vcpu: fc.integer({ min: 1, max: 3 }),
      memoryGiB: fc.integer({ min: 1, max: 3 }),
      quantity: fc.integer({ min: 1, max: 3 }),
      splittable: fc.boolean(),
      guarded: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  storage: fc.option(fc.integer({ min: 1, max: 5 })),
})
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never

const notByMachine = (price: Price): Price =>
  price.shape.kind === 'machine' ? { ...price, shape: { kind: 'flavour', fen: price.shape.fen } } : price

/** In: what is random of a small catalogue. Out: its items. */
export function catalogueOf({ flavours, packs, guard, once, alone }: Items): CatalogueItem[] {
  const needs = (codes: readonly string[]) => (alone ? [] : codes)
  const machine = (price: Price): Price =>
    price.shape.kind === 'flavour' ? { ...price, shape: { kind: 'machine', fen: price.shape.fen } } : price
  return [
    ...flavours.map(({ vcpu, memoryGiB, price, needs: codes }, place) =>
      priced(`F${place}`, price, { vcpu, memoryGiB, dependencies: needs(codes) }),
    ),
    ...packs.map(({ size, price, overage, needs: codes }, place) => {
      const { shape: said } = notByMachine(price)
      const beyond = price.minimumFen === null ? overage : null
      const shape = said.kind === 'pack' ? { ...said, size, overage: beyond } : said
      const over = {
        group: '存储',
        name: '对象存储',
        unit: '包',
        storageGiB: size,
        dependencies: needs(codes),
      }
      return priced(`P${place}`, { ...price, shape }, over)
    }),
    priced('G', machine(guard.price), { group: '安全', name: '主机安全', dependencies: needs(guard.needs) }),
    ...once.map(({ price, needs: codes }, place) =>
      priced(place === 0 ? 'N' : 'M', notByMachine(price), {
        group: '网络',
        name: '网络',
        unit: '个',
        dependencies: needs(codes),
      }),
    ),
  ]
}

/** In: what a line asks for, at random. Out: the line. */
export function lineOf(
  id: string,
  { machines, storage }: Asked,
  items: readonly CatalogueItem[],
): StructuredLine {
  const guard = items.filter(({ code }) => code === 'G')
  return {
    id,
    needs: [
      ...machines.map(
        ({ guarded, ...figures }): MachineNeed => ({
          what: 'machine',
          kind: 'cloud-host',
          ...figures,
          attached: guarded ? guard : [],
        }),
      ),
      ...(storage === null
        ? []
        : [{ what: 'storage' as const, kind: 'object-storage' as const, storageGiB: storage }]),
    ],
  }
}

/** Every list of counts from 0 to `most`, one by one. */
function* counts(kinds: number, most: number): Generator<number[]> {
  if (kinds === 0) yield []
  else
    for (const rest of counts(kinds - 1, most))
      for (let first = 0; first <= most; first += 1) yield [first, ...rest]
}

/** The most of one item that can be of use here: what is needed at most, or the first number of the last step. */
const maxOfOne = (needed: number) => Math.max(needed, 5)

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

/** How many combinations have to be tried for a line, about; 0: it asks for nothing. */
export function combinationsOf({ flavours, packs }: Items, { machines, storage }: Asked): number {
  const most = machines.map(({ vcpu, memoryGiB, quantity, splittable }) =>
    splittable
      ? (maxOfOne(Math.max(vcpu, memoryGiB) * quantity) + 1) ** flavours.length
      : (quantity + 1) ** flavours.length,
  )
  if (machines.length === 0 && storage === null) return 0
  const stored = storage === null ? 1 : (maxOfOne(storage) + 1) ** packs.length * 4
  return most.reduce((product, each) => product * each, stored)
}

/** Small catalogues, and lines that few enough ways can serve. */
export const smallCases = (maxLines: number, maxWays: number) =>
  fc
    .record({ given: someItems, lines: fc.array(asked, { minLength: 1, maxLength: maxLines }) })
    .filter(({ given, lines }) =>
      lines.every((line) => {
        const many = combinationsOf(given, line)
        return many > 0 && many < maxWays
      }),
    )
