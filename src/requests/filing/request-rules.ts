import { eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { fenOf } from '../../platform/money.ts'
import type { RequestRules } from './by-rule.ts'
import { requestRules } from './schema.ts'

/** What holds where nobody has set anything else: one mid-size machine's worth, once a quarter. */
export const defaultRules: RequestRules = {
  byRule: true,
  mostVcpu: 8,
  mostMemoryGiB: 32,
  mostStorageGiB: 500,
  mostMonthlyFen: fenOf(100_000),
  mostPerQuarter: 1,
  idleAveragePercent: 5,
  idlePeakPercent: 20,
  oversizedPeakPercent: 40,
}

/** Out: the jurisdiction's rules, or the defaults. */
export async function loadRules(tx: Transaction, jurisdictionId: string): Promise<RequestRules> {
  const [row] = await tx.select().from(requestRules).where(eq(requestRules.jurisdictionId, jurisdictionId))
  if (row === undefined) return defaultRules
  const { jurisdictionId: _jurisdiction, changedBy: _by, changedAt: _at, ...rules } = row
  return rules
}
