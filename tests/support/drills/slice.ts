import { businessRoles, type Permission } from '../../../src/platform/permissions.ts'
import type { Slice } from '../../../src/platform/slice.ts'
import { drillMachine } from './model.ts'
import { drillPages, drillTasks } from './routes.tsx'

const permissions = {
  'drills.read': { title: '查看应急演练', roles: businessRoles },
  'drills.record': { title: '登记应急演练', roles: ['department'] },
} as const satisfies Record<string, Permission>

declare module '../../../src/platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const drillsSlice: Slice = {
  name: 'drills',
  rank: 9,
  permissions: [{ title: '应急演练', permissions }],
  places: [{ key: 'drills', href: '/drills', label: '应急演练', operation: 'drills.read' }],
  machines: [drillMachine],
  vocabulary: { objects: { drill: '应急演练' }, fields: { drillName: '演练名称' } },
  jobs: [{ name: 'count-drills', title: '演练统计', due: () => [], run: async () => ({}) }],
  tasks: drillTasks,
  pages: [drillPages],
}
