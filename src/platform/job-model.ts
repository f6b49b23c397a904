/** Pure. */

import { same, stateMachine } from './state-machine.ts'

export const runStatuses = { running: '进行中', done: '完成', failed: '失败' } as const
export type RunStatus = keyof typeof runStatuses

/** A job's run of a period: the scheduler's, so that no step names an operation. */
export const runMachine = stateMachine({
  table: 'job_runs',
  noun: '任务',
  states: runStatuses,
  nameOf: ({ job, period }: { job: string; period: string }) => `${job} ${period}`,
  steps: {
    claim: { from: null, to: 'running', title: '开始' },
    // After a failure, or when whoever ran it has stopped telling that they are alive.
    'take-over': { from: ['running', 'failed'], to: 'running', title: '再次开始' },
    'keep-lease': { from: ['running'], to: same, title: '续约' },
    finish: { from: ['running'], to: 'done', title: '完成' },
    fail: { from: ['running'], to: 'failed', title: '记下失败' },
  },
})
