import { sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { readWorkCalendar } from '../calendar/index.ts'
import { authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { isInForce } from '../regulations/index.ts'
import { adoptFirst, rulesInForce } from '../rules/index.ts'
import { systemsWithFactsAs } from '../systems/index.ts'
import { judgedSystemsSql } from './judged-systems-sql.ts'
import { rulebookOf } from './rulebooks.ts'
import { refreshTotals } from './totals.ts'
import { writeVerdicts } from './write-verdicts.ts'

export interface Judged {
  regulationId: string
  /** Systems of the jurisdiction. */
  judged: number
  /** New verdicts written. */
  changed: number
  /** False when the regulation is not in force on that day: then nothing was judged. */
  inForce: boolean
}

/**
 * Judges every system of the jurisdiction as of a day, inside the caller's transaction, and writes the verdicts that
 * changed; the ones they replace stay, superseded. Twice on the same day changes nothing. All in a few statements:
 * moving a million rows here and back costs more than judging them.
 */
export async function judgeSystems(context: Context, tx: Transaction, asOf: CalendarDate): Promise<Judged> {
  authorize(context, 'funding.judge')
  const { jurisdictionId } = context.actor
  await adoptFirst(context, tx)
  const rules = await rulesInForce(tx, jurisdictionId, asOf, context.clock.now())
  const { pack, edition, supplements, hash } = rules
  if (!isInForce(pack.force, asOf)) return { regulationId: pack.id, judged: 0, changed: 0, inForce: false }

  await planForWholeTables(tx)
  const calendar = await readWorkCalendar(tx)
  const changed = await writeVerdicts(
    context,
    tx,
    { rules, asOf, rulebookId: await rulebookOf(context, tx, rules, calendar) },
    judgedSystemsSql(
      sql`(select * from ${systemsWithFactsAs('r')} where r.jurisdiction_id = ${jurisdictionId})`,
      pack,
      calendar,
      asOf,
    ),
  )
  const judged = await refreshTotals(tx, jurisdictionId, asOf)
  await record(context, tx, [
    {
      operation: 'funding.judge',
      objectType: 'verdicts',
      objectId: asOf,
      after: {
        regulation: pack.id,
        packVersion: edition.version,
        contentHash: hash,
        judged,
        changed,
        ...(supplements.length === 0 ? {} : { supplements: supplements.map(({ clause }) => clause) }),
      },
    },
  ])
  return { regulationId: pack.id, judged, changed, inForce: true }
}

/**
 * Right after a large import nobody has counted the rows yet, and PostgreSQL takes the tables for small ones; joined
 * row by row, 100,000 systems would take hours. Until the end of the transaction it joins whole tables, in memory, on
 * as many cores as there are, and compiles no expression: that takes longer than it saves.
 */
async function planForWholeTables(tx: Transaction): Promise<void> {
  await tx.execute(
    sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true),
      set_config('work_mem', '256MB', true), set_config('min_parallel_table_scan_size', '8MB', true)`,
  )
}
