import { offices, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { capacityKept } from './kept.ts'
import { capacityPages } from './routes.tsx'

const permissions = {
  'capacity.read': {
    title: '查看资源池容量',
    roles: offices,
  },
  'capacity.keep': { title: '登记资源池容量', roles: ['data-centre'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const capacitySlice: Slice = {
  name: 'capacity',
  rank: 7,
  permissions: [{ title: '资源池容量', permissions }],
  tabs: [
    {
      place: 'cloud',
      tabs: [{ href: '/capacity', label: '容量', operation: 'capacity.read' }],
    },
  ],
  vocabulary: {
    objects: {
      'capacity-pool': '资源池',
    },
    fields: {
      capacity: '容量',
    },
  },
  kept: capacityKept,
  pages: [capacityPages],
}
