import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'

/**
 * Who follows the register: what they keep of a system (its lights, its verdict) is of the same moment as its facts. They
 * stand above and register themselves (src/slices.ts). In: the transaction that changes facts and sees the whole
 * jurisdiction; the systems of which it did.
 */
export type FactsFollower = (context: Context, tx: Transaction, systemIds: readonly number[]) => Promise<void>

let registered: readonly FactsFollower[] = []

/** Sets who follows, in their order. */
export function registerFactsFollowers(followers: readonly FactsFollower[]): void {
  registered = followers
}

/** Has every follower follow. */
export async function followFacts(
  context: Context,
  tx: Transaction,
  systemIds: readonly number[],
): Promise<void> {
  if (systemIds.length === 0) return
  for (const follow of registered) await follow(context, tx, systemIds)
}
