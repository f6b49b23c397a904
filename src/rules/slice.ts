import { everyone, offices, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { regulationsApi } from './api.ts'
import { adoptionMachine } from './editions/model.ts'
import { rulesPages } from './routes.tsx'
import { regulationsPages } from './rulebook/routes.tsx'
import { rulesCheck, rulesKept } from './rules-checks.ts'
import { supplementMachine } from './supplements/model.ts'
import { supplementPages } from './supplements/routes.tsx'
import { ruleTasks } from './tasks.ts'

const permissions = {
  'regulations.preview': { title: '试算法规结论', roles: ['public', ...everyone] },
  'regulations.read': {
    title: '查看补充规则和规则版本',
    roles: offices,
  },
  'regulations.draft': { title: '拟定补充规则、提出废止', roles: ['bureau-handler', 'competent-bureau'] },
  'regulations.approve': { title: '批准、退回补充规则', roles: ['competent-bureau'] },
  'regulations.sign': { title: '签署规则版本', roles: ['bureau-handler', 'competent-bureau'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const rulesSlice: Slice = {
  name: 'rules',
  rank: 11,
  permissions: [{ title: '法规', permissions }],
  machines: [adoptionMachine, supplementMachine],
  checks: [rulesCheck],
  kept: rulesKept,
  vocabulary: {
    objects: {
      'rule-edition': '规则版本',
      'rule-adoption': '规则版本采用',
      'supplementary-rule': '补充规则',
      'rule-comparison': '规则变动试算',
    },
    fields: {
      regulation: '法规',
      packVersion: '规则版本',
      supplements: '补充规则',
      effectiveFrom: '采用起始日',
      clause: '条款编号',
      documentNumber: '文号',
      title: '文件标题',
      article: '条款',
      forceFrom: '施行日',
      repealFrom: '废止日',
      repealDocument: '废止文号',
    },
    values: {
      status: {
        proposed: '待第二人签署',
        adopted: '已采用',
        withdrawn: '已撤回',
        'repeal-proposed': '废止待批准',
        repealed: '已废止',
      },
    },
  },
  tasks: ruleTasks,
  api: regulationsApi,
  pages: [rulesPages, supplementPages, regulationsPages],
}
