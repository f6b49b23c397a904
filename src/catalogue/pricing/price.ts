import { z } from 'zod'
import { type Fen, fenOf } from '../../platform/money.ts'
import { readFormula } from './formula.ts'

/**
 * A rate below a fen is common (0.0008元 a call), so rates are whole millionths of a yuan; a sum of money is always fen.
 */
export const rateOfOneFen = 10_000
/** Far above any tariff, and low enough that no product of a price and a quantity is silently wrong. */
const largestFen = 100_000_000_000
const largestRate = largestFen * rateOfOneFen
const largestSize = 1_000_000_000

const fen = z
  .int()
  .min(1)
  .max(largestFen)
  .transform((value) => fenOf(value))
const rate = z.int().min(1).max(largestRate)
const size = z.int().min(1).max(largestSize)
/** What n counts: how many are ordered, or the size of each one that is ordered, by the name people give it. */
const counted = { variable: z.string().trim().min(1).max(40).nullable() }

const step = z.strictObject({
  /** The last size that belongs to the step; null for the last step. */
  upTo: size.nullable(),
  rate,
})

export const shapeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free') }),
  /** 按规格: so much for each one of this flavour. */
  z.strictObject({ kind: z.literal('flavour'), fen }),
  /** 按量: so much for each measured unit. */
  z.strictObject({ kind: z.literal('unit'), rate }),
  /** 包: so much for each pack of `size`; what is used beyond, by the unit, where a rate says so. */
  z.strictObject({
    kind: z.literal('pack'),
    fen,
    size,
    /** What the size counts: GB, 次. */
    measure: z.string().trim().min(1).max(10),
    overage: rate.nullable(),
  }),
  /** 阶梯: `graduated`, each part by the rate of its own step; otherwise everything by the rate of the step reached. */
  z.strictObject({
    kind: z.literal('steps'),
    graduated: z.boolean(),
    steps: z.array(step).min(1).max(20),
    ...counted,
  }),
  /** 基价: so much up to `included`, then `fen` more for each begun `increment`. */
  z.strictObject({
    kind: z.literal('base'),
    base: fen,
    included: size,
    increment: size,
    rate,
    ...counted,
  }),
  /** 按台: so much for each machine that it protects; it multiplies with them. */
  z.strictObject({ kind: z.literal('machine'), fen }),
  /** 一次性: paid once for each, whatever the time. */
  z.strictObject({ kind: z.literal('once'), fen }),
  /** 公式: a polynomial in n that is none of the above. */
  z.strictObject({
    kind: z.literal('formula'),
    text: z
      .string()
      .max(200)
      .refine((text) => readFormula(text) !== null),
    ...counted,
  }),
])

/** 计价: what an item costs, by how many are ordered. Stored as it is; read back through this schema. */
export const priceSchema = z
  .strictObject({
    shape: shapeSchema,
    /** What one price pays for; a price paid once has none. */
    period: z.enum(['month', 'year']),
    /** 起订量: fewer cost as many. */
    minimumQuantity: size.nullable(),
    /** 最低消费: no order costs less in a period. */
    minimumFen: fen.nullable(),
  })
  .superRefine(({ shape, minimumQuantity, minimumFen }, context) => {
    if (shape.kind === 'free' && (minimumQuantity !== null || minimumFen !== null))
      context.addIssue({ code: 'custom', path: ['shape'], message: '免费的服务项不能有起订量或最低消费' })
    if (shape.kind !== 'steps') return
    const bounds = shape.steps.map(({ upTo }) => upTo ?? Number.POSITIVE_INFINITY)
    const rises = bounds.every((bound, place) => bound > (bounds[place - 1] ?? 0))
    if (!rises || bounds.at(-1) !== Number.POSITIVE_INFINITY)
      context.addIssue({
        code: 'custom',
        path: ['shape', 'steps'],
        message: '阶梯要从小到大，最后一档不封顶',
      })
  })

export type Price = Readonly<z.infer<typeof priceSchema>>
export type PriceShape = Price['shape']
export type PriceStep = z.infer<typeof step>

/** In: a shape. Out: a monthly price of it without minimum. */
export function monthly(shape: PriceShape): Price {
  return { shape, period: 'month', minimumQuantity: null, minimumFen: null }
}

/** In: a rate. Out: the same in fen, or null when it is no whole number of fen. */
export function wholeFen(value: number): Fen | null {
  return value % rateOfOneFen === 0 ? fenOf(value / rateOfOneFen) : null
}

/**
 * In: a price. Out: what one more costs a month whatever the number, or null where that isn't one number: another
 * period, steps, a formula, a rate below a fen. A minimum and the overage of a pack stand beside it, not in it.
 */
export function monthlyFenOf({ shape, period }: Price): Fen | null {
  if (shape.kind === 'free') return fenOf(0)
  if (period !== 'month') return null
  if (shape.kind === 'unit') return wholeFen(shape.rate)
  return shape.kind === 'flavour' || shape.kind === 'pack' || shape.kind === 'machine' ? shape.fen : null
}
