import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { editionMachine } from '../model.ts'
import { changeEdition, lockEdition } from './editions.ts'

const termsInput = z.strictObject({
  editionId: z.int().positive(),
  midMonthRule: z.enum(['full-month', 'half-month', 'by-day'], '请选择月中开通、释放怎样计费'),
})

/** Sets what a month in part costs under a draft; it is approved with the prices. Throws conflict when it is no draft. */
export async function setTerms(context: Context, input: z.infer<typeof termsInput>): Promise<void> {
  authorize(context, 'catalogue.compile')
  const { editionId, midMonthRule } = parseInput(termsInput, input)
  await transact(context, async (tx) => {
    const edition = await lockEdition(tx, editionId)
    requireStep(editionMachine, 'set-terms', edition)
    if (edition.midMonthRule === midMonthRule) return
    await changeEdition(tx, edition, 'set-terms', { midMonthRule })
    await record(context, tx, [
      {
        operation: 'catalogue.compile',
        objectType: 'catalogue-edition',
        objectId: String(editionId),
        before: { midMonthRule: edition.midMonthRule },
        after: { midMonthRule },
      },
    ])
  })
}
