import { all, happened, hostedIn, no, not } from '../engine/expressions.ts'
import type { LegalBasis, Pack, Rule, Scope } from '../engine/rules.ts'
import { decommissioned, isRunning } from './decommissioned.ts'
import { begunBefore, orderGrounds } from './grounds.ts'
import { acceptanceRules } from './jiaozuo-2021.acceptance.ts'
import { coverage } from './jiaozuo-2021.coverage.ts'
import { authority, force } from './jiaozuo-2021.force.ts'

const scope: Scope = {
  clause: 'JZP-34',
  article: '第三十四条',
  demand: '涉及国家秘密的政务信息化项目，以及国家、省、市另有规定的，按照相关规定执行。',
  governs: no('classified'),
  outside: { reason: '该项目涉及国家秘密，按照相关规定执行，不作判定。' },
  unknown: { remedy: '由系统所属单位登记是否涉密（凭定密文件或者非涉密说明）后重新判定' },
}

/** 待条件具备后逐步迁移: no duty before the authority has recorded that conditions are ripe. */
const ripeButNotMigrated: LegalBasis = {
  name: 'not-migrated',
  effect: 'noted',
  funds: [],
  when: all(
    happened('migrationConditionsRipeOn'),
    not(happened('migratedOn')),
    isRunning,
    hostedIn('own-room', 'carrier', 'public-cloud', 'industry-cloud'),
  ),
  reason: (read) =>
    `${read.day('migrationConditionsRipeOn')}已具备迁移条件，系统部署在${read.value('hosting')}，尚未迁入市政务云`,
  remedy: { what: '向市政务云平台迁移', by: '系统所属单位', evidence: '迁移确认单' },
}

const connect: LegalBasis['remedy'] = {
  what: '按规定接入焦作市大数据平台',
  by: '系统所属单位',
  evidence: `${authority}的接入确认`,
}

const notShared: Omit<LegalBasis, 'funds'> = {
  name: 'not-shared',
  effect: 'denied',
  when: no('dataSharing'),
  reason: () => '数据共享未达到要求',
  remedy: { what: '按要求编目并共享数据，经确认达标', by: '系统所属单位', evidence: `${authority}的确认` },
}

const migration: Rule = {
  clause: 'JZP-4b',
  article: '第四条',
  demand: '待条件具备后，已有系统逐步向政务云迁移；各单位系统必须接入大数据平台。',
  grounds: [
    ripeButNotMigrated,
    {
      name: 'not-connected',
      effect: 'warned',
      funds: [],
      when: no('platformConnected'),
      reason: () => '系统没有接入大数据平台',
      remedy: connect,
    },
  ],
}

const coConstruction: Rule = {
  clause: 'JZP-5',
  article: '第五条',
  demand: '不符合共建共享要求的项目，不予审批，不安排建设、运维和购买服务资金。',
  grounds: [
    {
      name: 'not-met',
      effect: 'denied',
      funds: ['construction', 'operations', 'purchase'],
      when: no('coConstruction'),
      reason: () => '不符合共建共享要求',
      remedy: { what: '按共建共享要求整改，经确认符合', by: '项目单位', evidence: `${authority}的确认` },
    },
  ],
}

const review: Rule = {
  clause: 'JZP-13',
  article: '第十三条',
  demand: '未经审核的项目，不予审批立项，不安排建设资金。条文没有提到运维经费。',
  grounds: [
    {
      name: 'not-reviewed',
      effect: 'denied',
      funds: ['construction'],
      // A project begun before the regulation could not be reviewed under it.
      when: all(not(happened('approvedOn')), not(begunBefore(force.from))),
      reason: () => '项目未经审核',
      remedy: { what: '报送审核并取得同意', by: '项目单位', evidence: `${authority}的审核意见` },
    },
  ],
}

const register: Rule = {
  clause: 'JZP-19a',
  article: '第十九条（二）',
  demand: '未纳入区政务信息系统目录管理的项目，不安排运维经费。',
  grounds: [
    {
      name: 'not-registered',
      effect: 'denied',
      funds: ['operations'],
      when: no('registered'),
      reason: () => '没有纳入区政务信息系统目录',
      remedy: { what: '申请纳入目录', by: '项目单位', evidence: `${authority}的系统目录` },
    },
  ],
}

const sharing: Rule = {
  clause: 'JZP-19b',
  article: '第十九条（三）',
  demand: '不符合数据共享要求的，不安排新建、改建、扩建项目。',
  grounds: [{ ...notShared, funds: ['construction', 'upgrade'] }],
}

const connection: Rule = {
  clause: 'JZP-28',
  article: '第二十八条',
  demand:
    '系统应当按规定统一接入大数据平台，按要求交换和共享数据；不符合规定和要求的，不予审核立项，不安排建设资金和运维经费。',
  grounds: [
    {
      name: 'not-connected',
      effect: 'denied',
      funds: ['construction', 'operations'],
      when: no('platformConnected'),
      reason: () => '没有按规定接入大数据平台',
      remedy: connect,
    },
    { ...notShared, funds: ['construction', 'operations'] },
  ],
}

const rectification: Rule = {
  clause: 'JZP-31',
  article: '第三十一条',
  demand:
    '违反规定或者批复要求的，限期整改；拒不整改或者整改后仍不符合要求的，可以通报批评、暂缓拨付建设资金、暂停建设，直至终止项目。条文没有提到运维经费。',
  grounds: orderGrounds({
    kind: 'supervision',
    funds: ['construction'],
    effect: 'suspended',
    from: force.from,
    authority,
    // 可: the text leaves the choice to the authority.
    consequence: '；在主管部门作出处理决定之前暂缓拨付',
  }),
}

const audit: Rule = {
  clause: 'JZP-32',
  article: '第三十二条',
  demand: '审计发现的问题未按要求整改的，不拨付运维经费。',
  grounds: orderGrounds({
    kind: 'audit',
    funds: ['operations'],
    effect: 'denied',
    from: force.from,
    authority: '区审计局',
  }),
}

const dataMigration: Rule = {
  clause: 'JZD-6',
  article: '《政务数据资源管理暂行办法》第六条',
  demand: '已建成的政务信息系统逐步迁入市政务云平台；条件具备的时间与项目管理办法第四条相同。',
  grounds: [ripeButNotMigrated],
}

const { acceptance, overdue, evaluation, performance } = acceptanceRules

/** 焦作市城乡一体化示范区的两个暂行办法: projects (JZP) and data resources (JZD). */
export const jiaozuo2021: Pack = {
  id: 'jiaozuo-2021',
  version: '2021.3',
  title: '焦作市城乡一体化示范区政务信息化项目管理暂行办法、政务数据资源管理暂行办法',
  documentNumber: '焦示管办〔2021〕22号',
  force,
  forceArticle: '第三十六条',
  scope,
  rules: [
    migration,
    coConstruction,
    review,
    register,
    sharing,
    acceptance,
    overdue,
    evaluation,
    performance,
    connection,
    rectification,
    audit,
    dataMigration,
    decommissioned,
  ],
  numbers: {
    'JZP-20': [{ count: 6, unit: 'months' }],
    'JZP-23': [{ count: 1, unit: 'years' }],
    'JZP-36': [{ day: '2021-07-06', means: 'in-force-from' }],
    'JZD-39': [{ day: '2021-07-06', means: 'in-force-from' }],
  },
  coverage,
}
