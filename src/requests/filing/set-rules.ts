import { z } from 'zod'
import { record } from '../../audit/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { fenOf } from '../../platform/money.ts'
import { parseInput } from '../../platform/parse-input.ts'
import type { RequestRules } from './auto-approval.ts'
import { loadRules } from './request-rules.ts'
import { requestRules } from './schema.ts'
import { personOf } from './steps.ts'

const bound = (name: string, most: number) =>
  z
    .number(`${name}应为整数`)
    .int(`${name}应为整数`)
    .min(0, `${name}不能为负`)
    .max(most, `${name}不能超过${most}`)

export const rulesInput = z.strictObject({
  byRule: z.boolean(),
  maxVcpu: bound('vCPU', 1_000),
  maxMemoryGiB: bound('内存', 10_000),
  maxStorageGiB: bound('存储', 1_000_000),
  maxMonthlyFen: bound('每月金额（分）', 100_000_000).transform((value) => fenOf(value)),
  maxPerQuarter: bound('每季度次数', 10),
  idleAveragePercent: bound('闲置的平均值', 100),
  idlePeakPercent: bound('闲置的峰值', 100),
  oversizedPeakPercent: bound('偏大的峰值', 100),
})

/** Sets under which bounds a small increase passes by rule, and what counts as idle; the old ones stay in the audit record. */
export async function setRules(context: Context, input: z.input<typeof rulesInput>): Promise<void> {
  authorize(context, 'requests.set-rules')
  const person = personOf(context)
  const rules: RequestRules = parseInput<z.output<typeof rulesInput>>(rulesInput, input)
  const { jurisdictionId } = person
  await transact(context, async (tx) => {
    const before = await loadRules(tx, jurisdictionId)
    const row = { ...rules, changedBy: person.id, changedAt: context.clock.now() }
    await tx
      .insert(requestRules)
      .values({ jurisdictionId, ...row })
      .onConflictDoUpdate({ target: requestRules.jurisdictionId, set: row })
    await record(context, tx, [
      {
        operation: 'requests.set-rules',
        objectType: 'request-rules',
        objectId: jurisdictionId,
        before,
        after: rules,
      },
    ])
  })
}

/** Out: the jurisdiction's rules, or the defaults. */
export async function readRules(context: Context): Promise<RequestRules> {
  authorize(context, 'requests.read')
  return transact(context, (tx) => loadRules(tx, context.actor.jurisdictionId))
}
