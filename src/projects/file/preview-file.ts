import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { xlsxType } from '../../platform/http/download.ts'
import { insertOne } from '../../platform/insert.ts'
import { putByContent } from '../../platform/objects.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { readTable } from '../../platform/spreadsheet/read-table.ts'
import { personOf } from '../store.ts'
import { projectFileMachine } from './model.ts'
import { maxProjects, readProjectFile } from './read-file.ts'
import { projectFiles } from './schema.ts'

const fileInput = z.strictObject({
  fileName: z.string().trim().min(1, '请选择项目文件').max(200, '文件名过长'),
  bytes: z.instanceof(Uint8Array),
})

/**
 * Reads a file of projects (.xlsx or .csv: a row a project, a column a milestone); nothing of it is registered yet. Out: the
 * file's id, by which it is looked at and registered. Throws unreadable-file, unsupported-file, too-large.
 */
export async function previewProjectFile(
  context: Context,
  input: z.infer<typeof fileInput>,
): Promise<{ fileId: number }> {
  authorize(context, 'projects.file')
  const person = personOf(context)
  const { fileName, bytes } = parseInput(fileInput, input)
  // Titles and notes stand above and below the rows.
  const { rows, issues } = readProjectFile(await readTable(context, { fileName, bytes }, maxProjects + 100))
  const xlsx = bytes[0] === 0x50
  const fileKey = await putByContent(
    context.objects,
    bytes,
    xlsx ? 'xlsx' : 'csv',
    xlsx ? xlsxType : 'text/csv',
  )
  return transact(context, async (tx) => {
    const { id } = await insertOne(
      tx,
      projectFiles,
      {
        jurisdictionId: person.jurisdictionId,
        organisationId: person.organisationId,
        uploadedBy: person.id,
        uploadedAt: context.clock.now(),
        fileName,
        fileKey,
        rows,
        issues,
        status: projectFileMachine.steps.preview.to,
      },
      { id: projectFiles.id },
    )
    await record(context, tx, [
      {
        operation: 'projects.file',
        objectType: 'project-file',
        objectId: String(id),
        after: { status: 'previewed', fileName, counts: { rows: rows.length, rejected: issues.length } },
      },
    ])
    return { fileId: id }
  })
}
