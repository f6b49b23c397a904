import fc from 'fast-check'
import { fenOf } from '../../platform/money.ts'
import type { Price } from './price.ts'

const fen = fc.integer({ min: 1, max: 100_000_000_000 }).map(fenOf)
const rate = fc.oneof(fc.integer({ min: 1, max: 1_000_000_000 }), fc.integer({ min: 1, max: 10 ** 15 }))
const size = fc.integer({ min: 1, max: 1_000_000 })
const variable = fc.option(fc.constantFrom('带宽兆数', '并发数', 'QPS'))

const steps = fc
  .tuple(fc.uniqueArray(size, { maxLength: 5 }), fc.array(rate, { minLength: 6, maxLength: 6 }))
  .map(([bounds, rates]) =>
    [...bounds.sort((a, b) => a - b), null].map((upTo, place) => ({ upTo, rate: rates[place] ?? 1 })),
  )

const shape: fc.Arbitrary<Price['shape']> = fc.oneof(
  fc.constant({ kind: 'free' as const }),
  fc.record({ kind: fc.constantFrom('flavour' as const, 'machine' as const, 'once' as const), fen }),
  fc.record({ kind: fc.constant('unit' as const), rate }),
  fc.record({
    kind: fc.constant('pack' as const),
    fen,
    size,
    measure: fc.constantFrom('GB', '次', 'CU'),
    overage: fc.option(rate),
  }),
  fc.record({ kind: fc.constant('steps' as const), graduated: fc.boolean(), steps, variable }),
  fc.record({
    kind: fc.constant('base' as const),
    base: fen,
    included: size,
    increment: size,
    rate,
    variable,
  }),
  fc.record({
    kind: fc.constant('formula' as const),
    text: fc.constantFrom('137.5+(n-5)×88', '2*n*n+1', 'n×0.333', '5000'),
    variable,
  }),
)

/** Any price that the schema takes. */
export const anyPrice: fc.Arbitrary<Price> = fc
  .record({
    shape,
    period: fc.constantFrom('month' as const, 'year' as const),
    minimumQuantity: fc.option(size),
    minimumFen: fc.option(fen),
  })
  .map((price) =>
    price.shape.kind === 'free' ? { ...price, minimumQuantity: null, minimumFen: null } : price,
  )
