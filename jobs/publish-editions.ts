import { publishDueEditions } from '../src/catalogue/index.ts'
import { dateOf } from '../src/platform/dates.ts'
import { dueDaily, type Job } from '../src/platform/jobs.ts'

/** Every day from midnight: editions scheduled for the day go into force. */
export const publishEditions: Job = {
  name: 'publish-editions',
  title: '目录定期发布',
  due: dueDaily(0),
  run: (context, tx, period) => publishDueEditions(context, tx, dateOf(period)),
}
