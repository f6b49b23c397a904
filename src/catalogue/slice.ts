import { publishEditions } from '../../jobs/publish-editions.ts'
import { businessRoles, everyone, offices, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { catalogueApi } from './api.ts'
import { catalogueFilesCheck, catalogueKept, editionsCheck } from './editions/edition-checks.ts'
import type { ImpactOf } from './editions/one-edition-page.tsx'
import { bureauInChinese, editionMachine, unlistedNeedMachine } from './model.ts'
import { cataloguePages } from './routes.ts'
import { catalogueEditions } from './schema.ts'
import { catalogueTasks } from './tasks.ts'

const permissions = {
  'catalogue.read-published': { title: '查看已发布的服务目录', roles: ['public', ...everyone] },
  'catalogue.read-drafts': {
    title: '查看编制中的目录',
    roles: offices,
  },
  'catalogue.compile': { title: '编制目录', roles: ['data-centre'] },
  'catalogue.submit': { title: '提交目录会签', roles: ['data-centre'] },
  'catalogue.approve': { title: '会签目录', roles: ['competent-bureau', 'finance'] },
  'catalogue.return': { title: '退回目录', roles: ['competent-bureau', 'finance'] },
  'catalogue.publish': { title: '发布目录', roles: ['job', 'competent-bureau'] },
  'catalogue.wish': { title: '提出目录外需求', roles: ['department', 'department-head'] },
  'catalogue.read-wishes': {
    title: '查看目录外需求',
    roles: businessRoles,
  },
  'catalogue.answer-wishes': { title: '答复目录外需求', roles: ['data-centre'] },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

/** In: how an edition's impact on requests and resources is shown. */
export const catalogueSlice = (impactOf: ImpactOf): Slice => ({
  name: 'catalogue',
  rank: 4,
  permissions: [{ title: '服务目录', permissions }],
  places: [
    {
      key: 'cloud',
      href: '/catalogue',
      label: '政务云',
      operation: 'catalogue.read-published',
      tabs: [
        { href: '/catalogue', label: '服务目录', operation: 'catalogue.read-published' },
        { href: '/catalogue/wishes', label: '目录外需求', operation: 'catalogue.read-wishes' },
        { href: '/editions', label: '目录编制', operation: 'catalogue.read-drafts' },
      ],
    },
  ],
  machines: [editionMachine, unlistedNeedMachine],
  checks: [editionsCheck, catalogueFilesCheck],
  objectReferences: [catalogueEditions.sourceKey],
  kept: catalogueKept,
  vocabulary: {
    objects: {
      'catalogue-edition': '目录版次',
      'catalogue-item': '服务项',
      'catalogue-comment': '目录审核意见',
      'catalogue-wish': '目录外需求',
    },
    fields: {
      approvals: '会签',
      bureau: '会签部门',
      comment: '意见',
      contentHash: '内容摘要',
      publishedOn: '发布日期',
      supersedes: '取代的版次',
      publishesOn: '定期发布日',
      midMonthRule: '月中计费',
      code: '编码',
      itemCode: '服务项编码',
      answer: '答复',
      added: '新增',
      resolved: '已办意见数',
      removed: '取消',
      itemCount: '服务项数',
      items: '服务项',
    },
    values: {
      status: {
        draft: '编制中',
        'in-approval': '会签中',
        published: '已发布',
        scheduled: '已定期发布',
        open: '待答复',
        planned: '拟列入',
        served: '目录可满足',
        declined: '不列入',
        superseded: '已被取代',
      },
      bureau: bureauInChinese,
    },
  },
  jobs: [publishEditions],
  tasks: catalogueTasks,
  api: catalogueApi,
  pages: [cataloguePages(impactOf)],
})
