import { and, isNull, sql } from 'drizzle-orm'
import { asJob } from '../../platform/context.ts'
import type { FactsFollower } from '../../systems/index.ts'
import { recordWide } from './record-determination.ts'
import { determinations } from './schema.ts'

/**
 * What was determined of the whole jurisdiction is said of systems that come later as well. What is recorded follows once
 * more and finds nothing unknown.
 */
export const sayOfNewSystems: FactsFollower = async (context, tx, systemIds) => {
  const standing = await tx
    .select()
    .from(determinations)
    .where(and(isNull(determinations.systemId), sql`${determinations.status} = 'signed'`))
    .orderBy(determinations.id)
  for (const row of standing)
    await recordWide(
      asJob(context, 'follow-register'),
      tx,
      row,
      {
        operation: 'oversight.sign-determination',
        from: row.holdsFrom,
        document: row.document,
        reason: row.details,
        recordedBy: row.authors.at(-1) ?? null,
        confirmedBy: row.signedBy,
      },
      systemIds,
    )
}
