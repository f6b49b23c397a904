import { desc, eq } from 'drizzle-orm'
import { editionInForce } from '../../catalogue/index.ts'
import { organisationsAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { type Fen, sumFen } from '../../platform/money.ts'
import type { RequestRules } from '../filing/auto-approval.ts'
import { loadRules } from '../filing/request-rules.ts'
import { type Saving, savingOf } from './idle.ts'
import type { ResourceRow } from './resources.ts'
import { resourceUsage, runningResources } from './schema.ts'

export interface IdleResource {
  row: ResourceRow
  organisation: string
  usage: typeof resourceUsage.$inferSelect
  saving: Saving
}

/** Out: running resources that their newest month shows idle or oversized, the largest saving first. */
export async function listIdle(
  context: Context,
): Promise<{ idle: IdleResource[]; savingFen: Fen; rules: RequestRules; measured: number }> {
  authorize(context, 'resources.read')
  const items = (await editionInForce(context))?.items ?? []
  const department = organisationsAs('department')
  return transact(context, async (tx) => {
    const rules = await loadRules(tx, context.actor.jurisdictionId)
    const rows = await tx
      .selectDistinctOn([runningResources.id], {
        row: runningResources,
        organisation: department.name,
        usage: resourceUsage,
      })
      .from(runningResources)
      .innerJoin(department, eq(department.id, runningResources.organisationId))
      .innerJoin(resourceUsage, eq(resourceUsage.resourceId, runningResources.id))
      .where(eq(runningResources.status, 'running'))
      .orderBy(runningResources.id, desc(resourceUsage.month))
    const idle = rows
      .flatMap(({ row, organisation, usage }) => {
        const saving = savingOf(row, usage, rules, items)
        return saving === null ? [] : [{ row, organisation, usage, saving }]
      })
      .sort((a, b) => b.saving.savingFen - a.saving.savingFen || a.row.id - b.row.id)
    const savingFen = sumFen(idle.map(({ saving }) => saving.savingFen))
    return { idle, savingFen, rules, measured: rows.length }
  })
}
