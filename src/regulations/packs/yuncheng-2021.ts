import {
  all,
  any,
  happened,
  hostedIn,
  no,
  not,
  someOrderOverdue,
  workingDays,
} from '../engine/expressions.ts'
import type { LegalBasis, Pack, Rule, Scope } from '../engine/rules.ts'
import { decommissioned, isRunning } from './decommissioned.ts'
import { orderGrounds, sharingGrounds } from './grounds.ts'
import { coverage } from './yuncheng-2021.coverage.ts'
import { authority, force } from './yuncheng-2021.force.ts'
import { projectRules } from './yuncheng-2021.project.ts'

const scope: Scope = {
  clause: 'YC-1',
  article: '第一条',
  demand: '适用于市及上级财政性资金投资、市直部门寻求社会资金合作的非涉密信息化项目。',
  governs: no('classified'),
  outside: { reason: '该项目涉密，按国家保密管理规定统筹推进，不适用本规定，不作判定。' },
  unknown: { remedy: '由系统所属单位登记是否涉密（凭定密文件或者非涉密说明）后重新判定' },
}

const sharing: Rule = {
  clause: 'YC-8b',
  article: '第八条',
  demand: '未按要求进行业务协同和数据共享的项目，不再拨付运维经费。条文没有提到迁移上云。',
  grounds: sharingGrounds(authority),
}

const rectification: Rule = {
  clause: 'YC-23',
  article: '第二十三条',
  demand:
    '违反审批要求、擅自变更、长期拖延或者不验收的，责令限期整改；拒不整改或者整改后仍不符合要求的，暂停拨付建设和运维资金，直至终止项目。',
  grounds: orderGrounds({
    kind: 'supervision',
    funds: ['construction', 'operations'],
    effect: 'suspended',
    from: force.from,
    authority,
  }),
}

const reportPeriod = workingDays(10, '第二十四条')

const effectiveness: Rule = {
  clause: 'YC-24',
  article: '第二十四条',
  demand: '接到效能评估整改通知的10个工作日内报送整改结果；没有登记收到日期的，自责令之日起算。',
  grounds: [
    {
      name: 'not-reported',
      effect: 'warned',
      funds: [],
      when: someOrderOverdue(['effectiveness'], reportPeriod, force.from),
      reason: (read) => `${read.value('orders')}，已过10个工作日，没有报送整改结果`,
      remedy: { what: '完成整改并报送整改结果', by: '项目实施单位', evidence: `报${authority}的整改结果` },
    },
  ],
  deadlines: [{ kinds: ['effectiveness'], within: reportPeriod, issuedFrom: force.from }],
}

const toTheCloud: LegalBasis['remedy'] = {
  what: '向市级政务云平台迁移',
  by: '系统所属单位',
  evidence: '迁移确认单',
}

const fasterMigration: Rule = {
  clause: 'YC-30b',
  article: '第三十条',
  demand: '已建政务信息系统要加快迁移上云。条文没有规定期限和资金后果。',
  grounds: [
    {
      name: 'not-migrated',
      effect: 'noted',
      funds: [],
      when: all(
        any(happened('builtOn'), happened('liveOn')),
        not(happened('migratedOn')),
        isRunning,
        hostedIn('own-room', 'carrier', 'public-cloud'),
      ),
      reason: (read) => `已建系统部署在${read.value('hosting')}，尚未迁移上云`,
      remedy: toTheCloud,
    },
  ],
}

const migration: Rule = {
  clause: 'YC-33',
  article: '第三十三条',
  demand: '已建、在建非涉密应用系统应当向市级政务云平台迁移；已建行业云纳入市级政务云平台统一管理。',
  grounds: [
    {
      name: 'not-migrated',
      effect: 'noted',
      funds: [],
      when: all(not(happened('migratedOn')), isRunning, hostedIn('own-room', 'carrier', 'public-cloud')),
      reason: (read) => `部署在${read.value('hosting')}，尚未向市级政务云平台迁移`,
      remedy: toTheCloud,
    },
    {
      name: 'industry-cloud',
      effect: 'noted',
      funds: [],
      when: all(hostedIn('industry-cloud'), isRunning),
      reason: () => '部署在行业云，该行业云应当纳入市级政务云平台统一管理',
      remedy: { what: '将行业云纳入统一管理后，更正部署位置', by: '系统所属单位', evidence: '纳管确认单' },
    },
  ],
}

const { approval, construction, register, contract, acceptance, filing } = projectRules

/** 运城市市级政务信息化项目建设应用管理规定. */
export const yuncheng2021: Pack = {
  id: 'yuncheng-2021',
  version: '2021.3',
  title: '运城市市级政务信息化项目建设应用管理规定',
  documentNumber: '运政办发〔2021〕7号',
  force,
  forceArticle: '第四十二条',
  scope,
  rules: [
    approval,
    construction,
    register,
    sharing,
    contract,
    acceptance,
    filing,
    rectification,
    effectiveness,
    fasterMigration,
    migration,
    decommissioned,
  ],
  numbers: {
    'YC-13': [{ count: 5, unit: 'working-days' }],
    'YC-20': [{ count: 30, unit: 'working-days' }],
    'YC-24': [{ count: 10, unit: 'working-days' }],
    'YC-42': [{ day: '2021-02-09', means: 'in-force-from' }],
  },
  coverage,
}
