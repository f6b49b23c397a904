import fc from 'fast-check'
import type { Price } from '../../catalogue/pricing/index.ts'
import { fenOf } from '../../platform/money.ts'

const fen = fc.integer({ min: 1, max: 40 }).map(fenOf)
/** Millionths of a yuan: whole fen, halves and thirds of one. */
const rate = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((value) => value * 10_000),
  fc.integer({ min: 1, max: 400_000 }),
  fc.integer({ min: 1, max: 80 }).map((value) => value * 5_000),
)
const steps = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
    fc.array(rate, { minLength: 3, maxLength: 3 }),
  )
  .map(([bounds, rates]) =>
    [...bounds.sort((a, b) => a - b), null].map((upTo, place) => ({ upTo, rate: rates[place] ?? 1 })),
  )

const shapes = {
  free: fc.constant({ kind: 'free' as const }),
  flavour: fc.record({ kind: fc.constantFrom('flavour' as const, 'machine' as const), fen }),
  unit: fc.record({ kind: fc.constant('unit' as const), rate }),
  pack: fc.record({
    kind: fc.constant('pack' as const),
    fen,
    size: fc.constant(1),
    measure: fc.constant('GB'),
    overage: fc.constant(null),
  }),
  steps: fc.record({
    kind: fc.constant('steps' as const),
    graduated: fc.boolean(),
    steps,
    variable: fc.constant(null),
  }),
  base: fc.record({
    kind: fc.constant('base' as const),
    base: fen,
    included: fc.integer({ min: 1, max: 4 }),
    increment: fc.integer({ min: 1, max: 3 }),
    rate,
    variable: fc.constant(null),
  }),
  formula: fc.record({
    kind: fc.constant('formula' as const),
    text: fc.constantFrom('0.03×n×n', '0.12+0.01×n', '0.025×n'),
    variable: fc.constant(null),
  }),
}
export type ShapeName = keyof typeof shapes
export const shapeNames = Object.keys(shapes) as ShapeName[]

/** Monthly prices by the number ordered, each shape with and without minimum: small, so that all choices can be tried. */
export const volumePricedPrice = (names: readonly ShapeName[] = shapeNames): fc.Arbitrary<Price> =>
  fc
    .record({
      shape: fc.oneof(...names.map((name): fc.Arbitrary<Price['shape']> => shapes[name])),
      minimumQuantity: fc.option(fc.integer({ min: 2, max: 5 })),
      minimumFen: fc.option(fen),
    })
    .map(({ shape, ...minimum }) => ({
      shape,
      period: 'month',
      ...(shape.kind === 'free' ? { minimumQuantity: null, minimumFen: null } : minimum),
    }))
