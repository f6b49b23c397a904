import { reconcile } from '../src/audit/index.ts'
import { dueDaily, type Job } from '../src/platform/jobs.ts'
import type { Check, KeptRows } from '../src/platform/reconciliation.ts'

/** Every day from midnight, before anything is judged anew: what is kept in two places against each other. */
export const reconcileJob = (checks: readonly Check[], kept: readonly KeptRows[]): Job => ({
  name: 'reconcile',
  title: '数据核对',
  due: dueDaily(0),
  async run(context, tx) {
    const { differing, checks: outcomes } = await reconcile(context, tx, checks, kept)
    return { 项目: Object.keys(outcomes).length, 不一致: differing }
  },
})
