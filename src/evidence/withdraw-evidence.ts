import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { isOwn, requireReadable } from './read-evidence.ts'
import { evidenceFiles } from './schema.ts'
import { uploaderOf } from './store-upload.ts'

const withdrawalInput = z.strictObject({
  id: z.int(),
  reason: z.string().trim().min(1, '请写明为什么撤回').max(500, '撤回理由超过 500 个字'),
})

/**
 * Withdraws a file with a reason: it stays listed and kept, and is no evidence any more.
 * Throws not-found, forbidden for another organisation's, conflict when it was withdrawn already.
 */
export async function withdrawEvidence(
  context: Context,
  input: z.input<typeof withdrawalInput>,
): Promise<void> {
  authorize(context, 'evidence.file')
  const { id: withdrawnBy } = uploaderOf(context)
  const { id, reason } = parseInput(withdrawalInput, input)
  await transact(context, async (tx) => {
    for (const { row } of await requireReadable(context, tx, [id]))
      if (!isOwn(context, row.organisationId))
        throw new AppError('forbidden', `这份凭据是${row.organisation}上传的，由该单位撤回。`)
    const [row] = await tx
      .update(evidenceFiles)
      .set({ withdrawnBy, withdrawnAt: context.clock.now(), withdrawnReason: reason })
      .where(and(eq(evidenceFiles.id, id), isNull(evidenceFiles.withdrawnAt)))
      .returning({ title: evidenceFiles.title })
    if (row === undefined) throw new AppError('conflict', '这份凭据已经撤回过了，请刷新后再看。')
    await record(context, tx, [
      {
        operation: 'evidence.file',
        objectType: 'evidence',
        objectId: String(id),
        before: { title: row.title, withdrawn: false },
        after: { title: row.title, withdrawn: true },
        reason,
      },
    ])
  })
}
