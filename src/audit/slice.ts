import { sequenceAuditJob } from '../../jobs/sequence-audit.ts'
import { signAuditHeadJob } from '../../jobs/sign-audit-head.ts'
import type { Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { auditApi } from './api.ts'
import { auditPages } from './routes.tsx'

const permissions = {
  'audit.read-administration': { title: '查看管理员操作记录', roles: ['audit-admin'] },
  'audit.read': { title: '查看和导出审计记录', roles: ['audit'] },
  'audit.sign-head': { title: '签署审计链头', roles: ['job'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const auditSlice: Slice = {
  name: 'audit',
  rank: 1,
  permissions: [{ title: '审计', permissions }],
  places: [{ key: 'audit', href: '/audit', label: '审计', operation: 'audit.read' }],
  tabs: [
    {
      place: 'admin',
      tabs: [{ href: '/admin/audit', label: '操作记录', operation: 'audit.read-administration' }],
    },
  ],
  vocabulary: {
    objects: {
      'audit-head': '审计链头',
    },
    fields: {
      treeSize: '记录条数',
      root: '根',
      signed: '已签名',
      name: '名称',
      organisationName: '单位',
      changed: '改动',
      deleted: '已删除',
      status: '状态',
      number: '编号',
      fileName: '文件名',
      counts: '计数',
      asOf: '截至日期',
      on: '日期',
      by: '经办',
    },
  },
  jobs: [sequenceAuditJob, signAuditHeadJob],
  api: auditApi,
  pages: [auditPages],
}
