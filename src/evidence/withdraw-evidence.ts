import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import { type LinkedSubject, mayWithdraw, requireReadable } from './read-evidence.ts'
import { evidenceFiles } from './schema.ts'
import { uploaderOf } from './store-upload.ts'

const withdrawalInput = z.strictObject({
  id: z.int(),
  reason: z.string().trim().min(1, '请写明为什么撤回').max(500, '撤回理由超过 500 个字'),
})

/**
 * Withdraws a file with a reason: it stays listed and kept, and is no evidence any more.
 * Throws not-found, forbidden for another organisation's and for what others decided on, conflict when it was withdrawn
 * already.
 */
export async function withdrawEvidence(
  context: Context,
  input: z.input<typeof withdrawalInput>,
): Promise<void> {
  authorize(context, 'evidence.file')
  const { id: withdrawnBy } = uploaderOf(context)
  const { id, reason } = parseInput(withdrawalInput, input)
  await transact(context, async (tx) => {
    for (const { row, subjects } of await requireReadable(context, tx, [id]))
      assertMayWithdraw(context, row, subjects)
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

function assertMayWithdraw(
  context: Context,
  { organisationId, organisation }: { organisationId: number; organisation: string },
  subjects: readonly LinkedSubject[],
): void {
  if (mayWithdraw(context, organisationId, subjects)) return
  const on = subjects.find(({ decided }) => decided && !decided.byActor)
  throw new AppError(
    'forbidden',
    on === undefined
      ? `这份凭据是${organisation}上传的，由该单位撤回。`
      : `“${on.name}”${on.decided?.words ?? ''}，这份凭据是作出决定的依据，只能由作出决定的机关写明理由撤回。`,
  )
}
