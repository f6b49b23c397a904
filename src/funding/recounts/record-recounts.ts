import { sql } from 'drizzle-orm'
import type { Recounted } from '../../calendar/index.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert.ts'
import type { Deadline } from '../../regulations/index.ts'
import { renderVerdicts, type StoredVerdict, storedVerdictSql } from '../render-verdicts.ts'
import { deadlineRecounts } from './schema.ts'

/** Verdicts read and said at a time. */
const batch = 2000

interface Row extends StoredVerdict, Record<string, unknown> {
  id: string
  systemId: string
  organisationId: string
  regulationId: string
}

/**
 * Writes a row for every last day that differs between the verdicts judged at `now` and those they replaced then: facts
 * and rules being the same in both, deadlines stand in the same places, and differ because of the calendar alone.
 */
export async function recordRecounts(
  context: Context,
  tx: Transaction,
  editionId: number,
  now: Date,
): Promise<Recounted> {
  const { jurisdictionId } = context.actor
  const at = now.toISOString()
  for (const [name, condition] of [
    ['was', sql`v.superseded_at = ${at}::timestamptz`],
    ['became', sql`v.superseded_at is null and v.judged_at = ${at}::timestamptz`],
  ] as const)
    await tx.execute(sql`declare ${sql.identifier(name)} no scroll cursor for
      select v.id, v.system_id as "systemId", v.organisation_id as "organisationId", v.regulation_id as "regulationId",
        ${storedVerdictSql('v')}
      from verdicts v
      where v.jurisdiction_id = ${jurisdictionId} and ${condition}
        and exists (select from verdicts o where o.system_id = v.system_id and o.superseded_at = ${at}::timestamptz)
      order by v.system_id`)
  const approved: Recounted = { recounted: 0, systems: 0 }
  for (;;) {
    const was = await tx.execute<Row>(sql.raw(`fetch ${batch} from was`))
    const became = await tx.execute<Row>(sql.raw(`fetch ${batch} from became`))
    if (was.length === 0) break
    const before = await renderVerdicts(tx, was)
    const after = await renderVerdicts(tx, became)
    const recounts = became.flatMap((row, place) => {
      const old = was[place]
      if (old === undefined || old.systemId !== row.systemId) throw new Error('verdicts are not in pairs')
      const moved = movedDays(before[place]?.deadlines ?? [], after[place]?.deadlines ?? [])
      if (moved.length > 0) approved.systems += 1
      return moved.map((days) => ({
        ...days,
        jurisdictionId,
        editionId,
        regulationId: row.regulationId,
        recordedAt: now,
        organisationId: Number(row.organisationId),
        systemId: Number(row.systemId),
        verdictBefore: Number(old.id),
        verdictAfter: Number(row.id),
      }))
    })
    approved.recounted += recounts.length
    await insertRows(tx, deadlineRecounts, recounts)
  }
  await tx.execute(sql`close was`)
  await tx.execute(sql`close became`)
  return approved
}

function movedDays(before: readonly Deadline[], after: readonly Deadline[]) {
  return after.flatMap(({ clause, dueOn, provisional }, place) => {
    const was = before[place]
    if (was === undefined || was.clause !== clause) throw new Error('deadlines are not in pairs')
    if (was.dueOn === dueOn && was.provisional === provisional) return []
    return [{ clause, wasDueOn: was.dueOn, wasProvisional: was.provisional, dueOn, provisional }]
  })
}
