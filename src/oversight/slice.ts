import { businessRoles, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { oversightApi } from './api.ts'
import { determinationEvidence } from './determinations/evidence-subject.ts'
import { determinationMachine, determinationStatuses } from './determinations/model.ts'
import { determinationPages } from './determinations/routes.tsx'
import { evaluationEvidence } from './evaluations/evidence-subject.ts'
import { evaluationKinds, evaluationMachine, evaluationStatuses } from './evaluations/model.ts'
import { evaluationPages } from './evaluations/routes.tsx'
import { oversightKept } from './kept.ts'
import { orderEvidence } from './orders/evidence-subject.ts'
import { orderEvents, orderMachine, orderStatuses, outcomes } from './orders/model.ts'
import { orderPages } from './orders/routes.tsx'
import { oversightTasks } from './tasks.ts'

const permissions = {
  'oversight.read': { title: '查看监督整改', roles: businessRoles },
  'oversight.draft': {
    title: '拟定整改通知、提出复核结论',
    roles: ['bureau-handler', 'competent-bureau', 'audit'],
  },
  'oversight.sign': { title: '签发整改通知、确认复核结论', roles: ['competent-bureau', 'audit'] },
  'oversight.draft-determination': {
    title: '拟定认定和台账完整声明、登记评价、提出解除',
    roles: ['bureau-handler', 'competent-bureau'],
  },
  'oversight.sign-determination': { title: '签署、解除认定和声明，确认评价', roles: ['competent-bureau'] },
  'oversight.file-receipt': {
    title: '登记整改通知的签收',
    roles: ['department', 'department-head', 'bureau-handler', 'competent-bureau', 'audit'],
  },
  'oversight.file-answer': { title: '反馈整改结果', roles: ['department', 'department-head'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const oversightSlice: Slice = {
  name: 'oversight',
  rank: 13,
  permissions: [{ title: '监督整改', permissions }],
  places: [
    {
      key: 'oversight',
      href: '/oversight/orders',
      label: '监督整改',
      operation: 'oversight.read',
      tabs: [
        { href: '/oversight/orders', label: '限期整改通知', operation: 'oversight.read' },
        { href: '/oversight/determinations', label: '认定', operation: 'oversight.read' },
        { href: '/oversight/evaluations', label: '评价', operation: 'oversight.read' },
        { href: '/oversight/declarations', label: '台账完整声明', operation: 'oversight.read' },
      ],
    },
  ],
  machines: [orderMachine, determinationMachine, evaluationMachine],
  kept: oversightKept,
  evidenceSubjects: [orderEvidence, determinationEvidence, evaluationEvidence],
  vocabulary: {
    objects: { order: '限期整改通知', determination: '认定和声明', evaluation: '评价' },
    fields: {
      orderStatus: '办理状态',
      stepOn: '办理日',
      outcome: '复核结论',
      kind: '种类',
      wholeUnit: '单位全部系统',
      dueOn: '期限',
      event: '办理',
      determinationStatus: '认定状态',
      evaluationStatus: '评价状态',
      evaluationKind: '评价种类',
      evaluatedOn: '评价日',
      evaluationMet: '评价是否达标',
      rectifiedOn: '整改日',
      about: '认定事项',
      value: '认定结论',
      liftFrom: '解除日',
      liftDocument: '解除文号',
    },
    values: {
      determinationStatus: determinationStatuses,
      evaluationStatus: evaluationStatuses,
      evaluationKind: evaluationKinds,
      orderStatus: orderStatuses,
      outcome: outcomes,
      event: orderEvents,
    },
  },
  tasks: oversightTasks,
  api: oversightApi,
  pages: [orderPages, determinationPages, evaluationPages],
}
