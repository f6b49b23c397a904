import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { insertRows } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
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
    const [claimed] = await tx
      .update(usageImports)
      .set({ status: 'imported', importedAt: context.clock.now() })
      .where(and(eq(usageImports.id, importId), eq(usageImports.status, 'previewed')))
      .returning()
    if (claimed === undefined) {
      const [known] = await tx
        .select({ id: usageImports.id })
        .from(usageImports)
        .where(eq(usageImports.id, importId))
      if (known === undefined) throw new AppError('not-found', '没有这份使用率，请重新上传。')
      throw new AppError('conflict', '这份使用率已经导入过了；要改，请重新上传。')
    }
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
        before: { status: 'previewed' },
        after: { status: 'imported', fileName: claimed.fileName, counts: { rows: rows.length } },
      },
    ])
    return { imported: rows.length }
  })
}
