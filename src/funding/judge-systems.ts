import { sql } from 'drizzle-orm'
import { record } from '../audit/index.ts'
import { authorize, type Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { readWorkCalendar } from '../platform/work-calendar.ts'
import {
  adoptFirst,
  basisOf,
  factsNeededBy,
  isInForce,
  judgeAt,
  momentOf,
  type RulesInForce,
  rulesInForce,
} from '../regulations/index.ts'
import { besides, columnsOfSystem, type FactRow, factRowSql, factsOfSystem } from './facts-of-system.ts'
import { refreshTotals } from './totals.ts'
import { digester, type JudgedSystem, keepVerdicts, replaceVerdicts } from './write-verdicts.ts'

export interface Judged {
  regulationId: string
  /** Systems of the jurisdiction. */
  judged: number
  /** New verdicts written. */
  changed: number
  /** False when the regulation is not in force on that day: then nothing was judged. */
  inForce: boolean
}

/** Systems fetched, judged and written at a time. */
const batch = 4000

/** A system whose basis is no longer that of its current verdict, and that verdict. */
interface Candidate extends FactRow, Record<string, unknown> {
  systemId: string
  organisationId: string
  basis: string
  verdictId: string | null
  content: string | null
}

/**
 * Judges every system of the jurisdiction as of a day, inside the caller's transaction, and writes the verdicts that
 * changed; the ones they replace stay, superseded. Twice on the same day changes nothing.
 */
export async function judgeSystems(context: Context, tx: Transaction, asOf: CalendarDate): Promise<Judged> {
  authorize(context, 'funding.judge')
  const { jurisdictionId } = context.actor
  await adoptFirst(context, tx)
  const rules = await rulesInForce(tx, jurisdictionId, asOf, context.clock.now())
  const { pack, edition, supplements, hash } = rules
  if (!isInForce(pack.force, asOf)) return { regulationId: pack.id, judged: 0, changed: 0, inForce: false }

  const { changed, kept } = await judgeCandidates(context, tx, rules, asOf)
  const judged = await refreshTotals(tx, jurisdictionId, asOf, changed + kept > 0)
  await record(context, tx, [
    {
      operation: 'funding.judge',
      objectType: 'verdicts',
      objectId: asOf,
      after: {
        ...{ regulation: pack.id, packVersion: edition.version, contentHash: hash, judged, changed },
        ...(supplements.length === 0 ? {} : { supplements: supplements.map(({ clause }) => clause) }),
      },
    },
  ])
  return { regulationId: pack.id, judged, changed, inForce: true }
}

async function judgeCandidates(
  context: Context,
  tx: Transaction,
  rules: RulesInForce,
  asOf: CalendarDate,
): Promise<{ changed: number; kept: number }> {
  const { pack } = rules
  await planForWholeTables(tx)
  const calendar = await readWorkCalendar(tx)
  const judge = judgeAt(pack, asOf, calendar)
  const basis = basisOf(pack, calendar, columnsOfSystem('s'), momentOf(asOf, calendar), besides('s'))
  // One cursor: one plan for the whole register, a bounded number of rows in memory, and a fixed view of the
  // verdicts while new ones are written.
  await tx.execute(sql`declare candidates no scroll cursor for
    select s.*, v.id as "verdictId", v.content
    from (select s.id as "systemId", s.organisation_id as "organisationId",
        ${factRowSql('s', factsNeededBy(pack))}, ${basis} as basis
      from systems s where s.jurisdiction_id = ${context.actor.jurisdictionId}) s
    left join verdicts v on v.system_id = s."systemId" and v.superseded_at is null
    where v.basis is distinct from s.basis`)
  const contentOf = digester()
  const count = { changed: 0, kept: 0 }
  let written: Promise<void> = Promise.resolve()
  let next = fetchCandidates(tx)
  for (;;) {
    const candidates = await next
    if (candidates.length === 0) break
    // The database fetches the next ones and writes the last ones while these are judged.
    next = fetchCandidates(tx)
    next.catch(() => {})
    const fresh: JudgedSystem[] = []
    const same: JudgedSystem[] = []
    for (const candidate of candidates) {
      const { systemId, organisationId, verdictId } = candidate
      const verdict = judge(factsOfSystem(candidate))
      const judged = {
        systemId,
        organisationId,
        verdictId,
        basis: candidate.basis,
        ...contentOf(verdict, organisationId),
      }
      if (judged.content === candidate.content) same.push(judged)
      else fresh.push(judged)
    }
    await written
    written = (async () => {
      await keepVerdicts(tx, same)
      await replaceVerdicts(context, tx, rules, asOf, fresh)
    })()
    written.catch(() => {})
    count.changed += fresh.length
    count.kept += same.length
  }
  await written
  await tx.execute(sql`close candidates`)
  return count
}

/**
 * Right after a large import nobody has counted the rows yet, and PostgreSQL takes the tables for small ones; joined
 * row by row, 100,000 systems would take hours. Until the end of the transaction it joins whole tables.
 */
async function planForWholeTables(tx: Transaction): Promise<void> {
  await tx.execute(
    sql`select set_config('enable_nestloop', 'off', true), set_config('cursor_tuple_fraction', '1', true)`,
  )
}

async function fetchCandidates(tx: Transaction): Promise<readonly Candidate[]> {
  return tx.execute<Candidate>(sql`fetch ${sql.raw(String(batch))} from candidates`)
}
