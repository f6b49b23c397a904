/** Who a person is in an organisation. */
export const roles = {
  department: '部门',
  'data-centre': '大数据中心',
  'competent-bureau': '主管部门',
  finance: '财政',
  audit: '审计',
  administrator: '管理员',
} as const
export type Role = keyof typeof roles

const everyone = Object.keys(roles) as Role[]
const business: Role[] = ['department', 'data-centre', 'competent-bureau', 'finance', 'audit']

/**
 * The permission table: which roles may do what. `public` needs no sign-in; `job` is the scheduler.
 * Every verb names one of these operations first.
 */
export const permissions = {
  'catalogue.read-published': ['public', ...everyone],
  'catalogue.read-drafts': ['data-centre', 'competent-bureau', 'finance', 'audit'],
  'catalogue.compile': ['data-centre'],
  'catalogue.submit': ['data-centre'],
  'catalogue.approve': ['competent-bureau', 'finance'],
  'catalogue.return': ['competent-bureau', 'finance'],
  'catalogue.publish': ['competent-bureau'],
  'systems.read': business,
  'systems.import': ['data-centre', 'competent-bureau'],
  'systems.export': business,
  'migration.read': ['job', ...business],
  'migration.track': ['job', 'data-centre'],
  'funding.read': business,
  'funding.judge': ['job', 'data-centre'],
  'regulations.preview': ['public', ...everyone],
  'reports.read': ['data-centre', 'competent-bureau', 'finance', 'audit'],
  'reports.write': ['job', 'competent-bureau', 'data-centre'],
  'jobs.read': ['data-centre', 'competent-bureau', 'audit', 'administrator'],
  'identity.sign-in': ['public', ...everyone],
  'identity.set-up': ['public'],
  'identity.administer': ['administrator'],
} as const satisfies Record<string, readonly (Role | 'public' | 'job')[]>

export type Operation = keyof typeof permissions
