import {
  all,
  any,
  fullYearsOf,
  happened,
  happenedBefore,
  happenedFrom,
  isSet,
  known,
  lasted,
  monthsAfter,
  no,
  not,
  passed,
  running,
  yes,
} from '../engine/expressions.ts'
import type { Rule } from '../engine/rules.ts'
import { authority, force } from './jiaozuo-2021.force.ts'

const acceptancePeriod = monthsAfter(6, 'builtOn', '第二十条')

const accept = {
  what: '组织验收，由主管部门指派的专家参加',
  by: '项目单位',
  evidence: `验收报告和${authority}的核准意见`,
}

const extendedPeriod = { ...acceptancePeriod, extendedTo: 'acceptanceExtendedTo' } as const
const isExtended = isSet('acceptanceExtendedTo')
const isLate = all(passed(acceptancePeriod), not(happened('acceptedOn')))
/** A day fixed by name needs no calendar: it denies when it has passed, however the 6 months would have been counted. */
const extensionEnded = all(passed(extendedPeriod), isExtended, not(happened('acceptedOn')))

const acceptance: Rule = {
  clause: 'JZP-20',
  article: '第二十条',
  demand: '项目竣工后6个月内组织验收，由主管部门指派的专家参加，经主管部门核准，移交资料。',
  appliesTo: happenedFrom('builtOn', force.from),
  grounds: [
    {
      name: 'not-accepted',
      effect: 'warned',
      funds: [],
      when: isLate,
      unless: isExtended,
      reason: (read) =>
        `${read.day('builtOn')}竣工，最迟于${read.due(acceptancePeriod)}（含当日）验收，到期没有验收`,
      remedy: accept,
    },
    {
      name: 'extension-ended',
      effect: 'warned',
      funds: [],
      when: extensionEnded,
      reason: (read) =>
        `${read.day('builtOn')}竣工，验收延期至${read.day('acceptanceExtendedTo')}，延期届满没有验收`,
      remedy: accept,
    },
    {
      name: 'extended',
      effect: 'noted',
      funds: [],
      when: all(isLate, running('acceptanceExtendedTo')),
      reason: (read) => `${read.day('builtOn')}竣工，已报告延期至${read.day('acceptanceExtendedTo')}`,
      remedy: accept,
    },
  ],
  deadlines: [{ period: acceptancePeriod, met: 'acceptedOn' }],
}

const acceptOrExtend = {
  what: `${accept.what}；或者报告延期原因并明确验收时间`,
  by: accept.by,
  evidence: `${accept.evidence}，或者延期报告`,
}

const overdue: Rule = {
  clause: 'JZP-21',
  article: '第二十一条',
  demand:
    '验收不合格的，限期整改后再次验收；不能按期验收的，应当报告延期原因并明确验收时间；逾期未验收的，不安排后续建设资金和运维经费。',
  appliesTo: happenedFrom('builtOn', force.from),
  grounds: [
    {
      name: 'not-accepted',
      effect: 'denied',
      funds: ['construction', 'operations'],
      when: isLate,
      unless: isExtended,
      reason: (read) =>
        `${read.day('builtOn')}竣工，最迟于${read.due(acceptancePeriod)}（含当日）验收，逾期没有验收，也没有延期`,
      remedy: acceptOrExtend,
    },
    {
      name: 'extension-ended',
      effect: 'denied',
      funds: ['construction', 'operations'],
      when: extensionEnded,
      reason: (read) =>
        `${read.day('builtOn')}竣工，验收延期至${read.day('acceptanceExtendedTo')}，延期届满没有验收`,
      remedy: acceptOrExtend,
    },
  ],
  deadlines: [{ period: acceptancePeriod, met: 'acceptedOn', extendedTo: 'acceptanceExtendedTo' }],
}

const operatedFor = fullYearsOf(1, 'liveOn', '第二十三条')
/** The evaluation that the article means: held on the first anniversary or later. One held before settles nothing. */
const evaluatedInTime = lasted(operatedFor, 'evaluation.on')

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
        lasted(operatedFor, null),
        evaluatedInTime,
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
        lasted(operatedFor, null),
        not(happenedBefore('liveOn', force.from)),
        not(all(happened('evaluation.on'), evaluatedInTime)),
      ),
      reason: (read) => `${read.day('liveOn')}投入运行，已满一年，尚未作出满一年后的评价`,
      remedy: {
        what: '组织专家或者委托第三方评价',
        by: `${authority}、区财政局（国资办）`,
        evidence: '评价报告',
      },
    },
  ],
}

const performance: Rule = {
  clause: 'JZP-24',
  article: '第二十四条',
  demand: '绩效评价结果和数据共享的范围、程度是安排下一年度运维预算的重要依据，但本身不停拨资金。',
  grounds: [
    {
      name: 'evaluated',
      effect: 'noted',
      funds: [],
      when: all(
        happenedFrom('evaluation.on', force.from),
        // An evaluation without a result says nothing; whether there was one at all is asked for.
        any(known(any(yes('evaluation.met'), no('evaluation.met'))), not(happened('evaluation.on'))),
      ),
      reason: (read) => `${read.value('evaluation')}，作为安排下一年度运维预算的依据`,
      remedy: {
        what: '编制下一年度运维预算时参考评价结果，无需另行登记',
        by: '区财政局（国资办）',
        evidence: '评价报告',
      },
    },
  ],
}

/** From completion to evaluation, in the order of the text. */
export const acceptanceRules = { acceptance, overdue, evaluation, performance }
