import { record } from '../../src/audit/index.ts'
import type { Transaction } from '../../src/platform/database.ts'
import type { Job } from '../../src/platform/jobs.ts'
import type { ObjectStore } from '../../src/platform/objects.ts'

const refuse = () => Promise.reject(new Error('this job has no objects'))
async function* refuseToList() {
  yield await refuse()
}
export const objectsOutOfReach: ObjectStore = {
  put: refuse,
  get: refuse,
  head: refuse,
  delete: refuse,
  list: refuseToList,
}

/** In: a name, and what happens after the write. Out: a job whose whole effect is one row of the audit record. */
export function writing(
  name: string,
  then: (tx: Transaction, period: string) => Promise<void> = async () => {},
  due: Job['due'] = () => [],
): Job {
  return {
    name,
    title: `测试任务 ${name}`,
    due,
    async run(context, tx, period) {
      await record(context, tx, [{ operation: 'migration.track', objectType: name, objectId: period }])
      await then(tx, period)
      return { 写入: 1 }
    },
  }
}
