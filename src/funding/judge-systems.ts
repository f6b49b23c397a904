import { eq, sql } from 'drizzle-orm'
import { holdRegister, openDifferencesSql, record, recordDifferences } from '../audit/index.ts'
import { readWorkCalendar } from '../calendar/index.ts'
import { asJob, authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { planForWholeTables } from '../platform/plan-for-whole-tables.ts'
import { isInForce } from '../regulations/index.ts'
import { adoptFirst, rulesInForce } from '../rules/index.ts'
import {
  anyOf,
  applyDueFacts,
  type FactsFollower,
  holdFollowers,
  systemsWithFactsAs,
} from '../systems/index.ts'
import { judgedSystemsSql } from './judged-systems-sql.ts'
import { rulebookOf } from './rulebooks.ts'
import { judgements } from './schema.ts'
import { refreshTotals } from './totals.ts'
import { verdictDifferencesSql } from './verdict-differences-sql.ts'
import { writeVerdicts } from './write-verdicts.ts'

export interface Judged {
  /** Systems of the jurisdiction. */
  judged: number
  /** New verdicts written. */
  changed: number
  /** Of those, how many replace a verdict that had been altered in the database. */
  altered: number
  /** False when no regulation is in force on that day: then nothing was judged. */
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
  await holdRegister(tx, jurisdictionId)
  await holdFollowers(tx, jurisdictionId)
  await applyDueFacts(context, tx)
  await adoptFirst(context, tx)
  const rules = await rulesInForce(tx, jurisdictionId, asOf, context.clock.now())
  const { pack, edition, supplements, hash } = rules
  if (!isInForce(pack.force, asOf)) return { judged: 0, changed: 0, altered: 0, inForce: false }

  await planForWholeTables(tx)
  const calendar = await readWorkCalendar(tx)
  const rulebookId = await rulebookOf(context, tx, rules, calendar)
  const { changed, altered } = await writeVerdicts(
    context,
    tx,
    { rules, asOf, rulebookId },
    judgedSystemsSql(
      sql`(select * from ${systemsWithFactsAs('r')} where r.jurisdiction_id = ${jurisdictionId})`,
      pack,
      calendar,
      asOf,
      unsettledSql,
    ),
    (fresh) =>
      recordDifferences(context, tx, 'verdicts', sql`${verdictDifferencesSql(fresh)} where f.altered`),
  )
  const judged = await refreshTotals(tx, jurisdictionId, asOf)
  const judgedAt = context.clock.now()
  await tx.insert(judgements).values({ jurisdictionId, asOf, judgedAt, rulebookId, judged, changed, altered })
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
        ...(altered === 0 ? {} : { altered }),
        ...(supplements.length === 0 ? {} : { supplements: supplements.map(({ clause }) => clause) }),
      },
    },
  ])
  return { judged, changed, altered, inForce: true }
}

/**
 * Judges some systems as of today when something was recorded of them, so that a verdict is of the same moment as its
 * facts. In: their ids; the transaction sees the whole jurisdiction. Not before the jurisdiction was first judged.
 */
export const judgingFollower: FactsFollower = async (context, tx, systemIds) => {
  const { jurisdictionId } = context.actor
  const [judged] = await tx
    .select({ asOf: judgements.asOf })
    .from(judgements)
    .where(eq(judgements.jurisdictionId, jurisdictionId))
    .limit(1)
  if (judged === undefined) return
  const job = asJob(context, 'follow-register')
  const asOf = context.clock.today()
  if (systemIds.length > fewSystems) {
    await judgeSystems(job, tx, asOf)
    return
  }
  const rules = await rulesInForce(tx, jurisdictionId, asOf, context.clock.now())
  if (!isInForce(rules.pack.force, asOf)) return
  const calendar = await readWorkCalendar(tx)
  const rulebookId = await rulebookOf(job, tx, rules, calendar)
  const chosen = sql`(select * from ${systemsWithFactsAs('r')} where r.id = ${anyOf(systemIds)})`
  await writeVerdicts(
    job,
    tx,
    { rules, asOf, rulebookId },
    judgedSystemsSql(chosen, rules.pack, calendar, asOf, unsettledSql),
    (fresh) => recordDifferences(job, tx, 'verdicts', sql`${verdictDifferencesSql(fresh)} where f.altered`),
  )
  await refreshTotals(tx, jurisdictionId, asOf, systemIds)
}

/** Beyond this, judging everything is quicker. */
const fewSystems = 2_000

/** A verdict that the reconciliation found altered, and that has not been written anew since. */
const unsettledSql = sql`(s.id in (select d.system_id from ${openDifferencesSql()} d where d.check_name = 'verdicts')
  and exists (select from ${openDifferencesSql()} d
    where d.system_id = s.id and d.check_name = 'verdicts' and d.at >= v.judged_at))`
