import type { RequestTasks } from '../requests/index.ts'
import type { Task } from './tasks.ts'

/** In: what waits in requests and resources. Out: the tasks, what is late or ends soon first. */
export function requestTasksOf(tasks: RequestTasks): Task[] {
  const requests = (count: number, text: string, action: string, status: string): Task => ({
    count,
    text,
    action,
    href: `/requests?status=${status}`,
  })
  return [
    requests(tasks.overdue, '份申请批复后逾期未开通', '去开通', 'overdue'),
    {
      count: tasks.expiringIn7,
      text: '项资源 7 日内到期',
      note: '要续用的请提出续期，不用的请释放',
      action: '查看',
      href: '/resources?show=expiring',
    },
    requests(tasks.toSubmit, '份资源申请等您提交', '去提交', 'mine'),
    requests(tasks.toMatch, '份资源申请待核对匹配', '去核对', 'submitted'),
    requests(tasks.toReview, '份资源申请待会审', '去会审', 'matched'),
    requests(tasks.toApprove, '份资源申请待批复', '去批复', 'reviewed'),
    {
      count: tasks.changesToDecide,
      text: '项资源变更待批复',
      action: '去批复',
      href: '/resources?show=asked',
    },
    requests(tasks.toProvision - tasks.overdue, '份申请已批复，待开通', '去开通', 'approved'),
    requests(tasks.cancelled, '份已批复的申请近 7 日被撤销', '看原因', 'cancelled'),
    requests(tasks.returned, '份资源申请被退回', '去修改', 'returned'),
    requests(tasks.drafts, '份资源申请还是草稿', '继续填', 'draft'),
    {
      count: tasks.expiringIn30 - tasks.expiringIn7,
      text: '项资源 30 日内到期',
      action: '查看',
      href: '/resources?show=expiring',
    },
  ]
}
