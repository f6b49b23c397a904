import {
  all,
  any,
  happened,
  happenedBefore,
  happenedFrom,
  hostedIn,
  no,
  not,
  passed,
  workingDaysAfter,
} from '../engine/expressions.ts'
import type { Rule } from '../engine/rules.ts'
import { begunBefore, constructionGrounds } from './grounds.ts'
import { authority, force } from './yuncheng-2021.force.ts'

const approval: Rule = {
  clause: 'YC-5a',
  article: '第五条',
  demand: '新建信息化项目应当报批；未经批准的，不安排建设投资和运维资金。',
  grounds: [
    {
      name: 'not-approved',
      effect: 'denied',
      funds: ['construction', 'operations'],
      // 新建: what was begun before the regulation is an existing project, which 5c has registered instead.
      when: all(not(happened('approvedOn')), not(begunBefore(force.from))),
      reason: () => '新建项目未经批准',
      remedy: {
        what: '按规定的材料和程序报批并取得批准',
        by: '市直部门',
        evidence: `${authority}的批复`,
      },
    },
  ],
}

const construction: Rule = {
  clause: 'YC-5b',
  article: '第五条',
  demand: '不得未批先建，不得将项目变相包装或者纳入其他项目建设。条文没有规定应急例外，也没有规定资金后果。',
  grounds: constructionGrounds(force.from, authority),
}

const register: Rule = {
  clause: 'YC-5c',
  article: '第五条',
  demand: '已建项目应当梳理政务信息系统目录并报备案。',
  grounds: [
    {
      name: 'not-registered',
      effect: 'warned',
      funds: [],
      when: all(no('registered'), any(happened('builtOn'), happened('liveOn'))),
      reason: () => '已建系统没有纳入政务信息系统目录',
      remedy: { what: '纳入目录并备案', by: '市直部门', evidence: '系统目录和备案回执' },
    },
  ],
}

const contractPeriod = workingDaysAfter(5, 'contractSignedOn', '第十三条')

const contract: Rule = {
  clause: 'YC-13',
  article: '第十三条',
  demand: '签订正式合同5个工作日内，将合同文本备案。',
  appliesTo: happenedFrom('contractSignedOn', force.from),
  grounds: [
    {
      name: 'not-filed',
      effect: 'warned',
      funds: [],
      when: all(passed(contractPeriod), not(happened('contractFiledOn'))),
      reason: (read) =>
        `${read.day('contractSignedOn')}签订合同，最迟于${read.due(contractPeriod)}（含当日）备案，到期没有备案`,
      remedy: { what: '将合同文本备案', by: '项目实施单位', evidence: `${authority}的备案回执` },
    },
  ],
  deadlines: [{ period: contractPeriod, met: 'contractFiledOn' }],
}

const conditionRemedy = (what: string) => ({
  what,
  by: '项目实施单位',
  evidence: `${authority}的确认`,
})

/** What the state was on the day of acceptance is seldom on record: the sentence says which state was looked at. */
const conditionReason = (unmet: string, acceptedOn: string) =>
  `${unmet}，竣工验收的必要条件不具备（竣工验收日期：${acceptedOn}；所看的是现在登记的状态）`

const acceptance: Rule = {
  clause: 'YC-17',
  article: '第十七条',
  demand:
    '与共享交换平台对接、提供信息资源、上市政务云，是竣工验收的必要条件。三项缺一，不得通过验收。已经验收的，看现在登记的状态，并在说明中写明。',
  appliesTo: all(happened('builtOn'), not(happenedBefore('acceptedOn', force.from))),
  grounds: [
    {
      name: 'not-connected',
      effect: 'warned',
      funds: [],
      when: no('platformConnected'),
      reason: (read) => conditionReason('没有与市政务数据共享交换平台对接', read.value('acceptedOn')),
      remedy: conditionRemedy('与市政务数据共享交换平台对接'),
    },
    {
      name: 'not-shared',
      effect: 'warned',
      funds: [],
      when: no('dataSharing'),
      reason: (read) => conditionReason('没有按要求提供信息资源', read.value('acceptedOn')),
      remedy: conditionRemedy('按要求提供信息资源'),
    },
    {
      name: 'not-on-cloud',
      effect: 'warned',
      funds: [],
      when: all(not(hostedIn('government-cloud')), not(happened('migratedOn'))),
      reason: (read) =>
        conditionReason(`部署在${read.value('hosting')}，没有上市政务云`, read.value('acceptedOn')),
      remedy: conditionRemedy('部署或者迁移到市政务云'),
    },
  ],
}

const filingPeriod = workingDaysAfter(30, 'acceptedOn', '第二十条')

const filing: Rule = {
  clause: 'YC-20',
  article: '第二十条',
  demand: '竣工验收后30个工作日内将竣工验收报告备案；未备案的，不得拨付后续建设资金和运行维护经费。',
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
        what: '将竣工验收报告备案',
        by: '项目实施单位',
        evidence: `竣工验收报告和${authority}的备案回执`,
      },
    },
  ],
  deadlines: [{ period: filingPeriod, met: 'acceptanceFiledOn' }],
}

/** From approval to acceptance, in the order of the text. */
export const projectRules = { approval, construction, register, contract, acceptance, filing }
