import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { monthOf } from '../../platform/dates.ts'
import { xlsxType } from '../../platform/http/download.ts'
import { insertOne } from '../../platform/insert.ts'
import { putByContent } from '../../platform/objects.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { readTable } from '../../platform/spreadsheet/read-table.ts'
import { personOf } from '../filing/steps.ts'
import { usageImportMachine } from './model.ts'
import { maxUsageRows, readUsage } from './read-usage.ts'
import { runningResources, usageImports } from './schema.ts'

const fileInput = z.strictObject({
  fileName: z.string().trim().min(1, '请选择使用率文件').max(200, '文件名过长'),
  bytes: z.instanceof(Uint8Array),
})

/**
 * Reads a file of measured use (.csv or .xlsx: resource, month, average and peak of CPU and memory, storage, in percent)
 * and says what importing it would do; nothing is recorded of the resources yet. Out: the import's id.
 */
export async function previewUsage(
  context: Context,
  input: z.infer<typeof fileInput>,
): Promise<{ importId: number; rows: number; issues: number }> {
  authorize(context, 'resources.import-usage')
  const person = personOf(context)
  const { fileName, bytes } = parseInput(fileInput, input)
  // Titles and notes stand above and below the rows.
  const table = await readTable(context, { fileName, bytes }, maxUsageRows + 100)
  const xlsx = bytes[0] === 0x50
  const fileKey = await putByContent(
    context.objects,
    bytes,
    xlsx ? 'xlsx' : 'csv',
    xlsx ? xlsxType : 'text/csv',
  )
  return transact(context, async (tx) => {
    const known = await tx
      .select({ id: runningResources.id, name: runningResources.name })
      .from(runningResources)
      .where(eq(runningResources.status, 'running'))
    const { rows, issues } = readUsage(table, known, monthOf(context.clock.today()))
    const row = await insertOne(
      tx,
      usageImports,
      {
        jurisdictionId: person.jurisdictionId,
        uploadedBy: person.id,
        uploadedAt: context.clock.now(),
        fileName,
        fileKey,
        rows,
        issues,
        status: usageImportMachine.steps.preview.to,
      },
      { id: usageImports.id },
    )
    await record(context, tx, [
      {
        operation: 'resources.import-usage',
        objectType: 'usage-import',
        objectId: String(row.id),
        after: { status: 'previewed', fileName, counts: { rows: rows.length, rejected: issues.length } },
      },
    ])
    return { importId: row.id, rows: rows.length, issues: issues.length }
  })
}
