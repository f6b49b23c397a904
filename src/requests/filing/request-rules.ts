import { eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { fenOf } from '../../platform/money.ts'
import type { RequestRules } from './auto-approval.ts'
import { requestRules } from './schema.ts'

/** What holds where nobody has set anything else: one mid-size machine's worth, once a quarter. */
export const defaultRules: RequestRules = {
  byRule: true,
  maxVcpu: 8,
  maxMemoryGiB: 32,
  maxStorageGiB: 500,
  maxMonthlyFen: fenOf(100_000),
  maxPerQuarter: 1,
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
