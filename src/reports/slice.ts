import { writeMonthlyReportJob } from '../../jobs/write-monthly-report.ts'
import { offices, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { reportsApi } from './api.ts'
import { reportFilesCheck, reportsCheck, reportsKept } from './report-checks.ts'
import { reportsPages } from './routes.tsx'
import { monthlyReports } from './schema.ts'

const permissions = {
  'reports.read': {
    title: '查看月报',
    roles: offices,
  },
  'reports.write': { title: '生成月报', roles: ['job', 'bureau-handler', 'competent-bureau', 'data-centre'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const reportsSlice: Slice = {
  name: 'reports',
  rank: 13,
  permissions: [{ title: '月报', permissions }],
  places: [{ key: 'reports', href: '/reports', label: '月报', operation: 'reports.read' }],
  vocabulary: {
    objects: {
      'monthly-report': '月报',
    },
    fields: {
      month: '月份',
      docxKey: 'Word 文件',
      xlsxKey: 'Excel 文件',
    },
  },
  jobs: [writeMonthlyReportJob],
  checks: [reportsCheck, reportFilesCheck],
  objectReferences: [monthlyReports.docxKey, monthlyReports.xlsxKey],
  kept: reportsKept,
  api: reportsApi,
  pages: [reportsPages],
}
