/** Who a person is in an organisation. */
export const roles = {
  department: '部门填报',
  'department-head': '部门审核',
  'data-centre': '大数据中心经办',
  'bureau-handler': '主管部门经办',
  'competent-bureau': '主管部门审批',
  finance: '财政',
  audit: '审计',
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  'audit-admin': '审计管理员',
} as const
export type Role = keyof typeof roles

/**
 * The three separated administrators (三员分立, GB/T 22239-2019 8.1.5): none does another's work, none sees business
 * data. Nobody holds two of them, nor one of them beside a business role; the database holds that too.
 */
export const administrators = ['system-admin', 'security-admin', 'audit-admin'] as const satisfies Role[]
export type Administrator = (typeof administrators)[number]

export function isAdministrator(role: Role): role is Administrator {
  return administrators.some((administrator) => administrator === role)
}

const everyone = Object.keys(roles) as Role[]
const business: Role[] = everyone.filter((role) => !isAdministrator(role))

/** Who a permission can name: a role, everybody (`public`), whoever has signed in (`person`), the scheduler (`job`). */
export type Grantee = Role | 'public' | 'person' | 'job'

/**
 * The permission table: every operation, in the words users read, and who may do it.
 * Every verb names one of these operations first; `allows` in context.ts is the only reader that decides.
 */
export const permissions = {
  'catalogue.read-published': { title: '查看已发布的服务目录', roles: ['public', ...everyone] },
  'catalogue.read-drafts': {
    title: '查看编制中的目录',
    roles: ['data-centre', 'bureau-handler', 'competent-bureau', 'finance', 'audit'],
  },
  'catalogue.compile': { title: '编制目录', roles: ['data-centre'] },
  'catalogue.submit': { title: '提交目录会签', roles: ['data-centre'] },
  'catalogue.approve': { title: '会签目录', roles: ['competent-bureau', 'finance'] },
  'catalogue.return': { title: '退回目录', roles: ['competent-bureau', 'finance'] },
  'catalogue.publish': { title: '发布目录', roles: ['job', 'competent-bureau'] },
  'catalogue.wish': { title: '提出目录外需求', roles: ['department', 'department-head'] },
  'catalogue.read-wishes': {
    title: '查看目录外需求',
    roles: [
      'department',
      'department-head',
      'data-centre',
      'bureau-handler',
      'competent-bureau',
      'finance',
      'audit',
    ],
  },
  'catalogue.answer-wishes': { title: '答复目录外需求', roles: ['data-centre'] },
  'matching.preview': { title: '试配资源需求', roles: ['public', ...everyone] },
  'matching.learn': { title: '维护匹配词库', roles: ['data-centre'] },
  'requests.read': { title: '查看资源申请', roles: business },
  'requests.file': { title: '填报资源申请', roles: ['department', 'department-head'] },
  'requests.submit': { title: '提交资源申请', roles: ['department-head'] },
  'requests.match': { title: '核对资源申请的匹配', roles: ['data-centre'] },
  'requests.review': { title: '会审资源申请、占用容量', roles: ['data-centre'] },
  'requests.return': { title: '退回资源申请', roles: ['data-centre', 'competent-bureau'] },
  'requests.approve': { title: '批复资源申请和变更', roles: ['competent-bureau'] },
  'requests.provision': { title: '开通资源', roles: ['data-centre'] },
  'requests.cancel': { title: '撤销已批复、未开通的申请', roles: ['department-head', 'data-centre'] },
  'requests.set-rules': { title: '设置资源办理规则', roles: ['competent-bureau'] },
  'resources.read': { title: '查看在用资源', roles: business },
  'resources.change': { title: '申请续期和变更', roles: ['department', 'department-head'] },
  'resources.release': { title: '释放资源', roles: ['department-head', 'data-centre'] },
  'resources.import-usage': { title: '导入资源使用率', roles: ['data-centre'] },
  'resources.track': { title: '核对资源到期', roles: ['job', 'data-centre'] },
  'capacity.read': {
    title: '查看资源池容量',
    roles: ['data-centre', 'bureau-handler', 'competent-bureau', 'finance', 'audit'],
  },
  'capacity.keep': { title: '登记资源池容量', roles: ['data-centre'] },
  'systems.read': { title: '查看系统台账', roles: business },
  'systems.import': { title: '导入系统台账', roles: ['data-centre', 'bureau-handler', 'competent-bureau'] },
  'systems.export': { title: '导出系统台账', roles: business },
  'migration.read': { title: '查看迁移进度', roles: ['job', ...business] },
  'migration.track': { title: '核对迁移进度', roles: ['job', 'data-centre'] },
  'funding.read': { title: '查看运维资金结论', roles: business },
  'funding.judge': { title: '判定运维资金', roles: ['job', 'data-centre'] },
  'calendar.read': { title: '查看工作日历', roles: business },
  'calendar.import': {
    title: '导入放假安排',
    roles: ['data-centre', 'bureau-handler', 'competent-bureau'],
  },
  'calendar.approve': { title: '审批放假安排', roles: ['competent-bureau'] },
  'regulations.preview': { title: '试算法规结论', roles: ['public', ...everyone] },
  'regulations.read': {
    title: '查看补充规则和规则版本',
    roles: ['data-centre', 'bureau-handler', 'competent-bureau', 'finance', 'audit'],
  },
  'regulations.draft': { title: '拟定补充规则、提出废止', roles: ['bureau-handler', 'competent-bureau'] },
  'regulations.approve': { title: '批准、退回补充规则', roles: ['competent-bureau'] },
  'regulations.sign': { title: '签署规则版本', roles: ['bureau-handler', 'competent-bureau'] },
  'reports.read': {
    title: '查看月报',
    roles: ['data-centre', 'bureau-handler', 'competent-bureau', 'finance', 'audit'],
  },
  'reports.write': { title: '生成月报', roles: ['job', 'bureau-handler', 'competent-bureau', 'data-centre'] },
  'jobs.read': {
    title: '查看定时任务',
    roles: ['data-centre', 'bureau-handler', 'competent-bureau', 'audit', 'system-admin'],
  },
  'identity.sign-in': { title: '登录', roles: ['public', ...everyone] },
  'identity.set-up': { title: '初始化系统', roles: ['public'] },
  'identity.account': { title: '管理自己的账号', roles: ['person'] },
  'identity.read-permissions': { title: '查看权限表', roles: ['person'] },
  'identity.read-administration': { title: '进入管理页面', roles: [...administrators] },
  'identity.read-people': { title: '查看人员', roles: ['system-admin', 'security-admin'] },
  'identity.manage-people': { title: '建立、调动、停用人员', roles: ['system-admin'] },
  'identity.manage-organisations': { title: '管理单位', roles: ['system-admin'] },
  'identity.manage-keys': { title: '配置接口密钥', roles: ['system-admin'] },
  'identity.approve-rights': { title: '审批和收回岗位', roles: ['security-admin'] },
  'identity.secure-accounts': { title: '解除锁定、结束会话、重置第二因素', roles: ['security-admin'] },
  'audit.read-administration': { title: '查看管理员操作记录', roles: ['audit-admin'] },
  'audit.read': { title: '查看和导出审计记录', roles: ['audit'] },
  'audit.sign-head': { title: '签署审计链头', roles: ['job'] },
} as const satisfies Record<string, { title: string; roles: readonly Grantee[] }>

export type Operation = keyof typeof permissions
