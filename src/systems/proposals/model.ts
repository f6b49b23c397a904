import { stateMachine } from '../../platform/state-machine.ts'

export const proposalStatuses = {
  awaiting: '待复核',
  recorded: '已登记',
  returned: '已退回',
  withdrawn: '已撤回',
} as const
export type ProposalStatus = keyof typeof proposalStatuses

/**
 * 更正申请: a single fact that somebody records, corrects or declares unknown. What moves no money is recorded by who
 * keeps the register at once; everything else waits for a second person of the bureau.
 */
export const proposalMachine = stateMachine({
  table: 'fact_proposals',
  noun: '更正申请',
  states: proposalStatuses,
  nameOf: ({ id }: { id: number }) => `更正申请 ${id} 号`,
  steps: {
    propose: { from: null, to: 'awaiting', operation: 'systems.propose', title: '提交' },
    record: { from: null, to: 'recorded', operation: 'systems.import', title: '登记' },
    accept: { from: ['awaiting'], to: 'recorded', operation: 'systems.confirm', title: '复核同意' },
    return: { from: ['awaiting'], to: 'returned', operation: 'systems.confirm', title: '退回' },
    withdraw: { from: ['awaiting'], to: 'withdrawn', operation: 'systems.propose', title: '撤回' },
  },
})
