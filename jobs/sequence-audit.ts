import { sequenceEntries } from '../src/audit/index.ts'
import { dueHourly, type Job } from '../src/platform/jobs.ts'

/** Every hour: new entries get their place in the audit log. A missed hour is made up for by the next. */
export const sequenceAuditJob: Job = {
  name: 'sequence-audit',
  title: '审计记录编号',
  due: dueHourly,
  run: async (context, tx) => ({ ...(await sequenceEntries(context, tx)) }),
}
