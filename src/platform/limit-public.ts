import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import { networkOf } from './client-address.ts'
import type { Context } from './context.ts'
import { AppError } from './errors.ts'

/** What callers without a sign-in may ask of one process, from one network, in a minute. */
const limiter = new RateLimiterMemory({ points: 240, duration: 60, keyPrefix: 'public' })

/**
 * Counts work for a caller who hasn't signed in. In: what it costs; one point is about ten milliseconds of a processor.
 * Throws too-many-requests, and says when to come again.
 */
export async function limitPublic({ actor, address }: Context, points: number): Promise<void> {
  if (actor.kind !== 'public' || address === null) return
  try {
    await limiter.consume(networkOf(address), points)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000))
    throw new AppError(
      'too-many-requests',
      `这个网络地址一分钟内要算的内容太多，没有计算。请约 ${seconds} 秒后再试；登录后或者用接口密钥没有这项限制。`,
    )
  }
}
