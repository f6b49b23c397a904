import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import type { RulesInForce } from '../rules/index.ts'
import { factColumnNames } from '../rules/index.ts'

/** What verdicts rest on besides the facts. */
export interface Judgement {
  rules: RulesInForce
  asOf: CalendarDate
  rulebookId: number
}

/**
 * Supersedes the verdicts that no longer stand and writes new ones in their place.
 * In: a select as `judgedSystemsSql` gives it. Out: how many were written, and how many of those superseded had been
 * altered; with `onAltered` while they still stand beside what is written instead.
 */
export async function writeVerdicts(
  context: Context,
  tx: Transaction,
  { rules: { edition, hash }, asOf, rulebookId }: Judgement,
  judged: SQL,
  onAltered: (fresh: SQL) => Promise<void>,
): Promise<{ changed: number; altered: number }> {
  const now = context.clock.now().toISOString()
  const facts = sql.join(
    factColumnNames.map((name) => sql.identifier(name)),
    sql`, `,
  )
  // A table of its own: PostgreSQL reads and judges on several cores only for `create table as`.
  await tx.execute(sql`create temporary table fresh_verdicts on commit drop as ${judged}`)
  const [found] = await tx.execute<{ altered: number }>(
    sql`select count(*)::int as altered from fresh_verdicts where altered`,
  )
  const altered = found?.altered ?? 0
  if (altered > 0) await onAltered(sql`fresh_verdicts`)
  await tx.execute(
    sql`update verdicts v set superseded_at = ${now} from fresh_verdicts f where v.id = f.verdict_id`,
  )
  const written = await tx.execute(sql`
    insert into verdicts (system_id, jurisdiction_id, organisation_id, regulation_id, pack_version, rules_hash,
      rulebook_id, scope,
      construction, operations, purchase, upgrade, missing, ${facts}, basis, as_of, judged_at)
    select system_id, ${context.actor.jurisdictionId}, organisation_id, ${edition.regulationId}, ${edition.version}, ${hash},
      ${rulebookId}::bigint, scope, construction, operations, purchase, upgrade, missing, ${facts}, basis,
      ${asOf}::date, ${now}::timestamptz
    from fresh_verdicts`)
  await tx.execute(sql`drop table fresh_verdicts`)
  return { changed: written.count, altered }
}
