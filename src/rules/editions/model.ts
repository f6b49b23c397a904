import { stateMachine } from '../../platform/state-machine.ts'

export const adoptionStatuses = { proposed: '待第二人签署', adopted: '已采用', withdrawn: '已撤回' } as const
export type AdoptionStatus = keyof typeof adoptionStatuses

/** 采用 of an edition of the rules: what can be done to it, and in which state. */
export const adoptionMachine = stateMachine({
  table: 'rule_adoptions',
  noun: '采用',
  states: adoptionStatuses,
  nameOf: () => '这项采用',
  steps: {
    propose: { from: null, to: 'proposed', operation: 'regulations.sign', title: '提出' },
    // The first of a jurisdiction: whoever judges brings it about, nobody signs.
    'adopt-first': { from: null, to: 'adopted', operation: 'funding.judge', title: '采用' },
    // With the second signature; the first one comes with the proposal.
    sign: { from: ['proposed'], to: 'adopted', operation: 'regulations.sign', title: '签署' },
    // The signatures that the first edition lacks stand beside it.
    'sign-first': { from: ['adopted'], operation: 'regulations.sign', title: '补签' },
    withdraw: { from: ['proposed'], to: 'withdrawn', operation: 'regulations.sign', title: '撤回' },
  },
})
