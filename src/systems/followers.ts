import { sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { locks } from '../platform/locks.ts'

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

/** Waits for whoever tracks or judges in the jurisdiction, until the transaction ends: sums are read, then written. */
export async function holdFollowers(tx: Transaction, jurisdictionId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${locks.followers}, hashtext(${jurisdictionId}))`)
}

/** Has every follower follow. */
export async function followFacts(
  context: Context,
  tx: Transaction,
  systemIds: readonly number[],
): Promise<void> {
  if (systemIds.length === 0) return
  await holdFollowers(tx, context.actor.jurisdictionId)
  for (const follow of registered) await follow(context, tx, systemIds)
}
