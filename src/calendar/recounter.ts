import type { Child } from 'hono/jsx'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { WorkCalendar } from './working-days.ts'

/** What one publication made its users count anew. */
export interface Recounted {
  /** Last days that were counted anew. */
  recounted: number
  /** Systems of which a last day was. */
  systems: number
}

/** A slice that counts last days by the calendar. It stands above, so it registers itself (src/slices.ts). */
export interface Recounter {
  /** Out: how many last days run, are not met, and were counted beyond the years that are known. */
  countProvisional(context: Context, tx: Transaction, calendar: WorkCalendar): Promise<number>
  /** Runs `publish`, which lets the edition count from `now` on, and counts anew whatever that moves. */
  recount(
    context: Context,
    tx: Transaction,
    edition: { id: number; now: Date; publish: () => Promise<void> },
  ): Promise<Recounted>
  /** Out: what the page of a published edition shows of what was counted anew. */
  render(context: Context, edition: { id: number; year: number; notice: string }): Promise<Child>
}
