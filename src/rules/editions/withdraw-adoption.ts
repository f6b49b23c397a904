import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { ruleAdoptions } from '../schema.ts'
import { signerOf } from './sign-adoption.ts'

const withdrawInput = z.strictObject({
  adoptionId: z.int().positive(),
  reason: z.string().trim().min(2, '请写明撤回的理由').max(1_000, '理由最多 1000 个字'),
})

/** Takes a proposal off the table: the rules stay as they are. Throws conflict when it isn't a proposal any more. */
export async function withdrawAdoption(
  context: Context,
  input: z.infer<typeof withdrawInput>,
): Promise<void> {
  authorize(context, 'regulations.sign')
  const { person } = signerOf(context)
  const { adoptionId, reason } = parseInput(withdrawInput, input)
  await transact(context, async (tx) => {
    const [row] = await tx
      .update(ruleAdoptions)
      .set({
        status: 'withdrawn',
        withdrawnBy: person.id,
        withdrawnAt: context.clock.now(),
        withdrawnReason: reason,
      })
      .where(and(eq(ruleAdoptions.id, adoptionId), eq(ruleAdoptions.status, 'proposed')))
      .returning({ id: ruleAdoptions.id })
    if (row === undefined)
      throw new AppError('conflict', '这项采用已经签署完毕或者撤回，不能再撤回。请刷新后再看。')
    await record(context, tx, [
      {
        operation: 'regulations.sign',
        objectType: 'rule-adoption',
        objectId: String(adoptionId),
        before: { status: 'proposed' },
        after: { status: 'withdrawn' },
        reason,
      },
    ])
  })
}
