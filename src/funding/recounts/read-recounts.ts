import { eq, sql } from 'drizzle-orm'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { systemsAs } from '../../systems/index.ts'
import { deadlineRecounts } from './schema.ts'

export interface Recount {
  code: string
  name: string
  regulationId: string
  clause: string
  wasDueOn: CalendarDate
  wasProvisional: boolean
  dueOn: CalendarDate
  provisional: boolean
}

/** In: a calendar edition. Out: at most 500 of the last days that it moved, and how many there are. */
export async function readRecounts(
  context: Context,
  editionId: number,
): Promise<{ recounts: Recount[]; total: number }> {
  authorize(context, 'calendar.read')
  const system = systemsAs('system')
  return transact(context, async (tx) => {
    const rows = await tx
      .select({
        code: system.code,
        name: system.name,
        regulationId: deadlineRecounts.regulationId,
        clause: deadlineRecounts.clause,
        wasDueOn: deadlineRecounts.wasDueOn,
        wasProvisional: deadlineRecounts.wasProvisional,
        dueOn: deadlineRecounts.dueOn,
        provisional: deadlineRecounts.provisional,
        total: sql<number>`(count(*) over ())::int`,
      })
      .from(deadlineRecounts)
      .innerJoin(system, eq(system.id, deadlineRecounts.systemId))
      .where(eq(deadlineRecounts.editionId, editionId))
      .orderBy(system.code, deadlineRecounts.id)
      .limit(500)
    return { recounts: rows.map(({ total: _total, ...recount }) => recount), total: rows[0]?.total ?? 0 }
  })
}
