import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import { networkOf } from './client-address.ts'
import { AppError } from './errors.ts'

/** What callers without a sign-in may ask of one process, from one network, in a minute. */
const points = 240

/**
 * Counts work for callers who haven't signed in. In, for each: their address, and what it costs; one point is about ten
 * milliseconds of a processor. Throws too-many-requests, and says when to come again.
 */
export function publicLimiter(): (address: string, cost: number) => Promise<void> {
  const limiter = new RateLimiterMemory({ points, duration: 60, keyPrefix: 'public' })
  return async (address, cost) => {
    try {
      await limiter.consume(networkOf(address), cost)
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000))
      throw new AppError(
        'too-many-requests',
        `这个网络地址一分钟内要算的内容太多，没有计算。请约 ${seconds} 秒后再试；登录后或者用接口密钥没有这项限制。`,
      )
    }
  }
}
