import { recordDigests } from '../src/audit/index.ts'
import { dueDaily, type Job } from '../src/platform/jobs.ts'
import type { KeptRows } from '../src/platform/reconciliation.ts'

/** Every day from three o'clock, just before the head is signed: digests of all that is kept, for the head to cover. */
export const recordDigestsJob = (kept: readonly KeptRows[]): Job => ({
  name: 'record-digests',
  title: '数据摘要',
  due: dueDaily(3),
  async run(context, tx) {
    const { kinds, rows } = await recordDigests(context, tx, kept)
    return { 类别: kinds, 条数: rows }
  },
})
