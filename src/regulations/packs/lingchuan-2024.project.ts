import { fenOf, inWanYuan } from '../../platform/money.ts'
import {
  all,
  daysAfter,
  happened,
  happenedBefore,
  happenedFrom,
  investmentFrom,
  noLater,
  not,
  passed,
  workingDaysAfter,
  yes,
} from '../engine/expressions.ts'
import type { Rule } from '../engine/rules.ts'
import { begunBefore, constructionGrounds } from './grounds.ts'
import { force } from './lingchuan-2024.force.ts'

const construction: Rule = {
  clause: 'LC-7c',
  article: '第七条',
  demand:
    '不得未批先建，不得将项目变相包装或者纳入其他项目建设；应急项目可以先行建设、并行办理手续（第十五条）。条文没有规定资金后果。',
  // 第十五条 lets an emergency be built first; it lets nobody disguise a project.
  // The procedures run in parallel with it: once it is accepted without approval, the exception has ended.
  grounds: constructionGrounds(force.from, '县数据局', {
    unapproved: all(yes('emergency'), not(happened('acceptedOn'))),
    approvedLater: all(yes('emergency'), noLater('approvedOn', 'acceptedOn')),
  }),
}

/** 第十四条: 60万元以上, the number included. */
const reviewThreshold = fenOf(60_000_000)
const replyPeriod = workingDaysAfter(3, 'budgetRepliedOn', '第十四条')

const reviewRemedy = {
  what: '持技术审核意见申请财政预算评审',
  by: '项目建设单位向县财政局',
  evidence: '财政预算评审结果和预算批复',
}

const financeReview: Rule = {
  clause: 'LC-14',
  article: '第十四条',
  demand: '投资规模达60万元以上的，应当申请财政预算评审；收到批复的3个工作日内报备。条文没有规定资金后果。',
  appliesTo: all(investmentFrom(reviewThreshold, '第十四条'), not(begunBefore(force.from))),
  grounds: [
    {
      name: 'reply-without-review',
      effect: 'warned',
      funds: [],
      when: all(
        happenedFrom('budgetRepliedOn', force.from),
        not(noLater('financeReviewedOn', 'budgetRepliedOn')),
      ),
      reason: (read) =>
        `投资规模${read.value('investmentFen')}，${read.day('budgetRepliedOn')}批复预算，此前没有财政评审`,
      remedy: reviewRemedy,
    },
    {
      name: 'begun-without-review',
      effect: 'warned',
      funds: [],
      when: all(
        happened('constructionStartedOn'),
        not(noLater('financeReviewedOn', 'constructionStartedOn')),
      ),
      unless: yes('emergency'),
      reason: (read) =>
        `投资规模${read.value('investmentFen')}，${read.day('constructionStartedOn')}开工，此前没有财政评审`,
      remedy: reviewRemedy,
    },
    {
      name: 'reply-not-filed',
      effect: 'warned',
      funds: [],
      when: all(
        not(happenedBefore('budgetRepliedOn', force.from)),
        passed(replyPeriod),
        not(happened('budgetFiledOn')),
      ),
      reason: (read) =>
        `${read.day('budgetRepliedOn')}收到预算批复，最迟于${read.due(replyPeriod)}（含当日）报备，到期没有报备`,
      remedy: { what: '报备预算批复', by: '项目建设单位向县数据局', evidence: '预算批复和报备回执' },
    },
    {
      name: 'review-ahead',
      effect: 'noted',
      funds: [],
      when: all(
        not(happened('constructionStartedOn')),
        not(happened('budgetRepliedOn')),
        not(happened('financeReviewedOn')),
      ),
      reason: (read) =>
        `投资规模${read.value('investmentFen')}，达到${inWanYuan(reviewThreshold)}万元，开工前须经财政评审`,
      remedy: reviewRemedy,
    },
  ],
  deadlines: [{ period: replyPeriod, met: 'budgetFiledOn', from: force.from }],
}

const disposalPeriod = daysAfter(30, 'decommissionedOn', '第三十二条')

const decommissioning: Rule = {
  clause: 'LC-32',
  article: '第三十二条',
  demand:
    '系统停用报废的，经专家论证、集体决策、备案后处置资产，30日内将处置情况说明报县数据局。条文没有提到资金。',
  grounds: [
    {
      name: 'not-reported',
      effect: 'warned',
      funds: [],
      when: all(
        not(happenedBefore('decommissionedOn', force.from)),
        passed(disposalPeriod),
        not(happened('disposalReportedOn')),
      ),
      reason: (read) =>
        `${read.day('decommissionedOn')}停用报废，最迟于${read.due(disposalPeriod)}（含当日）报送处置情况，到期没有报送`,
      remedy: {
        what: '报送处置情况说明',
        by: '项目建设单位向县数据局',
        evidence: '处置情况说明和回执',
      },
    },
  ],
  deadlines: [{ period: disposalPeriod, met: 'disposalReportedOn', from: force.from }],
}

/** Building, reviewing and scrapping, in the order of the text. */
export const projectRules = { construction, financeReview, decommissioning }
