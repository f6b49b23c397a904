import { eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { organisations } from '../schema.ts'

/** Keeps two transactions that lock the same organisation one after the other; what refers to it isn't kept waiting. */
export async function lockOrganisation(tx: Transaction, organisationId: number): Promise<void> {
  await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
    .for('no key update')
}
