import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { overtaken, requireStep } from '../../platform/state-machine.ts'
import { stillAs } from '../../platform/steps.ts'
import { numberOf, requestMachine } from './model.ts'
import { resourceRequests } from './schema.ts'
import { lockRequest } from './steps.ts'

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
    requireStep(requestMachine, 'delete', request)
    const deleted = await tx
      .delete(resourceRequests)
      .where(stillAs(resourceRequests, request))
      .returning({ id: resourceRequests.id })
    if (deleted.length === 0) overtaken(requestMachine, request)
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
