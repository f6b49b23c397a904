import { keepHeadsOutside } from '../src/audit/index.ts'
import { dueHourly, type Job } from '../src/platform/jobs.ts'

/** Every hour, after heads were signed: those not yet written beside the database are. */
export const keepHeadsOutsideJob: Job = {
  name: 'keep-heads-outside',
  title: '审计链头外存',
  due: dueHourly,
  run: async (context, tx) => ({ 写出: await keepHeadsOutside(context, tx) }),
}
