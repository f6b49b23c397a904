/** Small catalogues whose prices hang on the number and whose items need each other, and lines of them. */
import fc from 'fast-check'
import type { CatalogueItem } from '../../catalogue/index.ts'
import { publicPrice } from '../../catalogue/model.ts'
import type { Price } from '../../catalogue/pricing/index.ts'
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
export type Items = typeof someItems extends fc.Arbitrary<infer T> ? T : never

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
export type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never

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

/** The most of one item that can be of use here: what is needed at most, or the first number of the last step. */
export const maxOfOne = (needed: number) => Math.max(needed, 5)

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
