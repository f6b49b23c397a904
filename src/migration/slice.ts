import { trackMigrations } from '../../jobs/track-migrations.ts'
import { businessRoles, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { migrationApi } from './api.ts'
import { migrationTasks } from './tasks.ts'

const permissions = {
  'migration.read': { title: '查看迁移进度', roles: ['job', ...businessRoles] },
  'migration.track': { title: '核对迁移进度', roles: ['job', 'data-centre'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const migrationSlice: Slice = {
  name: 'migration',
  rank: 9,
  permissions: [{ title: '迁移上云', permissions }],
  tabs: [
    { place: 'systems', tabs: [{ href: '/migration', label: '迁移进展', operation: 'migration.read' }] },
  ],
  vocabulary: {
    objects: {
      indicators: '迁移指标',
    },
    fields: {
      confirmed: '已确认',
      cancelled: '已撤销',
      dueSoon: '即将到期',
      overdue: '逾期',
      required: '应迁移',
    },
  },
  jobs: [trackMigrations],
  tasks: migrationTasks,
  api: migrationApi,
}
