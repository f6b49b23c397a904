import {
  all,
  happened,
  happenedFrom,
  hostedIn,
  isSet,
  known,
  monthsAfter,
  no,
  not,
  passed,
  workingDaysAfter,
  yes,
} from '../engine/expressions.ts'
import type { LegalBasis, Pack, Rule, Scope } from '../engine/rules.ts'
import { decommissioned, isRunning } from './decommissioned.ts'
import { oldEnvironment, sharingGrounds } from './grounds.ts'
import { coverage } from './lingchuan-2024.coverage.ts'
import { force } from './lingchuan-2024.force.ts'
import { projectRules } from './lingchuan-2024.project.ts'

const scope: Scope = {
  clause: 'LC-2',
  article: '第二条',
  demand: '适用于政府投资、政企联合建设或者向社会购买服务的非涉密政务数据项目。',
  governs: no('classified'),
  outside: { reason: '该系统涉密，不属于本办法所称的政务数据项目，不作判定。' },
  unknown: { remedy: '由系统所属单位登记是否涉密（凭定密文件或者非涉密说明）后重新判定' },
}

const notMigrated = all(
  yes('migrationRequired'),
  isRunning,
  not(happened('migratedOn')),
  passed('migrationDueOn'),
)

const migrate: LegalBasis['remedy'] = {
  what: '完成迁移并取得迁移确认，或者取得载明文号和有效期的豁免、延期',
  by: '系统所属单位',
  evidence: '县大数据中心的迁移确认单，或者县数据局的批准文件',
}

const migration: Rule = {
  clause: 'LC-7b',
  article: '第七条',
  demand:
    '未按要求迁移上云、业务协同、数据共享的项目，不再拨付运维经费。三项要求各自独立，一项未达到即停拨。',
  grounds: [
    {
      name: 'not-migrated',
      effect: 'denied',
      funds: ['operations'],
      when: notMigrated,
      unless: isSet('exemption.until'),
      reason: (read) =>
        `最迟于${read.day('migrationDueOn')}（含当日）迁移上云，到期没有完成迁移确认，也没有豁免`,
      remedy: migrate,
    },
    {
      name: 'exemption-ended',
      effect: 'denied',
      funds: ['operations'],
      when: all(notMigrated, passed('exemption.until')),
      reason: (read) =>
        `最迟于${read.day('migrationDueOn')}（含当日）迁移上云；豁免（${read.value('exemption')}）已经届满，没有完成迁移确认`,
      remedy: migrate,
    },
    ...sharingGrounds('县数据局'),
  ],
}

const onThirdPartyCloud = hostedIn('public-cloud', 'carrier')
const stillThere = all(not(known(happened('migratedOn'))), isRunning)

const hosting: Rule = {
  clause: 'LC-26',
  article: '第二十六条',
  demand:
    '系统应当部署在县政务云，原则上不用公有云；用第三方公有云（含运营商的云）的，应当开展安全风险评估并加快迁移。',
  grounds: [
    {
      name: 'public-cloud-not-assessed',
      effect: 'warned',
      funds: [],
      when: all(onThirdPartyCloud, stillThere, not(happened('publicCloudAssessedOn'))),
      reason: (read) => `部署在${read.value('hosting')}，且没有开展安全风险评估`,
      remedy: {
        what: '开展安全风险评估，并向县政务云迁移',
        by: '系统所属单位',
        evidence: '安全风险评估报告',
      },
    },
    {
      name: 'public-cloud-assessed',
      effect: 'noted',
      funds: [],
      when: all(onThirdPartyCloud, stillThere, happened('publicCloudAssessedOn')),
      reason: (read) =>
        `部署在${read.value('hosting')}，${read.day('publicCloudAssessedOn')}已开展安全风险评估，应当加快向县政务云迁移`,
      remedy: { what: '向县政务云迁移', by: '系统所属单位', evidence: '迁移确认单' },
    },
    {
      name: 'elsewhere',
      effect: 'noted',
      funds: [],
      when: all(hostedIn('own-room', 'industry-cloud'), stillThere),
      reason: (read) => `部署在${read.value('hosting')}，应当依托县政务云部署`,
      remedy: { what: '向县政务云迁移', by: '系统所属单位', evidence: '迁移确认单' },
    },
    oldEnvironment,
  ],
}

/** 第二十七条: 建成后半年内. Half a year is six months. */
const acceptancePeriod = monthsAfter(6, 'builtOn', '第二十七条')

const acceptance: Rule = {
  clause: 'LC-27',
  article: '第二十七条',
  demand: '项目建成后半年内完成验收。',
  appliesTo: happenedFrom('builtOn', force.from),
  grounds: [
    {
      name: 'not-accepted',
      effect: 'warned',
      funds: [],
      when: all(passed(acceptancePeriod), not(happened('acceptedOn'))),
      reason: (read) =>
        `${read.day('builtOn')}建成，最迟于${read.due(acceptancePeriod)}（含当日）完成验收，到期没有验收`,
      remedy: {
        what: '组织初步验收后提请技术验收，依规竣工验收',
        by: '项目建设单位和县数据局',
        evidence: '验收报告',
      },
    },
  ],
  deadlines: [{ period: acceptancePeriod, met: 'acceptedOn' }],
}

const filingPeriod = workingDaysAfter(30, 'acceptedOn', '第二十九条')

const filing: Rule = {
  clause: 'LC-29',
  article: '第二十九条',
  demand: '竣工验收合格后30个工作日内将验收报告等报县数据局备案；未备案的，不得拨付后续建设资金和运维经费。',
  appliesTo: happenedFrom('acceptedOn', force.from),
  grounds: [
    {
      name: 'not-filed',
      effect: 'denied',
      funds: ['construction', 'operations'],
      when: all(passed(filingPeriod), not(happened('acceptanceFiledOn'))),
      reason: (read) =>
        `${read.day('acceptedOn')}竣工验收，最迟于${read.due(filingPeriod)}（含当日）备案，到期没有备案`,
      remedy: {
        what: '将竣工验收报告等材料提交备案',
        by: '项目建设单位向县数据局',
        evidence: '竣工验收报告和备案回执',
      },
    },
  ],
  deadlines: [{ period: filingPeriod, met: 'acceptanceFiledOn' }],
}

const { construction, financeReview, decommissioning } = projectRules

/** 陵川县政务数据项目建设应用管理办法. */
export const lingchuan2024: Pack = {
  id: 'lingchuan-2024',
  version: '2024.5',
  title: '陵川县政务数据项目建设应用管理办法',
  documentNumber: '陵政办发〔2024〕29号',
  force,
  forceArticle: '第三十五条',
  scope,
  rules: [
    migration,
    construction,
    financeReview,
    hosting,
    acceptance,
    filing,
    decommissioning,
    decommissioned,
  ],
  numbers: {
    'LC-14': [{ fen: 60_000_000 }, { count: 3, unit: 'working-days' }],
    // 半年 is six months.
    'LC-27': [{ count: 6, unit: 'months' }],
    'LC-29': [{ count: 30, unit: 'working-days' }],
    'LC-32': [{ count: 30, unit: 'days' }],
    'LC-35': [
      { day: '2024-09-20', means: 'in-force-from' },
      { count: 5, unit: 'years' },
    ],
  },
  coverage,
}
