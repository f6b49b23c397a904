import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'

export async function refreshTotals(
  _tx: Transaction,
  _jurisdictionId: string,
  _asOf: CalendarDate,
): Promise<void> {
  void sql
}
