import { inChinese } from '../../platform/dates.ts'
import { factValueWords, holdersOf, missingLabel } from '../fact-words.ts'
import { type FactName, type Facts, readDate } from '../facts.ts'
import type { FactReading } from '../model.ts'
import { type Counting, lastDay } from './evaluate.ts'
import type { EvaluationContext } from './evaluation-context.ts'
import type { Reader } from './rules.ts'

/** The values of one system, for the sentences of its reasons. */
export function readerOf(facts: Facts, evaluation: EvaluationContext): Reader {
  return {
    day(fact) {
      const day = readDate(facts, fact)
      return day ? inChinese(day) : '（未登记）'
    },
    due(period) {
      const last = lastDay(period, facts, evaluation)
      if (!last) return '（未登记）'
      const { on, provisional } = last
      return provisional ? `暂定的${inChinese(on)}` : inChinese(on)
    },
    value: (fact) => factValueWords(fact, facts[fact]),
  }
}

/** In: the known facts a finding rests on. Out: name and value; what is unknown stands in `missing` instead. */
export function readingsOf(facts: Facts, names: readonly FactName[]): FactReading[] {
  return names.flatMap((fact) => {
    const value = facts[fact]
    return value === undefined ? [] : [{ fact, value }]
  })
}

/** The sentence of a finding. */
export function foundReason(text: string, counting: Counting): string {
  return counting === 'provisional'
    ? `${text}（所涉年份的放假安排尚未公布，期限暂定，只作预警）。`
    : `${text}。`
}

/** In: what is to be settled (an article), the unknown facts, and the known. Out: the sentence of such a finding. */
export function unknownReason(article: string, missing: readonly FactName[], facts: Facts): string {
  return `${article}的情形还不能判定：没有登记${listed(missing, facts)}。`
}

/** Out: what to record, and who holds the record of it. */
export function unknownRemedy(missing: readonly FactName[], facts: Facts): string {
  const sources = [...holdersOf(missing)].map(([holder, of]) => `${listed(of, facts)}由${holder}提供`)
  return `补充登记后重新判定：${sources.join('；')}（凭能证明该事实的文件）`
}

function listed(facts: readonly FactName[], known: Facts): string {
  return facts.map((fact) => `“${missingLabel(fact, known)}”`).join('、')
}
