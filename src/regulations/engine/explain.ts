import { inChinese } from '../../platform/dates.ts'
import { factLabel, factValueWords } from '../fact-words.ts'
import { type FactName, type Facts, readDate } from '../facts.ts'
import type { FactReading } from '../model.ts'
import type { Counting } from './evaluate.ts'
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
      const from = readDate(facts, period.after)
      if (!from) return '（未登记）'
      const { on, provisional } = evaluation.due(period, from)
      return provisional ? `${inChinese(on)}（暂定）` : inChinese(on)
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

/** The sentence of a finding from those of its grounds. */
export function foundReason(grounds: readonly { text: string; counting: Counting }[]): string {
  const sentences = grounds.map(({ text, counting }) =>
    counting === 'provisional' ? `${text}（所涉年份的放假安排尚未公布，期限暂定，只作预警）` : text,
  )
  return `${sentences.join('；')}。`
}

export function unknownReason(article: string, missing: readonly FactName[]): string {
  return `${article}的情形还不能判定：没有登记${missing.map((fact) => `“${factLabel(fact)}”`).join('、')}。`
}

export function unknownRemedy(missing: readonly FactName[]): string {
  return `补充登记${missing.map((fact) => `“${factLabel(fact)}”`).join('、')}后重新判定（由系统所属单位提供，凭能证明该事实的文件）`
}
