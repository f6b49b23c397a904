import { and, asc, desc, eq, ne } from 'drizzle-orm'
import { type CatalogueItem, editionInForce, publishedEdition } from '../../catalogue/index.ts'
import { organisationsAs, peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { systemsAs } from '../../systems/index.ts'
import { withSizes } from '../edition-impact/requested-sizes.ts'
import { numberOf } from '../filing/model.ts'
import { loadRules } from '../filing/request-rules.ts'
import { resourceRequests } from '../filing/schema.ts'
import { type Saving, savingOf } from './idle.ts'
import type { ResourceRow } from './resources.ts'
import { resourceChanges, resourceUsage, runningResources } from './schema.ts'

export interface ResourceView {
  row: ResourceRow
  /** How wide each line of bandwidth is, in Mbps; null for anything else. */
  mbps: number | null
  organisation: string
  systemCode: string | null
  request: { id: number; number: string }
  changes: (typeof resourceChanges.$inferSelect & { by: string; decider: string | null })[]
  /** What else runs for the same line of the request, such as what came with each machine. */
  sameLine: { id: number; name: string; itemName: string }[]
  usage: (typeof resourceUsage.$inferSelect)[]
  saving: Saving | null
  /** Items of the edition in force that it can be changed to: the same service. */
  flavours: CatalogueItem[]
}

/** Out: one resource with its changes, measured use and what could be saved. Throws not-found. */
export async function readResource(context: Context, input: { resourceId: number }): Promise<ResourceView> {
  authorize(context, 'resources.read')
  const items = (await editionInForce(context))?.items ?? []
  const [department, system] = [organisationsAs('department'), systemsAs('system')]
  const view = await transact(context, async (tx) => {
    const [found] = await tx
      .select({
        row: runningResources,
        organisation: department.name,
        systemCode: system.code,
        request: resourceRequests,
      })
      .from(runningResources)
      .innerJoin(department, eq(department.id, runningResources.organisationId))
      .innerJoin(resourceRequests, eq(resourceRequests.id, runningResources.requestId))
      .leftJoin(system, eq(system.id, runningResources.systemId))
      .where(eq(runningResources.id, input.resourceId))
    if (found === undefined) throw new AppError('not-found', '没有这项资源，或者不是您单位的。')
    const { row, request } = found
    const usage = await tx
      .select()
      .from(resourceUsage)
      .where(eq(resourceUsage.resourceId, row.id))
      .orderBy(desc(resourceUsage.month))
      .limit(12)
    const rules = await loadRules(tx, row.jurisdictionId)
    const [newest] = usage
    return {
      ...found,
      request: { id: request.id, number: numberOf(request) },
      changes: await changesOf(tx, row.id),
      sameLine: await sameLineOf(tx, row),
      usage,
      saving: newest === undefined || row.status !== 'running' ? null : savingOf(row, newest, rules, items),
      flavours: items.filter(({ name }) => name === row.itemName),
    }
  })
  return { ...view, mbps: await widthOf(context, view.row) }
}

async function widthOf(context: Context, row: ResourceRow): Promise<number | null> {
  const item = (await publishedEdition(context, row.editionId))?.byCode.get(row.code)
  const [sized] = await withSizes(context, [row], () => item)
  return sized?.size ?? null
}

async function sameLineOf(tx: Transaction, row: ResourceRow): Promise<ResourceView['sameLine']> {
  return tx
    .select({ id: runningResources.id, name: runningResources.name, itemName: runningResources.itemName })
    .from(runningResources)
    .where(
      and(
        eq(runningResources.requestId, row.requestId),
        eq(runningResources.lineId, row.lineId),
        eq(runningResources.status, 'running'),
        ne(runningResources.id, row.id),
      ),
    )
    .orderBy(asc(runningResources.id))
}

async function changesOf(tx: Transaction, resourceId: number): Promise<ResourceView['changes']> {
  const [asker, decider] = [peopleAs('asker'), peopleAs('decider')]
  const rows = await tx
    .select({ change: resourceChanges, by: asker.name, decider: decider.name })
    .from(resourceChanges)
    .innerJoin(asker, eq(asker.id, resourceChanges.askedBy))
    .leftJoin(decider, eq(decider.id, resourceChanges.decidedBy))
    .where(eq(resourceChanges.resourceId, resourceId))
    .orderBy(desc(resourceChanges.id))
  return rows.map(({ change, ...who }) => ({ ...change, ...who }))
}
