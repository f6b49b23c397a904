import { type SQL, sql } from 'drizzle-orm'
import { readWorkCalendar } from '../calendar/index.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { isInForce } from '../regulations/index.ts'
import { adoptFirst, rulesInForce } from '../rules/index.ts'
import { judgedSystemsSql } from './judged-systems-sql.ts'
import { rulebookOf } from './rulebooks.ts'

/**
 * What the law says of systems as of a day, worked out and not written.
 * In: a relation with the register's columns, as it was on that day. Out: a select with the columns of `verdicts` that
 * `storedVerdictSql` reads, the effects and `system_id`; of nothing when the regulation was not in force.
 */
export async function verdictsAsOf(
  context: Context,
  tx: Transaction,
  systems: SQL,
  asOf: CalendarDate,
): Promise<SQL> {
  await adoptFirst(context, tx)
  const rules = await rulesInForce(tx, context.actor.jurisdictionId, asOf, context.clock.now())
  const calendar = await readWorkCalendar(tx)
  const judges = isInForce(rules.pack.force, asOf)
  const rulebookId = judges ? await rulebookOf(context, tx, rules, calendar) : null
  return sql`(
    select j.*, ${rulebookId}::bigint as rulebook_id, ${asOf}::date as as_of, null::jsonb as findings, null::jsonb as deadlines
    from (${judgedSystemsSql(systems, rules.pack, calendar, asOf, sql`true`)}) j where ${judges})`
}
