import { trackResourcesJob } from '../../jobs/track-resources.ts'
import { businessRoles, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { requestsApi } from './api.ts'
import { requestMachine } from './filing/model.ts'
import { requestsKept, usageFilesCheck } from './kept.ts'
import { changeMachine, resourceMachine, usageImportMachine } from './resources/model.ts'
import { usageImports } from './resources/schema.ts'
import { requestsPages } from './routes.tsx'
import { requestTasks } from './tasks.ts'

const requestPermissions = {
  'requests.read': { title: '查看资源申请', roles: businessRoles },
  'requests.file': { title: '填报资源申请', roles: ['department', 'department-head'] },
  'requests.submit': { title: '提交资源申请', roles: ['department-head'] },
  'requests.match': { title: '核对资源申请的匹配', roles: ['data-centre'] },
  'requests.review': { title: '会审资源申请、占用容量', roles: ['data-centre'] },
  'requests.return': { title: '退回资源申请', roles: ['data-centre', 'competent-bureau'] },
  'requests.approve': { title: '批复资源申请和变更', roles: ['competent-bureau'] },
  'requests.provision': { title: '开通资源', roles: ['data-centre'] },
  'requests.cancel': { title: '撤销已批复、未开通的申请', roles: ['department-head', 'data-centre'] },
  'requests.set-rules': { title: '设置资源办理规则', roles: ['competent-bureau'] },
} as const satisfies Record<string, Permission>

const resourcePermissions = {
  'resources.read': { title: '查看在用资源', roles: businessRoles },
  'resources.change': { title: '申请续期和变更', roles: ['department', 'department-head'] },
  'resources.release': { title: '释放资源', roles: ['department-head', 'data-centre'] },
  'resources.import-usage': { title: '导入资源使用率', roles: ['data-centre'] },
  'resources.track': { title: '核对资源到期', roles: ['job', 'data-centre'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations
    extends Record<keyof typeof requestPermissions, true>,
      Record<keyof typeof resourcePermissions, true> {}
}

export const requestsSlice: Slice = {
  name: 'requests',
  rank: 8,
  permissions: [
    { title: '资源申请', permissions: requestPermissions },
    { title: '在用资源', permissions: resourcePermissions },
  ],
  tabs: [
    {
      place: 'cloud',
      tabs: [
        { href: '/requests', label: '资源申请', operation: 'requests.read' },
        { href: '/resources', label: '在用资源', operation: 'resources.read' },
        { href: '/resources/idle', label: '闲置和偏大', operation: 'resources.read' },
        { href: '/requests/rules', label: '办理规则', operation: 'requests.read' },
      ],
    },
  ],
  machines: [requestMachine, resourceMachine, changeMachine, usageImportMachine],
  checks: [usageFilesCheck],
  objectReferences: [usageImports.fileKey],
  kept: requestsKept,
  vocabulary: {
    objects: {
      'resource-request': '资源申请',
      'request-rules': '资源办理规则',
      'running-resource': '在用资源',
      'resource-change': '资源变更',
      'usage-import': '使用率导入',
    },
    fields: {
      project: '项目',
      systemName: '系统',
      lines: '需求行数',
      lineId: '需求行',
      requestId: '资源申请编号',
      version: '版本',
      ready: '送部门审核',
      edition: '目录版次',
      monthlyFen: '每月费用',
      changeFen: '每月费用增减',
      dueOn: '开通期限',
      decidedByRule: '按规则批复',
      resources: '资源数',
      expiresOn: '到期日期',
      quantity: '数量',
      byRule: '小额扩容按规则批复',
      maxVcpu: 'CPU 上限（核）',
      maxMemoryGiB: '内存上限（GB）',
      maxStorageGiB: '存储上限（GB）',
      maxMonthlyFen: '每月费用上限',
      maxPerQuarter: '每季度份数上限',
      // As entries before 0.1.0 name them.
      mostVcpu: 'CPU 上限（核）',
      mostMemoryGiB: '内存上限（GB）',
      mostStorageGiB: '存储上限（GB）',
      mostMonthlyFen: '每月费用上限',
      mostPerQuarter: '每季度份数上限',
      idleAveragePercent: '闲置的平均值（%）',
      idlePeakPercent: '闲置的峰值（%）',
      oversizedPeakPercent: '偏大的峰值（%）',
    },
    values: {
      status: {
        submitted: '已提交',
        matched: '已匹配',
        reviewed: '已会审',
        approved: '已批准',
        returned: '已退回',
        provisioned: '已开通',
        running: '在用',
        released: '已释放',
        expired: '已到期',
        asked: '待批复',
        refused: '未同意',
        lapsed: '已终止',
      },
    },
  },
  jobs: [trackResourcesJob],
  tasks: requestTasks,
  api: requestsApi,
  pages: [requestsPages],
}
