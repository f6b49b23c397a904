import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { type DraftInput, draftInput } from './draft-input.ts'
import { findSystem } from './find-system.ts'
import { numberOf, requestMachine } from './model.ts'
import { resourceRequests } from './schema.ts'
import { lockRequest, personOf } from './steps.ts'
import { replaceLines } from './stored-lines.ts'

const which = z.strictObject({ requestId: z.int().positive(), version: z.int().positive() })

/** Somebody saved the draft meanwhile; what both of them wrote must be put together by a person. */
export class StaleDraft extends AppError {
  readonly version: number

  constructor(version: number) {
    super(
      'conflict',
      '您打开之后，另一个人保存过这份申请，您的填写还没有保存。请对照两份内容，决定以哪一份为准。',
    )
    this.version = version
  }
}

/**
 * Saves what a draft says now, lines included. In: the version that was read. Out: the version it has become.
 * Throws StaleDraft (a conflict) when it was saved meanwhile, conflict when it isn't the department's to change.
 */
export async function saveDraft(
  context: Context,
  input: { requestId: number; version: number; draft: DraftInput | Record<string, unknown> },
): Promise<{ version: number }> {
  authorize(context, 'requests.file')
  const person = personOf(context)
  const { requestId, version } = parseInput(which, { requestId: input.requestId, version: input.version })
  const draft = parseInput(draftInput, input.draft)
  return transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStep(requestMachine, 'edit', request)
    if (request.version !== version) throw new StaleDraft(request.version)
    const system = await findSystem(tx, person, draft)
    if (system.systemId !== null && system.organisationId !== request.organisationId)
      throw new AppError('invalid-input', '这个系统属于另一个单位，请为它另填一份申请。', {
        errors: [{ path: 'system', message: '这个系统属于另一个单位，请为它另填一份申请' }],
      })
    const { project, purpose, startsOn, endsOn } = draft
    const [row] = await tx
      .update(resourceRequests)
      .set({
        project,
        purpose,
        startsOn,
        endsOn,
        systemId: system.systemId,
        systemName: system.systemName,
        version: version + 1,
        ready: false,
        changedBy: person.id,
        changedAt: context.clock.now(),
      })
      .where(and(eq(resourceRequests.id, requestId), eq(resourceRequests.version, version)))
      .returning()
    if (row === undefined) throw new StaleDraft(version + 1)
    await replaceLines(tx, row, draft.lines)
    await record(context, tx, [
      {
        operation: 'requests.file',
        objectType: 'resource-request',
        objectId: String(requestId),
        before: { project: request.project, systemName: request.systemName, version },
        after: {
          number: numberOf(row),
          project,
          systemName: system.systemName,
          lines: draft.lines.length,
          version: row.version,
        },
      },
    ])
    return { version: row.version }
  })
}
