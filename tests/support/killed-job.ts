import { systemClock } from '../../src/platform/clock.ts'
import { connect } from '../../src/platform/database.ts'
import { runOnce } from '../../src/platform/jobs.ts'
import { objectsOutOfReach, writing } from './test-job.ts'

/** A process to be killed by its test: runs a job that writes, says so, and never ends. */
const [url = '', jurisdictionId = '', name = '', period = ''] = process.argv.slice(2)
await runOnce(
  {
    database: connect(url, { max: 2 }).database,
    objects: objectsOutOfReach,
    clock: systemClock,
    log: console.error,
  },
  writing(name, async () => {
    console.log('written')
    await new Promise((never) => setTimeout(never, 600_000))
  }),
  jurisdictionId,
  period,
)
