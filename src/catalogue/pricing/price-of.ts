import { AppError } from '../../platform/errors.ts'
import { type Fen, fenOf } from '../../platform/money.ts'
import { priceAt, readFormula } from './formula.ts'
import { type Price, type PriceShape, type PriceStep, rateOfOneFen } from './price.ts'

/** What is ordered of an item, in whole numbers. */
export interface Amount {
  /** How many; for a price per protected machine, the machines it protects. */
  quantity: number
  /** The size of each one, where the price goes by a size of its own (带宽兆数). Left out: n is the quantity. */
  size?: number | undefined
  /** Used beyond packs: the units used in the period, all together. */
  used?: number | undefined
}

/** The most that can be ordered of anything: a price of so many is still exact. */
export const maxOrdered = 1_000_000_000

/**
 * What an order costs in one period of its price (a month, a year; once for a price paid once).
 * In: a price and whole numbers. Out: fen, exact; half a fen is rounded up, once for each size that is ordered and never
 * on the way. Throws invalid-input for what is no whole number from 0 on, for a missing size, and for sums beyond
 * those that whole numbers hold.
 */
export function priceOf(price: Price, amount: Amount): Fen {
  const ordered = whole(amount.quantity, '数量')
  if (ordered === 0n) return fenOf(0)
  const least = BigInt(price.minimumQuantity ?? 0)
  const quantity = ordered < least ? least : ordered
  const fen = inFen(price.shape, quantity, amount)
  return counted(fen < BigInt(price.minimumFen ?? 0) ? BigInt(price.minimumFen ?? 0) : fen)
}

/** A formula below zero, or a sum beyond whole numbers. */
class NoPrice extends AppError {
  constructor(detail: string) {
    super('invalid-input', detail)
  }
}

/**
 * In: a price and the size of one (a line of 8M). Out: what that one costs, whether the price counts sizes or units;
 * null where its formula has no price for it.
 */
export function priceOfOne(price: Price, size: number): Fen | null {
  const { shape } = price
  const bySize = 'variable' in shape && shape.variable !== null
  try {
    return priceOf(price, bySize ? { quantity: 1, size } : { quantity: size })
  } catch (error) {
    if (error instanceof NoPrice) return null
    throw error
  }
}

function inFen(shape: PriceShape, quantity: bigint, { size, used }: Amount): bigint {
  switch (shape.kind) {
    case 'free':
      return 0n
    case 'flavour':
    case 'machine':
    case 'once':
      return quantity * BigInt(shape.fen)
    case 'unit':
      return rounded(quantity * BigInt(shape.rate))
    case 'pack': {
      const beyond = whole(used ?? 0, '用量') - quantity * BigInt(shape.size)
      const overage = beyond > 0n ? rounded(beyond * BigInt(shape.overage ?? 0)) : 0n
      return quantity * BigInt(shape.fen) + overage
    }
    default: {
      if (shape.variable === null) return bySize(shape, quantity)
      if (size === undefined)
        throw new AppError('invalid-input', `这一项按${shape.variable}计价，请写明${shape.variable}。`)
      return quantity * bySize(shape, whole(size, shape.variable))
    }
  }
}

type Sized = Extract<PriceShape, { variable: string | null }>

function bySize(shape: Sized, n: bigint): bigint {
  if (shape.kind === 'steps')
    return rounded(shape.graduated ? byParts(shape.steps, n) : byStep(shape.steps, n))
  if (shape.kind === 'base') {
    const beyond = n - BigInt(shape.included)
    const increment = BigInt(shape.increment)
    const begun = beyond > 0n ? (beyond + increment - 1n) / increment : 0n
    return BigInt(shape.base) + rounded(begun * BigInt(shape.rate))
  }
  const formula = readFormula(shape.text)
  const fen = formula === null ? null : priceAt(formula, Number(n))
  if (fen === null) throw new NoPrice(`按公式 ${shape.text}，n 为 ${n} 时算不出价格。`)
  return BigInt(fen)
}

function byParts(steps: readonly PriceStep[], n: bigint): bigint {
  let [total, from] = [0n, 0n]
  for (const { upTo, rate } of steps) {
    const to = upTo === null || n < BigInt(upTo) ? n : BigInt(upTo)
    if (to > from) total += (to - from) * BigInt(rate)
    from = upTo === null ? n : BigInt(upTo)
  }
  return total
}

function byStep(steps: readonly PriceStep[], n: bigint): bigint {
  const reached = steps.find(({ upTo }) => upTo === null || n <= BigInt(upTo))
  return n * BigInt(reached?.rate ?? 0)
}

/** Millionths of a yuan to fen, half a fen up. */
function rounded(rate: bigint): bigint {
  const one = BigInt(rateOfOneFen)
  return (rate * 2n + one) / (one * 2n)
}

function whole(value: number, name: string): bigint {
  if (Number.isInteger(value) && value >= 0 && value <= maxOrdered) return BigInt(value)
  throw new AppError('invalid-input', `${name}应为 0 到 ${maxOrdered} 的整数。`)
}

function counted(fen: bigint): Fen {
  if (fen <= BigInt(Number.MAX_SAFE_INTEGER)) return fenOf(Number(fen))
  throw new NoPrice('数量过大，价格超出可以准确计算的范围，请拆成几份。')
}

/** In: a price. Out: whether more (of n, or of the quantity) never costs less. */
export function neverFalls({ shape }: Price): boolean {
  if (shape.kind === 'formula') return readFormula(shape.text)?.nondecreasing === true
  if (shape.kind !== 'steps' || shape.graduated) return true
  // The whole amount by the step reached: dearest at the end of a step, cheapest at the start of the next.
  return shape.steps.every(({ upTo, rate }, place) => {
    const next = shape.steps[place + 1]
    return (
      upTo === null ||
      next === undefined ||
      BigInt(upTo + 1) * BigInt(next.rate) >= BigInt(upTo) * BigInt(rate)
    )
  })
}
