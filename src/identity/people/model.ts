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

/** What of an account two administrators change together. */
export const accountChangeKinds = {
  password: '重设密码',
  'second-factor': '重置第二因素',
  binding: '绑定统一身份',
} as const
export type AccountChangeKind = keyof typeof accountChangeKinds

export const accountChangeStatuses = {
  asked: '待放行',
  released: '已放行',
  refused: '未放行',
  withdrawn: '已撤回',
} as const
export type AccountChangeStatus = keyof typeof accountChangeStatuses

/** Asked for by the system administrator, released by the security administrator. */
export const accountChangeMachine = stateMachine({
  table: 'account_changes',
  noun: '账号变动',
  states: accountChangeStatuses,
  nameOf: ({ kind }: { kind: AccountChangeKind }) => `“${accountChangeKinds[kind]}”`,
  steps: {
    ask: { from: null, to: 'asked', operation: 'identity.manage-people', title: '申请' },
    release: { from: ['asked'], to: 'released', operation: 'identity.secure-accounts', title: '放行' },
    refuse: { from: ['asked'], to: 'refused', operation: 'identity.secure-accounts', title: '不放行' },
    // Asked for anew: the earlier link is worth nothing any more.
    withdraw: { from: ['asked'], to: 'withdrawn', title: '撤回' },
  },
})
