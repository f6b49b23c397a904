import { inChinese } from '../../platform/dates.ts'
import { inWanYuan } from '../../platform/money.ts'
import { factLabel, factValueWords, hostingWords, orderKindWords } from '../fact-words.ts'
import { type DateFact, factOf } from '../facts.ts'
import type { Expression, Leaf, Limit, Period, Span, Unit } from './expressions.ts'
import type { DeadlineRule } from './rules.ts'

/** A condition in Chinese, for a lawyer: a sentence, or a list of which all or one must hold. */
export type Wording = string | { heading: string; of: Wording[] }

const units: Record<Unit, string> = { 'working-days': '个工作日', days: '日', months: '个月', years: '年' }

const dateLabels: Partial<Record<DateFact, string>> = {
  'exemption.until': '迁移豁免的有效期',
  'evaluation.on': '运行评价日期',
  'evaluation.rectifiedOn': '评价整改完成日期',
}

function dateLabel(fact: DateFact): string {
  return dateLabels[fact] ?? factLabel(factOf(fact))
}

/** "竣工验收日期后30个工作日（第二十九条）". */
export function periodWords({ after, ...span }: Period): string {
  if (span.lasting === true) return `${dateLabel(after)}起满${spanWords(span)}`
  return `${dateLabel(after)}后${spanWords(span)}`
}

/** A deadline of a rule, from what to what. */
export function deadlineWords(deadline: DeadlineRule): string {
  return 'kinds' in deadline
    ? `${deadline.kinds.map((kind) => orderKindWords[kind]).join('、')}责令后${spanWords(deadline.within)}`
    : periodWords(deadline.period)
}

/** What meets a deadline, and what moves it. */
export function deadlineMetWords(deadline: DeadlineRule): string {
  if ('kinds' in deadline) return '整改完成日期'
  const { met, extendedTo } = deadline
  return `${dateLabel(met)}${extendedTo === undefined ? '' : `；有“${dateLabel(extendedTo)}”的，以其为期限`}`
}

/** "30个工作日（第二十九条）". */
export function spanWords({ count, unit, article }: Span): string {
  return `${count}${units[unit]}（${article}）`
}

function limitWords(limit: Limit): string {
  return 'day' in limit ? dateLabel(limit.day) : periodWords(limit)
}

function leafWords(leaf: Leaf, wanted: boolean): string {
  const not = wanted ? '' : '没有'
  switch (leaf.is) {
    case 'flag':
      return `“${factLabel(factOf(leaf.fact))}”为“${
        leaf.fact === 'evaluation.met'
          ? leaf.equals === wanted
            ? '达标'
            : '未达标'
          : factValueWords(factOf(leaf.fact), leaf.equals === wanted)
      }”`
    case 'hosting':
      return `部署位置${wanted ? '是' : '不是'}${leaf.among.map((hosting) => hostingWords[hosting]).join('、')}`
    case 'amount':
      return `投资规模${wanted ? '达到' : '不到'} ${inWanYuan(leaf.atLeast)} 万元（${leaf.article}）`
    case 'happened':
      return wanted
        ? `已有“${dateLabel(leaf.fact)}”，且不晚于判定日`
        : `到判定日还没有“${dateLabel(leaf.fact)}”`
    case 'happened-from':
      return `“${dateLabel(leaf.fact)}”${wanted ? '' : '不'}在${inChinese(leaf.from)}至判定日之间（含当日）`
    case 'happened-before':
      return `“${dateLabel(leaf.fact)}”${wanted ? '' : '不'}在${inChinese(leaf.before)}以前（不含当日${
        leaf.provedBy.length === 0
          ? ''
          : `；没有登记的，以${leaf.provedBy.map((fact) => `“${dateLabel(fact)}”`).join('或者')}早于该日为证`
      }）`
    case 'no-later':
      return `“${dateLabel(leaf.first)}”${not}不晚于“${dateLabel(leaf.second)}”`
    case 'running':
      return `判定日${wanted ? '在' : '不在'}${dateLabel(leaf.fact)}以内（含当日）`
    case 'passed':
      return `判定日${wanted ? '已过' : '未过'}${limitWords(leaf.limit)}`
    case 'order-overdue':
      return `${not}有${inChinese(leaf.issuedFrom)}以后责令、${spanWords(leaf.within)}内没有报送结果的${leaf.kinds.map((kind) => orderKindWords[kind]).join('、')}`
    case 'order': {
      const state = leaf.state === 'failed' ? '拒不整改或者到期未完成' : '尚在期限内'
      return `${not}有${inChinese(leaf.issuedFrom)}以后责令、${state}的${leaf.kinds.map((kind) => orderKindWords[kind]).join('、')}`
    }
  }
}

/** In: a condition, and whether it or its opposite is meant. Out: its wording; a negation is carried down to the facts. */
export function wordsOf(expression: Expression, wanted = true): Wording {
  switch (expression.is) {
    case 'all':
    case 'any': {
      const [only, ...more] = expression.of
      if (only !== undefined && more.length === 0) return wordsOf(only, wanted)
      const together = (expression.is === 'all') === wanted
      return {
        heading: together ? '同时具备' : '有下列之一',
        of: expression.of.map((part) => wordsOf(part, wanted)),
      }
    }
    case 'not':
      return wordsOf(expression.of, !wanted)
    default:
      return leafWords(expression, wanted)
  }
}
