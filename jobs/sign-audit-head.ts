import { signAuditHead } from '../src/audit/index.ts'
import { dueDaily, type Job } from '../src/platform/jobs.ts'

/** Every day from three o'clock, after the day's other jobs: the head of the audit log, signed. */
export const signAuditHeadJob: Job = {
  name: 'sign-audit-head',
  title: '审计链头签署',
  due: dueDaily(3),
  run: async (context, tx) => {
    const { treeSize, root, signature } = await signAuditHead(context, tx)
    return { treeSize, root, signed: signature === null ? '未签名' : '已签名' }
  },
}
