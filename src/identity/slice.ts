import { administrators, everyone, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { identityKept } from './kept.ts'
import { accountChangeKinds, accountChangeMachine, membershipMachine } from './people/model.ts'

const permissions = {
  'identity.sign-in': { title: '登录', roles: ['public', ...everyone] },
  'identity.set-up': { title: '初始化系统', roles: ['public'] },
  'identity.add-jurisdiction': { title: '新建辖区', roles: ['system-admin'] },
  'identity.account': { title: '管理自己的账号', roles: ['person'] },
  'identity.read-permissions': { title: '查看权限表', roles: ['person'] },
  'identity.read-administration': { title: '进入管理页面', roles: [...administrators] },
  'identity.read-people': { title: '查看人员', roles: ['system-admin', 'security-admin'] },
  'identity.manage-people': { title: '建立、调动、停用人员', roles: ['system-admin'] },
  'identity.manage-organisations': { title: '管理单位', roles: ['system-admin'] },
  'identity.manage-keys': { title: '配置接口密钥', roles: ['system-admin'] },
  'identity.approve-rights': { title: '审批和收回岗位', roles: ['security-admin'] },
  'identity.secure-accounts': { title: '解除锁定、结束会话、放行账号变动', roles: ['security-admin'] },
} as const satisfies Record<string, Permission>

const jobPermissions = {
  'jobs.read': {
    title: '查看定时任务',
    roles: ['data-centre', 'bureau-handler', 'competent-bureau', 'audit', 'system-admin'],
  },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations
    extends Record<keyof typeof permissions, true>,
      Record<keyof typeof jobPermissions, true> {}
}

/** What signing in was done by, and who must use a second factor. */
const signInWords = {
  password: '密码',
  oidc: '统一身份认证',
  'second-factor': '第二因素',
  totp: '验证码',
  'recovery-code': '恢复码',
  none: '无',
  off: '自愿',
  administrators: '三类管理员',
  deciding: '审批、签字、支付、审核和管理的岗位',
  everyone: '所有人',
}

/** Its pages need what only the entry knows: the app adds them. */
export const identitySlice: Slice = {
  name: 'identity',
  rank: 2,
  permissions: [
    { title: '定时任务', permissions: jobPermissions },
    { title: '账号与权限', permissions },
  ],
  places: [
    {
      key: 'admin',
      href: '/admin',
      label: '管理',
      operation: 'identity.read-administration',
      home: true,
      tabs: [
        { href: '/admin/rights', label: '权限审批', operation: 'identity.approve-rights' },
        { href: '/admin/locks', label: '锁定', operation: 'identity.secure-accounts' },
        { href: '/admin/people', label: '人员', operation: 'identity.read-people' },
        { href: '/admin/organisations', label: '单位', operation: 'identity.manage-organisations' },
        { href: '/admin/jurisdictions', label: '辖区', operation: 'identity.add-jurisdiction' },
        { href: '/admin/keys', label: '接口密钥', operation: 'identity.manage-keys' },
      ],
    },
  ],
  // After what other slices add.
  tabs: [
    {
      place: 'admin',
      tabs: [{ href: '/admin/permissions', label: '权限表', operation: 'identity.read-administration' }],
    },
  ],
  kept: identityKept,
  machines: [membershipMachine, accountChangeMachine],
  vocabulary: {
    objects: {
      person: '人员',
      organisation: '单位',
      jurisdiction: '辖区',
      'api-key': '接口密钥',
    },
    fields: {
      username: '账号',
      organisation: '单位',
      role: '岗位',
      roles: '岗位',
      requestedRole: '申请的岗位',
      granted: '已授予',
      disabled: '已停用',
      invitedAgain: '重新邀请',
      sessionsEnded: '结束的会话数',
      secondFactor: '第二因素',
      collected: '已领取',
      revoked: '已撤销',
      succeeded: '成功',
      method: '方式',
      invitationAccepted: '已按邀请设置密码',
      linkedToProvider: '绑定的统一身份',
      unlocked: '已解除锁定',
      unlockedAddress: '已解除锁定的网络地址',
      changeAsked: '申请变动',
      changeReleased: '已放行变动',
      changeRefused: '未放行变动',
      recoveryRenewed: '已换恢复码',
      owner: '责任人',
      days: '有效期（天）',
      operations: '权限',
      parentId: '上级单位编号',
      securityUsername: '安全管理员账号',
      auditUsername: '审计管理员账号',
      administrator: '管理员账号',
    },
    values: {
      method: signInWords,
      secondFactor: signInWords,
      changeAsked: accountChangeKinds,
      changeReleased: accountChangeKinds,
      changeRefused: accountChangeKinds,
    },
  },
}
