import { stateMachine } from '../../../src/platform/state-machine.ts'

export const drillStatuses = { held: '待总结', reviewed: '已总结' } as const

export const drillMachine = stateMachine({
  table: 'drills',
  noun: '演练',
  states: drillStatuses,
  nameOf: ({ name }: { name: string }) => name,
  steps: {
    record: { from: null, to: 'held', operation: 'drills.record', title: '登记' },
    review: { from: ['held'], to: 'reviewed', operation: 'drills.record', title: '总结' },
  },
})
