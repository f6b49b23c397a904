import type { Role } from '../src/platform/permissions.ts'

/** The demo's only password; outside the demo nothing has a default one. */
export const demoPassword = 'walnut-kettle-orbit'

export interface DemoAccount {
  role: Role
  username: string
  name: string
  organisation: string
}

/** One account per role. 县教育局 is a unit of the sample ledger, so it finds its systems. */
export const demoAccounts: readonly DemoAccount[] = [
  { role: 'department', username: 'jiaoyu', name: '李文', organisation: '县教育局' },
  { role: 'department-head', username: 'jiaoyujuzhang', name: '孙立', organisation: '县教育局' },
  { role: 'data-centre', username: 'dashuju', name: '王强', organisation: '县大数据中心' },
  { role: 'bureau-handler', username: 'shujujingban', name: '周航', organisation: '县数据局' },
  { role: 'competent-bureau', username: 'shujuju', name: '张敏', organisation: '县数据局' },
  { role: 'finance', username: 'caizheng', name: '赵芳', organisation: '县财政局' },
  { role: 'audit', username: 'shenji', name: '刘洋', organisation: '县审计局' },
  { role: 'system-admin', username: 'admin', name: '陈静', organisation: '县信息技术服务中心' },
  { role: 'security-admin', username: 'anquan', name: '吴宁', organisation: '县信息技术服务中心' },
  { role: 'audit-admin', username: 'shenjiyuan', name: '郑秋', organisation: '县信息技术服务中心' },
]
