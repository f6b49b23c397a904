import { type Role, roles } from '../../platform/permissions.ts'
import { stateMachine } from '../../platform/state-machine.ts'

export const membershipStatuses = { requested: '待批准', granted: '生效' } as const
export type MembershipStatus = keyof typeof membershipStatuses

/** 岗位 of a person: asked for by one administrator, granted by another. */
export const membershipMachine = stateMachine({
  table: 'memberships',
  noun: '岗位',
  states: membershipStatuses,
  nameOf: ({ role }: { role: Role }) => `“${roles[role]}”岗位`,
  steps: {
    request: { from: null, to: 'requested', operation: 'identity.manage-people', title: '申请' },
    // Those of the first administrators, when the installation is set up.
    'set-up': { from: null, to: 'granted', operation: 'identity.set-up', title: '设立' },
    grant: { from: ['requested'], to: 'granted', operation: 'identity.approve-rights', title: '批准' },
    // Refused, taken away, or gone with a move to another organisation.
    withdraw: {
      from: ['requested', 'granted'],
      to: null,
      operation: 'identity.approve-rights',
      title: '收回',
    },
  },
})
