import { judgeFunding } from '../../jobs/judge-funding.ts'
import { businessRoles, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { fundVerdictWords } from '../regulations/index.ts'
import { fundingApi } from './api.ts'
import { fundingPages } from './routes.tsx'
import { fundingTasks } from './tasks.ts'
import { fundingKept, rulebooksCheck, verdictsCheck } from './verdict-checks.ts'

const permissions = {
  'funding.read': { title: '查看运维资金结论', roles: businessRoles },
  'funding.judge': { title: '判定运维资金', roles: ['job', 'data-centre'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const fundingSlice: Slice = {
  name: 'funding',
  rank: 12,
  permissions: [{ title: '运维资金', permissions }],
  places: [
    {
      key: 'funding',
      href: '/funding',
      label: '资金',
      operation: 'funding.read',
      tabs: [
        { href: '/funding', label: '运维资金', operation: 'funding.read' },
        { href: '/rules', label: '判定规则', operation: 'regulations.read' },
        { href: '/regulations', label: '法规', operation: 'funding.read' },
      ],
    },
  ],
  vocabulary: {
    objects: {
      'funding-list': '运维资金清单',
      verdicts: '资格结论',
    },
    fields: {
      judged: '已判定',
      altered: '被改动的结论',
    },
    values: {
      scope: { in: '适用', out: '不适用', undetermined: '待核实' },
      construction: fundVerdictWords,
      operations: fundVerdictWords,
      purchase: fundVerdictWords,
      upgrade: fundVerdictWords,
    },
  },
  jobs: [judgeFunding],
  checks: [verdictsCheck, rulebooksCheck],
  kept: fundingKept,
  tasks: fundingTasks,
  api: fundingApi,
  pages: [fundingPages],
}
