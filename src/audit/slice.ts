import { collectObjectsJob } from '../../jobs/collect-objects.ts'
import { keepHeadsOutsideJob } from '../../jobs/keep-heads-outside.ts'
import { reconcileJob } from '../../jobs/reconcile.ts'
import { recordDigestsJob } from '../../jobs/record-digests.ts'
import { sequenceAuditJob } from '../../jobs/sequence-audit.ts'
import { signAuditHeadJob } from '../../jobs/sign-audit-head.ts'
import { offices, type Permission } from '../platform/permissions.ts'
import type { Check, KeptRows } from '../platform/reconciliation.ts'
import type { Slice } from '../platform/slice.ts'
import { auditApi } from './api.ts'
import type { Naming } from './collect-objects.ts'
import { reconciliationPages } from './reconciliation-routes.tsx'
import { auditPages } from './routes.tsx'
import { auditTasks } from './tasks.ts'

const permissions = {
  'audit.read-administration': { title: '查看管理员操作记录', roles: ['audit-admin'] },
  'audit.read': { title: '查看和导出审计记录', roles: ['audit'] },
  'audit.read-reconciliation': { title: '查看数据核对', roles: offices },
  'audit.reconcile': { title: '核对数据', roles: ['job', 'data-centre', 'competent-bureau'] },
  'audit.collect-objects': { title: '清理没有记录指向的文件', roles: ['job'] },
  'audit.sign-head': { title: '签署审计链头', roles: ['job'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

/** In: what all slices have compared, of what they have digests taken, and where they name objects. */
export const auditSlice = (checks: readonly Check[], kept: readonly KeptRows[], naming: Naming): Slice => ({
  name: 'audit',
  rank: 1,
  permissions: [{ title: '审计', permissions }],
  places: [
    {
      key: 'audit',
      href: '/audit',
      label: '审计',
      operation: 'audit.read',
      tabs: [
        { href: '/audit', label: '审计记录', operation: 'audit.read' },
        { href: '/audit/reconciliation', label: '数据核对', operation: 'audit.read-reconciliation' },
      ],
    },
  ],
  tabs: [
    {
      place: 'admin',
      tabs: [{ href: '/admin/audit', label: '操作记录', operation: 'audit.read-administration' }],
    },
  ],
  vocabulary: {
    objects: {
      'audit-head': '审计链头',
      'object-store': '存放的文件',
      reconciliation: '数据核对',
    },
    fields: {
      treeSize: '记录条数',
      root: '根',
      signed: '已签名',
      deletedObjects: '删除的文件',
      complete: '全部核对',
      differing: '不一致',
      checks: '核对项目',
      digests: '摘要',
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
  jobs: [
    sequenceAuditJob,
    reconcileJob(checks, kept),
    recordDigestsJob(kept),
    signAuditHeadJob,
    keepHeadsOutsideJob,
    collectObjectsJob(naming),
  ],
  tasks: auditTasks,
  api: auditApi,
  pages: [auditPages, reconciliationPages(checks, kept)],
})
