import { getTableColumns } from 'drizzle-orm'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { type DraftInput, draftInput } from './draft-input.ts'
import { findSystem } from './find-system.ts'
import { numberOf } from './model.ts'
import { resourceRequests } from './schema.ts'
import { appendEvent, personOf } from './steps.ts'
import { replaceLines } from './stored-lines.ts'

/** Files a request as a draft, for a system of the person's own organisation or one to come. Out: its id and number. */
export async function fileRequest(
  context: Context,
  input: DraftInput | Record<string, unknown>,
): Promise<{ requestId: number; number: string; version: number }> {
  authorize(context, 'requests.file')
  const person = personOf(context)
  const draft = parseInput(draftInput, input)
  return transact(context, async (tx) => {
    const system = await findSystem(tx, person, draft)
    const at = context.clock.now()
    const { project, purpose, startsOn, endsOn } = draft
    const row = await insertOne(
      tx,
      resourceRequests,
      {
        ...system,
        jurisdictionId: person.jurisdictionId,
        project,
        purpose,
        startsOn,
        endsOn,
        filedBy: person.id,
        filedAt: at,
        changedBy: person.id,
        changedAt: at,
      },
      getTableColumns(resourceRequests),
    )
    await replaceLines(tx, row, draft.lines)
    await appendEvent(context, tx, row, { action: 'file' })
    await record(context, tx, [
      {
        operation: 'requests.file',
        objectType: 'resource-request',
        objectId: String(row.id),
        after: {
          status: 'draft',
          number: numberOf(row),
          project,
          systemName: system.systemName,
          lines: draft.lines.length,
        },
      },
    ])
    return { requestId: row.id, number: numberOf(row), version: row.version }
  })
}
