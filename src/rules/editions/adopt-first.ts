import { eq, sql } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { locks } from '../../platform/locks.ts'
import type { Pack } from '../../regulations/index.ts'
import { dataOfPack } from '../../regulations/index.ts'
import { ruleAdoptions, ruleEditions } from '../schema.ts'
import { adoptionMachine } from './model.ts'
import { hashOfPack } from './rules-hash.ts'
import { installedEdition, isGoverned } from './rules-in-force.ts'

/**
 * Adopts the installed edition for a jurisdiction that has none yet, from the regulation's first day: there is nothing
 * to compare it with. In: the context and transaction of whoever judges. Does nothing when one is adopted, nor where the
 * jurisdiction was made without a regulation: two people adopt one.
 */
export async function adoptFirst(context: Context, tx: Transaction): Promise<void> {
  const { jurisdictionId } = context.actor
  if (await hasAdoption(tx, jurisdictionId)) return
  // Whoever judges at the same moment waits here, and then finds it adopted.
  await tx.execute(sql`select pg_advisory_xact_lock(${locks.ruleAdoption}, hashtext(${jurisdictionId}))`)
  if (await hasAdoption(tx, jurisdictionId)) return
  const edition = await installedEdition(tx, jurisdictionId)
  if (!isGoverned(edition)) return
  const { pack } = edition
  const { id, hash } = await keepEdition(context, tx, pack)
  const now = context.clock.now()
  await tx.insert(ruleAdoptions).values({
    jurisdictionId,
    editionId: id,
    effectiveFrom: pack.force.from,
    status: adoptionMachine.steps['adopt-first'].to,
    automatic: true,
    proposedAt: now,
    adoptedAt: now,
  })
  await record(context, tx, [
    {
      operation: 'funding.judge',
      objectType: 'rule-edition',
      objectId: String(id),
      after: {
        regulation: pack.id,
        packVersion: pack.version,
        contentHash: hash,
        effectiveFrom: pack.force.from,
      },
    },
  ])
}

async function hasAdoption(tx: Transaction, jurisdictionId: string): Promise<boolean> {
  const [present] = await tx
    .select({ id: ruleAdoptions.id })
    .from(ruleAdoptions)
    .where(eq(ruleAdoptions.jurisdictionId, jurisdictionId))
    .limit(1)
  return present !== undefined
}

/** Keeps the rules of a pack as data, once. Out: where. */
export async function keepEdition(
  context: Context,
  tx: Transaction,
  pack: Pack,
): Promise<{ id: number; hash: string }> {
  const hash = hashOfPack(pack)
  const { jurisdictionId } = context.actor
  await tx
    .insert(ruleEditions)
    .values({
      jurisdictionId,
      regulationId: pack.id,
      version: pack.version,
      hash,
      rules: dataOfPack(pack),
      recordedAt: context.clock.now(),
    })
    .onConflictDoNothing()
  const [kept] = await tx
    .select({ id: ruleEditions.id })
    .from(ruleEditions)
    .where(eq(ruleEditions.hash, hash))
  if (kept === undefined) throw new Error(`edition ${hash} was not kept`)
  return { id: kept.id, hash }
}
