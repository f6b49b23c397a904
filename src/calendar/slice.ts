import { businessRoles, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { calendarApi } from './api.ts'
import { calendarFilesCheck, calendarKept } from './kept.ts'
import { calendarEditionMachine } from './model.ts'
import type { Recounter } from './recounter.ts'
import { calendarPages } from './routes.tsx'
import { calendarEditions } from './schema.ts'
import { calendarTasks } from './tasks.ts'

const permissions = {
  'calendar.read': { title: '查看工作日历', roles: businessRoles },
  'calendar.import': {
    title: '导入放假安排',
    roles: ['data-centre', 'bureau-handler', 'competent-bureau'],
  },
  'calendar.approve': { title: '审批放假安排', roles: ['competent-bureau'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

/** In: who counts last days by the calendar. */
export const calendarSlice = (recounters: readonly Recounter[]): Slice => ({
  name: 'calendar',
  rank: 3,
  permissions: [{ title: '工作日历', permissions }],
  places: [{ key: 'calendar', href: '/calendar', label: '工作日历', operation: 'calendar.read' }],
  machines: [calendarEditionMachine],
  checks: [calendarFilesCheck],
  objectReferences: [calendarEditions.fileKey],
  kept: calendarKept,
  vocabulary: {
    objects: {
      'calendar-edition': '放假安排',
    },
    fields: {
      year: '年份',
      notice: '文号',
      arrangedDays: '安排天数',
      recounted: '改定的期限',
    },
  },
  tasks: calendarTasks,
  api: calendarApi,
  pages: [calendarPages(recounters)],
})
