import type { CalendarDate } from '../../platform/dates.ts'
import {
  all,
  type Expression,
  happened,
  happenedBefore,
  no,
  noLater,
  not,
  someOrder,
  yes,
} from '../engine/expressions.ts'
import type { LegalBasis } from '../engine/rules.ts'
import type { OrderKind } from '../facts.ts'
import type { Effect, Fund } from '../model.ts'

/** Situations that several regulations name in the same words. */

/** Construction began before the regulation: a project that its rules on new projects don't reach. */
export const begunBefore = (from: CalendarDate): Expression =>
  happenedBefore('constructionStartedOn', from, 'builtOn', 'liveOn')

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

/** 不得未批先建，不得变相包装. The texts name no fund. `exception`: what allows to build before approval. */
export function constructionGrounds(
  from: CalendarDate,
  authority: string,
  exception?: Expression,
): readonly LegalBasis[] {
  return [
    {
      name: 'before-approval',
      effect: 'warned',
      funds: [],
      when: all(
        happened('constructionStartedOn'),
        not(begunBefore(from)),
        not(noLater('approvedOn', 'constructionStartedOn')),
      ),
      ...(exception === undefined ? {} : { unless: exception }),
      reason: (read) =>
        `${read.day('constructionStartedOn')}开工，批准日期：${read.value('approvedOn')}，属于未批先建`,
      remedy: {
        what: '停止未经批准的建设，补办审批，由主管部门处理',
        by: '项目单位',
        evidence: `${authority}的批复或者处理意见`,
      },
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
  /** 监督检查整改, 审计整改. */
  name: string
  funds: readonly Fund[]
  effect: Extract<Effect, 'denied' | 'suspended'>
  from: CalendarDate
  authority: string
}

/** 限期整改: warned while it runs; once its day has passed without result, or it was refused, the money stops. */
export function orderGrounds({
  kind,
  name,
  funds,
  effect,
  from,
  authority,
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
      reason: () => `${name}拒不整改，或者到期没有完成`,
      remedy,
    },
    {
      name: 'open',
      effect: 'warned',
      funds,
      when: someOrder([kind], 'open', from),
      reason: () => `${name}尚在期限内，到期没有完成的将停止拨付`,
      remedy,
    },
  ]
}
