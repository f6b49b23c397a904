import { and, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { jurisdictions } from '../schema.ts'

/** Gives a jurisdiction that has no regulation the one adopted for it; one that has one keeps it. The caller has asked who may. */
export async function adoptRegulation(
  tx: Transaction,
  jurisdictionId: string,
  regulationId: string,
): Promise<void> {
  await tx
    .update(jurisdictions)
    .set({ regulationId })
    .where(and(eq(jurisdictions.id, jurisdictionId), isNull(jurisdictions.regulationId)))
}
