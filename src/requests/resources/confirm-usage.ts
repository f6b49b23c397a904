import { inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, statusAfter } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { usageImportMachine } from './model.ts'
import { usageImportOf } from './read-usage-import.ts'
import { resourceUsage, runningResources, usageImports } from './schema.ts'

const confirmInput = z.strictObject({ importId: z.int().positive() })

/**
 * Records the rows of a preview; a month measured before is replaced. Out: how many rows.
 * Throws not-found, or conflict when it is imported already.
 */
export async function confirmUsage(
  context: Context,
  input: z.infer<typeof confirmInput>,
): Promise<{ imported: number }> {
  authorize(context, 'resources.import-usage')
  const { importId } = parseInput(confirmInput, input)
  return transact(context, async (tx) => {
    const previewed = await usageImportOf(tx, importId)
    const [claimed] = await tx
      .update(usageImports)
      .set({
        status: statusAfter(usageImportMachine, 'import', previewed),
        importedAt: context.clock.now(),
      })
      .where(stillAs(usageImports, previewed))
      .returning()
    if (claimed === undefined) return overtaken(usageImportMachine, previewed)
    const ids = [...new Set(claimed.rows.map(({ resourceId }) => resourceId))]
    const owners = new Map(
      ids.length === 0
        ? []
        : (
            await tx
              .select({ id: runningResources.id, organisationId: runningResources.organisationId })
              .from(runningResources)
              .where(inArray(runningResources.id, ids))
          ).map(({ id, organisationId }) => [id, organisationId]),
    )
    const rows = claimed.rows.flatMap(({ row: _row, name: _name, ...usage }) => {
      const organisationId = owners.get(usage.resourceId)
      const { jurisdictionId } = claimed
      return organisationId === undefined ? [] : [{ ...usage, organisationId, jurisdictionId, importId }]
    })
    await insertRows(tx, resourceUsage, rows, {
      target: [resourceUsage.resourceId, resourceUsage.month],
      set: {
        averageCpu: sql`excluded.average_cpu`,
        peakCpu: sql`excluded.peak_cpu`,
        averageMemory: sql`excluded.average_memory`,
        peakMemory: sql`excluded.peak_memory`,
        storage: sql`excluded.storage`,
        importId: sql`excluded.import_id`,
      },
    })
    await record(context, tx, [
      {
        operation: 'resources.import-usage',
        objectType: 'usage-import',
        objectId: String(importId),
        before: { status: previewed.status },
        after: { status: claimed.status, fileName: claimed.fileName, counts: { rows: rows.length } },
      },
    ])
    return { imported: rows.length }
  })
}
