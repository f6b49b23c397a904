import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import { locks } from '../platform/locks.ts'

/**
 * Waits for the import under way and keeps others out until the transaction ends: whoever judges or reconciles sees
 * every recording made before a moment, or none after it.
 */
export async function holdRegister(tx: Transaction, jurisdictionId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${locks.ledgerImport}, hashtext(${jurisdictionId}))`)
}
