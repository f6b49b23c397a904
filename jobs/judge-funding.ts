import { judgeSystems } from '../src/funding/index.ts'
import { dateOf } from '../src/platform/dates.ts'
import { dueDaily, type Job } from '../src/platform/jobs.ts'

/** Every day from one o'clock: may each system's money be paid, under which article. */
export const judgeFunding: Job = {
  name: 'judge-funding',
  title: '运维资金判定',
  due: dueDaily(1),
  async run(context, tx, period) {
    const { judged, changed, altered, inForce } = await judgeSystems(context, tx, dateOf(period))
    return inForce
      ? { 判定: judged, 变更: changed, ...(altered === 0 ? {} : { 被改动: altered }) }
      : { 判定: 0, 变更: 0, 说明: `${period} 没有施行中的资金管理办法，未作判定` }
  },
}
