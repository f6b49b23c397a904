import { inChinese } from '../../platform/dates.ts'
import { type Fen, fenOf, inWanYuan } from '../../platform/money.ts'
import { factLabel, hostingWords, orderKindWords } from '../fact-words.ts'
import type { OrderKind } from '../facts.ts'
import type { Expression, Leaf, Limit, Period, Span, Unit } from './expressions.ts'
import { eventPhrases, flagPhrases } from './fact-phrases.ts'
import type { DeadlineRule, LegalBasis } from './rules.ts'

/** A condition in Chinese, for a lawyer: a sentence, or a list of which all or one must hold. */
export type Wording = string | { heading: string; of: Wording[] }

const units: Record<Unit, string> = { 'working-days': '个工作日', days: '日', months: '个月', years: '年' }

/** "竣工验收后30个工作日（第二十九条）". */
export function periodWords({ after, ...span }: Period): string {
  const { verb } = eventPhrases[after]
  return span.lasting === true ? `${verb}满${spanWords(span)}` : `${verb}后${spanWords(span)}`
}

/** A deadline of a rule, from what to what. */
export function deadlineWords(deadline: DeadlineRule): string {
  return 'kinds' in deadline
    ? `${kindsWords(deadline.kinds)}责令后${spanWords(deadline.within)}`
    : periodWords(deadline.period)
}

/** What meets a deadline, and what moves it. */
export function deadlineMetWords(deadline: DeadlineRule): string {
  if ('kinds' in deadline) return '整改完成'
  const { met, extendedTo } = deadline
  return `${eventPhrases[met].name}${extendedTo === undefined ? '' : `；有${eventPhrases[extendedTo].name}的，从其期限`}`
}

/** "30个工作日（第二十九条）". */
export function spanWords({ count, unit, article }: Span): string {
  return `${count}${units[unit]}（${article}）`
}

function kindsWords(kinds: readonly OrderKind[]): string {
  return listWords(kinds.map((kind) => orderKindWords[kind]))
}

/** "甲、乙或者丙". */
function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join('、')}或者${last}`
}

function amountWords(fen: Fen): string {
  return `${inWanYuan(fen).replace(/\.?0+$/, '')}万元`
}

function passedWords(limit: Limit, wanted: boolean): string {
  if ('day' in limit) return `${wanted ? '已过' : '未过'}${eventPhrases[limit.day].name}`
  const { verb } = eventPhrases[limit.after]
  if (limit.lasting === true) return `${verb}${wanted ? '已' : '未'}满${spanWords(limit)}`
  const moved =
    limit.extendedTo === undefined ? '' : `，有${eventPhrases[limit.extendedTo].name}的，以该日为准`
  return `${verb}后${wanted ? '已' : '未'}超过${spanWords(limit)}${moved}`
}

function lastedWords({ period, by }: Extract<Leaf, { is: 'lasted' }>, wanted: boolean): string {
  const words = `${eventPhrases[period.after].verb}${wanted ? '已' : '未'}满${spanWords(period)}`
  return by === null ? words : `${eventPhrases[by].verb}时${words}（满期当日算在内）`
}

function leafWords(leaf: Leaf, wanted: boolean): string {
  switch (leaf.is) {
    case 'flag':
      return flagPhrases[leaf.fact][leaf.equals === wanted ? 'yes' : 'no']
    case 'hosting':
      return `部署位置${wanted ? '是' : '不是'}${listWords(leaf.among.map((hosting) => hostingWords[hosting]))}`
    case 'amount':
      // One fen over a whole yuan: that is how "over so much" is said in whole fen.
      if (leaf.atLeast % 100 === 1)
        return `投资规模${wanted ? '' : '不'}超过${amountWords(fenOf(leaf.atLeast - 1))}（${leaf.article}）`
      return wanted
        ? `投资规模达到${amountWords(leaf.atLeast)}（含本数，${leaf.article}）`
        : `投资规模不满${amountWords(leaf.atLeast)}（${leaf.article}）`
    case 'happened':
      return eventPhrases[leaf.fact][wanted ? 'done' : 'open']
    case 'happened-from': {
      const words = `${inChinese(leaf.from)}（含当日）以后${eventPhrases[leaf.fact].verb}的`
      return wanted ? words : `不是${words}`
    }
    case 'happened-before': {
      const words = `${inChinese(leaf.before)}以前（不含当日）${eventPhrases[leaf.fact].verb}的`
      const proof = listWords(leaf.provedBy.map((fact) => eventPhrases[fact].verb))
      const more =
        proof === ''
          ? ''
          : `（${eventPhrases[leaf.fact].name}日期没有登记、但此前已经${proof}的，视为此前${eventPhrases[leaf.fact].verb}）`
      return `${wanted ? '' : '不是'}${words}${more}`
    }
    case 'no-later': {
      const [first, second] = [eventPhrases[leaf.first], eventPhrases[leaf.second]]
      return wanted
        ? `${second.verb}时${first.done}（同一日的算在内）`
        : `${second.verb}时${first.open}（事后补办的，仍属此列）`
    }
    case 'running':
      return wanted
        ? `${eventPhrases[leaf.fact].name}尚未届满（届满当日仍有效）`
        : `没有${eventPhrases[leaf.fact].name}，或者已经届满`
    case 'set':
      return `${wanted ? '有' : '没有'}${eventPhrases[leaf.fact].name}`
    case 'passed':
      return passedWords(leaf.limit, wanted)
    case 'lasted':
      return lastedWords(leaf, wanted)
    case 'order-overdue':
      return `${wanted ? '有' : '没有'}${inChinese(leaf.issuedFrom)}（含当日）以后责令的${kindsWords(leaf.kinds)}，自收到通知（没有登记收到日期的，自责令之日）起超过${spanWords(leaf.within)}没有报送结果`
    case 'order':
      return `${wanted ? '有' : '没有'}${inChinese(leaf.issuedFrom)}（含当日）以后责令的${kindsWords(leaf.kinds)}，${
        leaf.state === 'failed' ? '拒不整改或者到期没有完成' : '尚在期限内'
      }`
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
      const of = expression.of.map((part) => wordsOf(part, wanted))
      const sentences = of.filter((part) => typeof part === 'string')
      // Two short alternatives stand in one sentence.
      if (!together && sentences.length === of.length && sentences.join('').length <= 24)
        return sentences.join('，或者')
      return { heading: together ? '下列各项同时具备' : '具备下列任何一项', of }
    }
    case 'not':
      return wordsOf(expression.of, !wanted)
    case 'known':
      return withNote(wordsOf(expression.of, wanted), '没有登记的，视为没有')
    default:
      return leafWords(expression, wanted)
  }
}

function withNote(wording: Wording, note: string): Wording {
  if (typeof wording === 'string') return `${wording}（${note}）`
  return { ...wording, heading: `${wording.heading}（${note}）` }
}

/** The sentence of a reason with 〔…〕 where a system's values go. */
export function reasonWords(reason: LegalBasis['reason']): string {
  return reason({
    day: (fact) => `〔${eventPhrases[fact].name}日期〕`.replace('日期日期', '日期'),
    due: () => '〔期限届满日〕',
    value: (fact) => `〔${factLabel(fact)}〕`,
  })
}
