import { eq } from 'drizzle-orm'
import { organisationsAs } from '../identity/index.ts'
import type { Transaction } from '../platform/database.ts'
import { systems } from './schema.ts'

/** A system as the register has it, with everything. */
export type SystemRow = typeof systems.$inferSelect

/** In: a system's code. Out: its row and its unit's name; null: there is none that the transaction may see. */
export async function systemByCode(
  tx: Transaction,
  code: string,
): Promise<{ row: SystemRow; unit: string } | null> {
  const unit = organisationsAs('unit')
  const [found] = await tx
    .select({ row: systems, unit: unit.name })
    .from(systems)
    .innerJoin(unit, eq(unit.id, systems.organisationId))
    .where(eq(systems.code, code))
  return found ?? null
}
