import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { registerColumns } from '../register-columns.ts'
import { ledgerContradictions, systems } from '../schema.ts'

export const settleInput = z.strictObject({ id: z.int().positive() })

/**
 * Says that the record is right and the ledger's cell is wrong: the register stays as it is, and the same cell isn't asked
 * again. Whoever finds the record wrong corrects the fact instead. Throws not-found, conflict when it is settled already.
 */
export async function settleContradiction(
  context: Context,
  input: z.infer<typeof settleInput>,
): Promise<void> {
  authorize(context, 'systems.propose')
  const { actor, clock } = context
  if (actor.kind !== 'person') throw new AppError('forbidden', '请用个人账号核对。')
  const { id } = parseInput(settleInput, input)
  await transact(context, async (tx) => {
    const [found] = await tx
      .select({ column: ledgerContradictions.column, code: systems.code })
      .from(ledgerContradictions)
      .innerJoin(systems, eq(systems.id, ledgerContradictions.systemId))
      .where(eq(ledgerContradictions.id, id))
    if (found === undefined) throw new AppError('not-found', '没有这项不一致。')
    const settled = await tx
      .update(ledgerContradictions)
      .set({ settledAt: clock.now(), settledBy: actor.id })
      .where(and(eq(ledgerContradictions.id, id), isNull(ledgerContradictions.settledAt)))
      .returning({ id: ledgerContradictions.id })
    if (settled.length === 0) throw new AppError('conflict', '这项不一致已经核对过了，请刷新后再看。')
    await record(context, tx, [
      {
        operation: 'systems.propose',
        objectType: 'ledger-contradiction',
        objectId: String(id),
        after: { system: found.code, contradictedField: registerColumns[found.column].label },
      },
    ])
  })
}
