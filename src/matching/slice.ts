import { everyone, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { matchingApi } from './api.ts'
import { learntPages } from './learnt/routes.tsx'

const permissions = {
  'matching.preview': { title: '试配资源需求', roles: ['public', ...everyone] },
  'matching.learn': { title: '维护匹配词库', roles: ['data-centre'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const matchingSlice: Slice = {
  name: 'matching',
  rank: 6,
  permissions: [{ title: '需求匹配', permissions }],
  tabs: [
    {
      place: 'cloud',
      tabs: [{ href: '/requests/phrases', label: '匹配词库', operation: 'matching.learn' }],
    },
  ],
  vocabulary: {
    objects: {
      'learnt-phrase': '匹配词',
    },
    fields: {
      phrase: '说法',
    },
  },
  api: matchingApi,
  pages: [learntPages],
}
