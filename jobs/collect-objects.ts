import { collectObjects, type Naming } from '../src/audit/index.ts'
import { dueDaily, type Job } from '../src/platform/jobs.ts'

/** Every night from three: what no row names any more, once for all jurisdictions. */
export const collectObjectsJob = (naming: Naming): Job => ({
  name: 'collect-objects',
  title: '清理没有记录指向的文件',
  due: dueDaily(3),
  async run(context, tx) {
    const { deleted, foreignHead } = await collectObjects(context, tx, naming)
    if (foreignHead === null) return { 删除: deleted }
    return { 删除: 0, 没有清理: `存放的链头 ${foreignHead} 不是这个数据库签的` }
  },
})
