import { dateOf } from '../src/platform/dates.ts'
import { dueDaily, type Job } from '../src/platform/jobs.ts'
import { trackResources } from '../src/requests/index.ts'

/** Every day from one o'clock: notices before resources expire, and the end of those whose last day has passed. */
export const trackResourcesJob: Job = {
  name: 'track-resources',
  title: '资源到期核对',
  due: dueDaily(1),
  async run(context, tx, period) {
    const { noticed, expired, lapsed, recounted } = await trackResources(context, tx, dateOf(period))
    return { 提醒: noticed, 到期: expired, 终止变更: lapsed, 重算时限: recounted }
  },
}
