import type { CalendarDate } from '../platform/dates.ts'
import { orderKindWords } from './fact-words.ts'
import {
  type DateName,
  dateNames,
  type FactName,
  type Facts,
  type FlagName,
  flagNames,
  type Order,
  type OrderKind,
} from './facts.ts'

/** A fact that somebody can still change, what is done for it, and the facts as they are after it. */
export interface Change {
  fact: FactName
  /** What is done, as one step: "取得迁移确认". */
  words: string
  /** In: facts. Out: the same with that one fact changed. */
  apply(facts: Facts): Facts
}

/**
 * What can still be brought about, and how that is called. What has happened can't be undone, and whether a system is
 * classified, an emergency or how dear it was is nobody's to change: those stand in no list.
 */
const flagChanges: { readonly [Name in FlagName]?: { to: boolean; words: string } } = {
  registered: { to: true, words: '纳入政务信息系统目录' },
  disguised: { to: false, words: '还原为独立的政务信息化项目' },
  dataSharing: { to: true, words: '数据共享经确认达标' },
  businessCoordination: { to: true, words: '业务协同经确认达标' },
  coConstruction: { to: true, words: '共建共享经确认符合要求' },
  platformConnected: { to: true, words: '接入共享平台并经确认' },
  migrationRequired: { to: false, words: '经主管部门认定不需迁移上云' },
}

/** Acts that can be done today where they have not been done yet. */
const actChanges: { readonly [Name in DateName]?: string } = {
  approvedOn: '取得批准',
  acceptedOn: '完成竣工验收',
  acceptanceFiledOn: '完成验收备案',
  contractFiledOn: '完成合同备案',
  migratedOn: '取得迁移确认',
  publicCloudAssessedOn: '完成公有云安全风险评估',
  financeReviewedOn: '通过财政评审',
  budgetFiledOn: '报备预算批复',
  disposalReportedOn: '报送处置情况',
  buildingOpinionOn: '由主管部门对未批先建作出处理意见',
}

/** Last days that an authority can move. */
const limitChanges: { readonly [Name in DateName]?: string } = {
  migrationDueOn: '经批准延期，要求完成日期尚未届满',
  acceptanceExtendedTo: '报告延期原因并明确验收时间，延期尚未届满',
}

/** In: a fact, the facts as they are, the day. Out: how it can still be changed; empty when it can't. */
export function changesOf(fact: FactName, facts: Facts, asOf: CalendarDate): Change[] {
  switch (fact) {
    case 'hosting':
      return facts.hosting === 'government-cloud'
        ? []
        : [{ fact, words: '迁入政务云部署', apply: setting({ hosting: 'government-cloud' }) }]
    case 'exemption':
      return [
        {
          fact,
          words: '经批准豁免迁移，载明文号，有效期尚未届满',
          apply: setting({ exemption: { documentNumber: '豁免文件', until: asOf } }),
        },
      ]
    case 'evaluation':
      return evaluationChanges(facts, asOf)
    case 'orders':
      return orderChanges(facts, asOf)
    default:
      return [...flagChange(fact, facts), ...dateChange(fact, facts, asOf)]
  }
}

function flagChange(fact: FactName, facts: Facts): Change[] {
  const name = flagNames.find((candidate) => candidate === fact)
  const change = name === undefined ? undefined : flagChanges[name]
  if (change === undefined || facts[fact] === change.to) return []
  return [{ fact, words: change.words, apply: setting({ [fact]: change.to }) }]
}

function dateChange(fact: FactName, facts: Facts, asOf: CalendarDate): Change[] {
  const name = dateNames.find((candidate) => candidate === fact)
  if (name === undefined) return []
  const day = name === 'buildingOpinionOn' ? opinionOnThis(facts) : facts[name]
  const limit = limitChanges[name]
  const words = limit ?? actChanges[name]
  // Nobody reports what became of a system that still runs to be rid of a duty.
  if (name === 'disposalReportedOn' && !hasHappened(facts.decommissionedOn, asOf)) return []
  const isDone = limit === undefined ? day && day <= asOf : day && day >= asOf
  return words === undefined || isDone ? [] : [{ fact, words, apply: setting({ [fact]: asOf }) }]
}

/** An opinion of before the building began is about another. */
function opinionOnThis({ buildingOpinionOn: on, constructionStartedOn: begun }: Facts) {
  return on && begun && on < begun ? null : on
}

function hasHappened(day: CalendarDate | null | undefined, asOf: CalendarDate): boolean {
  return day !== null && day !== undefined && day <= asOf
}

function evaluationChanges({ evaluation }: Facts, asOf: CalendarDate): Change[] {
  const of = (words: string, to: NonNullable<Facts['evaluation']>): Change[] => [
    { fact: 'evaluation', words, apply: setting({ evaluation: to }) },
  ]
  if (!evaluation || evaluation.on === null || evaluation.on > asOf)
    return of('完成运行评价并达标', { on: asOf, met: true, rectifiedOn: null })
  if (evaluation.rectifiedOn && evaluation.rectifiedOn <= asOf) return []
  return of('完成评价整改并经确认', { ...evaluation, rectifiedOn: asOf })
}

/** One step for each kind of order that is still open: all orders of that kind are done. */
function orderChanges({ orders = [] }: Facts, asOf: CalendarDate): Change[] {
  const isOpen = ({ issuedOn, resolvedOn }: Order) =>
    issuedOn <= asOf && (resolvedOn === null || resolvedOn > asOf)
  const kinds = new Set<OrderKind>(orders.filter(isOpen).map(({ kind }) => kind))
  return [...kinds].map((kind) => ({
    fact: 'orders',
    words: `${orderKindWords[kind]}全部办结并经复核`,
    apply: (facts) => ({
      ...facts,
      orders: facts.orders?.map((order) =>
        order.kind === kind && isOpen(order) ? { ...order, resolvedOn: asOf } : order,
      ),
    }),
  }))
}

const setting = (values: Facts) => (facts: Facts) => ({ ...facts, ...values })

/** In: facts and changes. Out: the facts after all of them. */
export function changed(facts: Facts, changes: readonly Change[]): Facts {
  return changes.reduce((so, change) => change.apply(so), facts)
}
