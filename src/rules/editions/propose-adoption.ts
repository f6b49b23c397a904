import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { insertOne } from '../../platform/insert.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { calendarDay } from '../../regulations/index.ts'
import { ruleAdoptions } from '../schema.ts'
import { adoptFirst, keepEdition } from './adopt-first.ts'
import { adoptionMachine } from './model.ts'
import { ruleEditionsOf, upgradeAwaits } from './read-editions.ts'
import { isGoverned } from './rules-in-force.ts'
import { insertSignature, signerOf } from './sign-adoption.ts'

const proposeInput = z.strictObject({
  /** The hash of the installed rules as the proposer has read them. */
  hash: z.string(),
  /** The regulation to be adopted, where the jurisdiction has none yet. */
  regulationId: z.string().optional(),
  /** The first day to be judged by them. */
  effectiveFrom: calendarDay,
})

/**
 * Proposes to be judged by the installed rules from a day, and signs them as the first of two. Nothing changes yet. A
 * jurisdiction without a regulation so proposes its first.
 * Throws invalid-input for a day that isn't after today, conflict when they are adopted, others, or proposed already.
 */
export async function proposeAdoption(
  context: Context,
  input: z.input<typeof proposeInput>,
): Promise<{ adoptionId: number }> {
  authorize(context, 'regulations.sign')
  const signer = signerOf(context)
  const { hash, regulationId, effectiveFrom } = parseInput(proposeInput, input)
  const { clock, actor } = context
  if (effectiveFrom <= clock.today()) {
    const message = '起始日最早为明天：今天的判定已经按现行版本作出'
    throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'effectiveFrom', message }] })
  }
  return transact(context, async (tx) => {
    await adoptFirst(context, tx)
    const editions = await ruleEditionsOf(context, tx, regulationId)
    const { installed } = editions
    if (!isGoverned(installed)) throw new AppError('invalid-input', '请先选定要采用的资金管理办法。')
    if (!upgradeAwaits(editions))
      throw new AppError('conflict', `规则版本 ${installed.version} 已经采用，不用再签。`)
    if (installed.hash !== hash)
      throw new AppError('conflict', '您打开页面之后，安装的规则版本已经更换。请重新看过再签署。')
    const { id: editionId } = await keepEdition(context, tx, installed.pack)
    const adoption = await insertOne(
      tx,
      ruleAdoptions,
      {
        jurisdictionId: actor.jurisdictionId,
        editionId,
        effectiveFrom,
        status: adoptionMachine.steps.propose.to,
        proposedAt: clock.now(),
      },
      { id: ruleAdoptions.id },
      // Of two that are made at once, the unique index takes one.
      new AppError('conflict', '已经有一项等待第二人签署的采用，请先看那一项。'),
    )
    await insertSignature(context, tx, signer, adoption.id, hash)
    await record(context, tx, [
      {
        operation: 'regulations.sign',
        objectType: 'rule-adoption',
        objectId: String(adoption.id),
        after: { status: 'proposed', packVersion: installed.version, effectiveFrom, contentHash: hash },
      },
    ])
    return { adoptionId: adoption.id }
  })
}
