import { all, any, type Expression, happened, known, not } from '../engine/expressions.ts'
import type { LegalBasis, Rule } from '../engine/rules.ts'

/** Until a decommissioning or a disposal report is known, a system counts as running. A report proves that it is scrapped. */
const scrapped: Expression = any(happened('decommissionedOn'), happened('disposalReportedOn'))

/** A duty to migrate or to be hosted somewhere ends with the system. */
export const isRunning: Expression = not(known(scrapped))

const remedy: LegalBasis['remedy'] = {
  what: '系统仍在运行的，更正停用报废或者处置的登记',
  by: '系统所属单位',
  evidence: '系统仍在运行的证明',
}

/** 已停用: a state, the same under every regulation. No clause stops the money: there is nothing left to maintain. */
export const decommissioned: Rule = {
  clause: null,
  article: null,
  demand: '已停用报废的系统没有运维支出事项。这是系统的状态，不是条文规定的停拨。',
  grounds: [
    {
      name: 'decommissioned',
      effect: 'denied',
      funds: ['operations'],
      when: happened('decommissionedOn'),
      whenKnown: true,
      reason: (read) => `系统已于${read.day('decommissionedOn')}停用报废，无运维支出事项`,
      remedy,
    },
    {
      name: 'disposed',
      effect: 'denied',
      funds: ['operations'],
      when: all(happened('disposalReportedOn'), not(known(happened('decommissionedOn')))),
      whenKnown: true,
      reason: (read) => `${read.day('disposalReportedOn')}已报送处置情况，系统已停用报废，无运维支出事项`,
      remedy,
    },
  ],
}
