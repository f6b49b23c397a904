import { sql } from 'drizzle-orm'
import type { Transaction } from './database.ts'

/**
 * Right after a large import nobody has counted the rows yet, and PostgreSQL takes the tables for small ones; joined
 * row by row, 100,000 systems would take hours. Until the end of the transaction it joins whole tables, in memory, on
 * as many cores as there are, and compiles no expression: that takes longer than it saves.
 */
export async function planForWholeTables(tx: Transaction): Promise<void> {
  await tx.execute(
    sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true),
      set_config('work_mem', '256MB', true), set_config('min_parallel_table_scan_size', '8MB', true)`,
  )
}
