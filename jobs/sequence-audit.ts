import { sequenceEntries } from '../src/audit/index.ts'
import type { Job } from '../src/platform/jobs.ts'

/** Every hour: new entries get their place in the audit log. A missed hour is made up for by the next. */
export const sequenceAuditJob: Job = {
  name: 'sequence-audit',
  title: '审计记录编号',
  due: ({ today, hour }, lastDone) => {
    const period = `${today}T${String(hour).padStart(2, '0')}`
    return lastDone !== null && lastDone >= period ? [] : [period]
  },
  run: async (context, tx) => ({ ...(await sequenceEntries(context, tx)) }),
}
