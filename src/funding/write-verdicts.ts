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
 * In: a select as `judgedSystemsSql` gives it. Out: how many were written.
 */
export async function writeVerdicts(
  context: Context,
  tx: Transaction,
  { rules: { edition, hash }, asOf, rulebookId }: Judgement,
  judged: SQL,
): Promise<number> {
  const now = context.clock.now().toISOString()
  const facts = sql.join(
    factColumnNames.map((name) => sql.identifier(name)),
    sql`, `,
  )
  // A table of its own: PostgreSQL reads and judges on several cores only for `create table as`.
  await tx.execute(sql`create temporary table fresh_verdicts on commit drop as ${judged}`)
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
  return written.count
}
