import type { CalendarDate } from '../../platform/dates.ts'
import {
  all,
  any,
  type Expression,
  happened,
  happenedBefore,
  hostedIn,
  known,
  no,
  noLater,
  not,
  someOrder,
  yes,
} from '../engine/expressions.ts'
import type { LegalBasis } from '../engine/rules.ts'
import type { OrderKind } from '../facts.ts'
import type { Effect, Fund } from '../model.ts'
import { isRunning } from './decommissioned.ts'

/** Situations that several regulations name in the same words. */

/** Construction began before the regulation: a project that its rules on new projects don't reach. */
export const begunBefore = (from: CalendarDate): Expression =>
  happenedBefore('constructionStartedOn', from, 'builtOn', 'liveOn')

/** Confirmed as migrated while the register still has it elsewhere: paid twice until the old environment is switched off. */
export const oldEnvironment: LegalBasis = {
  name: 'old-environment',
  effect: 'noted',
  funds: [],
  when: all(
    hostedIn('own-room', 'carrier', 'public-cloud', 'industry-cloud'),
    known(happened('migratedOn')),
    isRunning,
  ),
  reason: (read) =>
    `${read.day('migratedOn')}已迁移，登记的部署位置还是${read.value('hosting')}，旧环境待下线`,
  remedy: { what: '下线旧环境，更正部署位置', by: '系统所属单位', evidence: '旧环境下线记录' },
}

/** 未按要求进行业务协同和数据共享: either one unmet is enough. */
export function sharingGrounds(authority: string): readonly LegalBasis[] {
  return [
    {
      name: 'not-shared',
      effect: 'denied',
      funds: ['operations'],
      when: no('dataSharing'),
      reason: () => '数据共享未达到要求',
      remedy: {
        what: '按要求编目并共享数据，经确认达标',
        by: '系统所属单位',
        evidence: `共享目录和${authority}的确认`,
      },
    },
    {
      name: 'not-coordinated',
      effect: 'denied',
      funds: ['operations'],
      when: no('businessCoordination'),
      reason: () => '业务协同未达到要求',
      remedy: {
        what: '按要求实现业务协同，经确认达标',
        by: '系统所属单位',
        evidence: `${authority}的确认`,
      },
    },
  ]
}

/** What allows to build before approval: while it has not come, and once it came later. */
interface Exception {
  unapproved: Expression
  approvedLater: Expression
}

/**
 * The authority has given its opinion on this building before approval: one from before it began is about another.
 * Until an opinion is recorded there is none, and nobody is asked for it.
 */
const dealtWith = known(
  all(happened('buildingOpinionOn'), noLater('constructionStartedOn', 'buildingOpinionOn')),
)

/** 不得未批先建，不得变相包装. The texts name no fund. */
export function constructionGrounds(
  from: CalendarDate,
  authority: string,
  exception?: Exception,
): readonly LegalBasis[] {
  return [
    {
      name: 'before-approval',
      effect: 'warned',
      funds: [],
      when: all(happened('constructionStartedOn'), not(begunBefore(from)), not(happened('approvedOn'))),
      ...(exception === undefined ? {} : { unless: exception.unapproved }),
      reason: (read) => `${read.day('constructionStartedOn')}开工，尚未批准，属于未批先建`,
      remedy: {
        what: '停止未经批准的建设，补办审批，由主管部门处理',
        by: '项目单位',
        evidence: `${authority}的批复或者处理意见`,
      },
    },
    {
      name: 'approved-later',
      since: 'constructionStartedOn',
      effect: 'warned',
      funds: [],
      when: all(
        not(begunBefore(from)),
        happened('approvedOn'),
        not(noLater('approvedOn', 'constructionStartedOn')),
      ),
      unless: exception === undefined ? dealtWith : any(exception.approvedLater, dealtWith),
      reason: (read) =>
        `${read.day('constructionStartedOn')}开工，${read.day('approvedOn')}才批准，属于未批先建`,
      remedy: { what: '已补办审批，由主管部门作出处理意见', by: authority, evidence: '处理意见' },
    },
    {
      name: 'disguised',
      effect: 'warned',
      funds: [],
      // What was finished before the regulation was not built against it.
      when: all(yes('disguised'), not(happenedBefore('builtOn', from, 'liveOn'))),
      reason: () => '项目被变相包装或者纳入其他项目建设',
      remedy: {
        what: '还原为独立的政务信息化项目，补办审批',
        by: '项目单位',
        evidence: `${authority}的批复`,
      },
    },
  ]
}

interface OrderGrounds {
  kind: OrderKind
  funds: readonly Fund[]
  effect: Extract<Effect, 'denied' | 'suspended'>
  from: CalendarDate
  authority: string
  /** What the text leaves to a decision, said after the order that failed. */
  consequence?: string
}

/** 限期整改: warned while it runs; once its day has passed without result, or it was refused, the money stops. */
export function orderGrounds({
  kind,
  funds,
  effect,
  from,
  authority,
  consequence = '',
}: OrderGrounds): readonly LegalBasis[] {
  const remedy = {
    what: '按要求完成整改，经复核符合要求',
    by: '项目单位',
    evidence: `整改报告和${authority}的复核意见`,
  }
  return [
    {
      name: 'failed',
      effect,
      funds,
      when: someOrder([kind], 'failed', from),
      reason: (read) => `${read.value('orders')}${consequence}`,
      remedy,
    },
    {
      name: 'open',
      effect: 'warned',
      funds,
      when: someOrder([kind], 'open', from),
      reason: (read) => `${read.value('orders')}，尚在期限内，到期没有完成的将停止拨付`,
      remedy,
    },
  ]
}
