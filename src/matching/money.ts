/** Pure. */

import { AppError } from '../platform/errors.ts'
import { type Fen, fenOf, inYuan } from '../platform/money.ts'

/** In: a price and how often. Out: the product; throws invalid-input beyond whole numbers that can be trusted. */
export function priceOf(fen: number, times: number): Fen {
  return counted(fen * times)
}

/** In: prices. Out: their sum; throws invalid-input beyond whole numbers that can be trusted. */
export function totalOf(prices: Iterable<number>): Fen {
  let sum = 0
  for (const price of prices) sum += price
  return counted(sum)
}

function counted(fen: number): Fen {
  if (!Number.isSafeInteger(fen))
    throw new AppError('invalid-input', '需求量过大，价格超出可以准确计算的范围，请拆成几份申请。')
  return fenOf(fen)
}

/** 53450 → "534.50元". */
export function yuan(fen: number): string {
  return `${inYuan(counted(fen))}元`
}
