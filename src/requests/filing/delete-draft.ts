import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { resourceRequests } from './schema.ts'
import { lockRequest, numberOf, requireStatus } from './steps.ts'

const deleteInput = z.strictObject({ requestId: z.int().positive() })

/** Deletes a draft that was never submitted. Throws conflict in any other state. */
export async function deleteRequestDraft(
  context: Context,
  input: z.infer<typeof deleteInput>,
): Promise<void> {
  authorize(context, 'requests.file')
  const { requestId } = parseInput(deleteInput, input)
  await transact(context, async (tx) => {
    const request = await lockRequest(tx, requestId)
    requireStatus(request, ['draft'], '删除')
    const deleted = await tx
      .delete(resourceRequests)
      .where(and(eq(resourceRequests.id, requestId), eq(resourceRequests.status, 'draft')))
      .returning({ id: resourceRequests.id })
    if (deleted.length === 0) throw new AppError('conflict', '这份申请刚刚提交了，不能再删除。')
    await record(context, tx, [
      {
        operation: 'requests.file',
        objectType: 'resource-request',
        objectId: String(requestId),
        before: { number: numberOf(request), project: request.project },
        after: { deleted: true },
      },
    ])
  })
}
