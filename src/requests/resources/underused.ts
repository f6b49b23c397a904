import { and, desc, eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import type { RequestRules } from '../filing/auto-approval.ts'
import { percent, savingOf } from './idle.ts'
import { resourceUsage, runningResources } from './schema.ts'

/**
 * Who asks for more while using little is told so. In: a system, and the bounds. Out: its running machines that are
 * idle, or whose peaks in the newest month measured stay below the bound of oversized ones, in words.
 */
export async function underused(tx: Transaction, systemId: number, rules: RequestRules): Promise<string[]> {
  const rows = await tx
    .selectDistinctOn([runningResources.id], { resource: runningResources, usage: resourceUsage })
    .from(runningResources)
    .innerJoin(resourceUsage, eq(resourceUsage.resourceId, runningResources.id))
    .where(and(eq(runningResources.systemId, systemId), eq(runningResources.status, 'running')))
    .orderBy(runningResources.id, desc(resourceUsage.month))
  const most = rules.oversizedPeakPercent * 10
  return rows.flatMap(({ resource, usage }) => {
    const { averageCpu, peakCpu, peakMemory, month } = usage
    const low = peakCpu !== null && peakCpu < most && peakMemory !== null && peakMemory < most
    const idle = savingOf(resource, usage, rules, [])?.kind === 'idle'
    if (!low && !idle) return []
    return [
      `在用的 ${resource.name}（${resource.itemName} ${resource.specification}）${month} CPU 平均 ${percent(averageCpu)}、峰值 ${percent(peakCpu)}，内存峰值 ${percent(peakMemory)}，${idle ? '闲置' : '配置偏大'}`,
    ]
  })
}
