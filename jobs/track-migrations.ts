import { trackMigrations as track } from '../src/migration/index.ts'
import { dateOf } from '../src/platform/dates.ts'
import { dueDaily, type Job } from '../src/platform/jobs.ts'

/** Every day from one o'clock: progress and health of every system, and the day's indicators. */
export const trackMigrations: Job = {
  name: 'track-migrations',
  title: '迁移进度核定',
  due: dueDaily(1),
  run: async (context, tx, period) => ({ ...(await track(context, tx, dateOf(period))) }),
}
