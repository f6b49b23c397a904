import { describe, expect, it } from 'vitest'
import type { Context } from '../platform/context.ts'
import type { Task } from '../platform/slice.ts'
import { readTasks } from './tasks.ts'

describe('what is to be done today', () => {
  it('begins with the actor’s own steps whose day is past, whichever slice they are from', async () => {
    const task = (text: string, urgency: Task['urgency'], count = 1): Task => ({
      urgency,
      count,
      text,
      action: '去办',
      href: '/',
    })
    // Readers ask nothing of the context here.
    const context = { clock: null } as unknown as Context
    const tasks = await readTasks(context, [
      async () => [task('目录外需求待答复', 'awaited'), task('没有的', 'overdue', 0)],
      async () => [task('已迁未下线', 'later'), task('迁移逾期', 'late')],
      async () => [task('批复后逾期未开通', 'overdue'), task('待会审', 'awaited')],
    ])
    expect(tasks.map(({ text }) => text)).toEqual([
      '批复后逾期未开通',
      '目录外需求待答复',
      '待会审',
      '迁移逾期',
      '已迁未下线',
    ])
  })
})
