import {
  all,
  fullYearsOf,
  happened,
  happenedBefore,
  happenedFrom,
  monthsAfter,
  no,
  not,
  passed,
  running,
  yearsAfter,
} from '../engine/expressions.ts'
import type { Rule } from '../engine/rules.ts'
import { authority, force } from './jiaozuo-2021.force.ts'

const acceptancePeriod = monthsAfter(6, 'builtOn', '第二十条')

const accept = {
  what: '组织验收，由主管部门指派的专家参加',
  by: '项目单位',
  evidence: `验收报告和${authority}的核准意见`,
}

const acceptance: Rule = {
  clause: 'JZP-20',
  article: '第二十条',
  demand: '项目竣工后6个月内组织验收。',
  appliesTo: happenedFrom('builtOn', force.from),
  grounds: [
    {
      name: 'not-accepted',
      effect: 'warned',
      funds: [],
      when: all(passed(acceptancePeriod), not(happened('acceptedOn'))),
      reason: (read) => `${read.day('builtOn')}竣工，应于${read.due(acceptancePeriod)}前验收，到期没有验收`,
      remedy: accept,
    },
  ],
  deadlines: [{ period: acceptancePeriod, met: 'acceptedOn' }],
}

const overdue: Rule = {
  clause: 'JZP-21',
  article: '第二十一条',
  demand: '不能按期验收的，应当报告延期原因并明确验收时间；逾期未验收的，不安排后续建设资金和运维经费。',
  appliesTo: happenedFrom('builtOn', force.from),
  grounds: [
    {
      name: 'not-accepted',
      effect: 'denied',
      funds: ['construction', 'operations'],
      when: all(passed(acceptancePeriod), not(happened('acceptedOn'))),
      unless: running('acceptanceExtendedTo'),
      reason: (read) =>
        `${read.day('builtOn')}竣工，应于${read.due(acceptancePeriod)}前验收，逾期没有验收，也没有在有效期内的延期`,
      remedy: {
        what: `${accept.what}；或者报告延期原因并明确验收时间`,
        by: accept.by,
        evidence: `${accept.evidence}，或者延期报告`,
      },
    },
  ],
  deadlines: [{ period: acceptancePeriod, met: 'acceptedOn', extendedTo: 'acceptanceExtendedTo' }],
}

const operatedFor = fullYearsOf(1, 'liveOn', '第二十三条')
const evaluationPeriod = yearsAfter(1, 'liveOn', '第二十三条')

const evaluation: Rule = {
  clause: 'JZP-23',
  article: '第二十三条',
  demand: '投入运行满一年后组织评价；未达标的，整改完成之前不得申报运维或者相关升级改造资金。',
  grounds: [
    {
      name: 'not-met',
      effect: 'denied',
      funds: ['operations', 'upgrade'],
      when: all(
        passed(operatedFor),
        happenedFrom('evaluation.on', force.from),
        no('evaluation.met'),
        not(happened('evaluation.rectifiedOn')),
      ),
      reason: (read) => `${read.value('evaluation')}，整改没有完成`,
      remedy: {
        what: '按评价意见完成整改',
        by: '项目单位',
        evidence: `整改报告和${authority}、区财政局（国资办）的确认`,
      },
    },
    {
      name: 'due',
      effect: 'noted',
      funds: [],
      when: all(
        passed(evaluationPeriod),
        not(happenedBefore('liveOn', force.from)),
        not(happened('evaluation.on')),
      ),
      reason: (read) => `${read.day('liveOn')}投入运行，已满一年，尚未评价`,
      remedy: {
        what: '组织专家或者委托第三方评价',
        by: `${authority}、区财政局（国资办）`,
        evidence: '评价报告',
      },
    },
  ],
  deadlines: [{ period: evaluationPeriod, met: 'evaluation.on', from: force.from }],
}

const performance: Rule = {
  clause: 'JZP-24',
  article: '第二十四条',
  demand: '绩效评价结果是安排下一年度运维预算的重要依据，但本身不停拨资金。',
  grounds: [
    {
      name: 'evaluated',
      effect: 'noted',
      funds: [],
      when: happenedFrom('evaluation.on', force.from),
      reason: (read) => `${read.value('evaluation')}，作为安排下一年度运维预算的依据`,
      remedy: {
        what: '编制下一年度运维预算时参考评价结果',
        by: '区财政局（国资办）',
        evidence: '评价报告',
      },
    },
  ],
}

/** From completion to evaluation, in the order of the text. */
export const acceptanceRules = { acceptance, overdue, evaluation, performance }
