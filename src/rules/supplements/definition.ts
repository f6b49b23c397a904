/** Pure. */

import { z } from 'zod'
import type { CalendarDate } from '../../platform/dates.ts'
import { addDays } from '../../platform/dates.ts'
import { type Fen, fenOf } from '../../platform/money.ts'
import {
  calendarDay,
  type DateName,
  dateNames,
  type FactName,
  type FlagName,
  type Fund,
  factLabel,
  flagNames,
  funds,
  hostings,
  orderKinds,
} from '../../regulations/index.ts'
import { unknownNames } from './reason-text.ts'

/** Conditions that a bureau can put together, each a question about one fact. */
export const blockKinds = {
  flag: '某项事实为是或者否',
  happened: '某件事已经或者尚未发生',
  'period-passed': '某件事之后已满若干时间',
  'limit-passed': '某个期限已过',
  'before-day': '某件事发生在某日之前',
  'from-day': '某件事发生在某日及以后',
  hosting: '部署位置属于',
  investment: '投资规模达到、超过或者不满',
  'order-overdue': '责令整改逾期未完成或者拒不整改',
  'evaluation-unmet': '运行评价未达标且未整改完成',
  'exemption-running': '迁移豁免尚在有效期内',
} as const
export type BlockKind = keyof typeof blockKinds

/** Days that are themselves a last day on which something may be done. */
export const limitNames = ['migrationDueOn', 'acceptanceExtendedTo'] as const satisfies DateName[]
export type LimitName = (typeof limitNames)[number] | 'exemption.until'
const isLimit = (name: DateName) => limitNames.some((limit) => limit === name)
/** Days on which something happened. */
export const eventNames = dateNames.filter((name) => !isLimit(name)) as [DateName, ...DateName[]]

export const spanUnits = { 'working-days': '个工作日', days: '日', months: '个月', years: '年' } as const
export type SpanUnit = keyof typeof spanUnits
/** 以上、以下 include the number, 超过、不满 don't (Civil Code art. 1259). */
export const comparisons = {
  'at-least': '达到（以上）',
  over: '超过',
  below: '不满',
  'at-most': '不超过（以下）',
} as const
export type Comparison = keyof typeof comparisons

/** One condition. */
export type Block =
  | { block: 'flag'; fact: FlagName; is: boolean }
  | { block: 'happened'; fact: DateName; is: boolean }
  | { block: 'period-passed'; after: DateName; count: number; unit: SpanUnit }
  | { block: 'limit-passed'; fact: LimitName }
  | { block: 'before-day'; fact: DateName; day: CalendarDate }
  | { block: 'from-day'; fact: DateName; day: CalendarDate }
  | { block: 'hosting'; among: (typeof hostings)[number][] }
  | { block: 'investment'; comparison: Comparison; fen: Fen }
  | { block: 'order-overdue'; kinds: (typeof orderKinds)[number][] }
  | { block: 'evaluation-unmet' }
  | { block: 'exemption-running' }

export interface Blocks {
  join: 'all' | 'any'
  of: Block[]
}

/** What a bureau enters: a document, an article of it, and the rule it makes, from building blocks. */
export interface Definition {
  /** Of this form. */
  version: 1
  title: string
  documentNumber: string
  article: string
  /** What the article demands, in the bureau's words. */
  demand: string
  /** First day in force, and the last one; null: no end is set. */
  from: CalendarDate
  lastDay: CalendarDate | null
  /** An event: only where it happened on or after the first day in force. null: the state of every system from that day on. */
  event: DateName | null
  when: Blocks
  /** The exception, kept apart. */
  unless: Blocks | null
  effect: 'denied' | 'suspended' | 'warned' | 'noted'
  funds: Fund[]
  /** May name facts in braces: {合同签订日期}. */
  reason: string
  remedy: { what: string; by: string; evidence: string }
}

const text = (label: string, most: number) =>
  z.string(`请填写${label}`).trim().min(1, `请填写${label}`).max(most, `${label}最多 ${most} 个字`)
const event = z.enum(eventNames, '请选择一件事')
const block: z.ZodType<Block> = z.discriminatedUnion(
  'block',
  [
    z.strictObject({
      block: z.literal('flag'),
      fact: z.enum(flagNames, '请选择一项事实'),
      is: z.boolean('请选择是或者否'),
    }),
    z.strictObject({ block: z.literal('happened'), fact: event, is: z.boolean('请选择已发生或者未发生') }),
    z.strictObject({
      block: z.literal('period-passed'),
      after: event,
      count: z.int('请填写整数').min(1, '至少为 1').max(3650, '最多 3650'),
      unit: z.enum(Object.keys(spanUnits) as [SpanUnit, ...SpanUnit[]], '请选择单位'),
    }),
    z.strictObject({
      block: z.literal('limit-passed'),
      fact: z.enum([...limitNames, 'exemption.until'], '请选择一个期限'),
    }),
    z.strictObject({ block: z.literal('before-day'), fact: event, day: calendarDay }),
    z.strictObject({ block: z.literal('from-day'), fact: event, day: calendarDay }),
    z.strictObject({
      block: z.literal('hosting'),
      among: z.array(z.enum(hostings)).min(1, '请至少选择一个部署位置'),
    }),
    z.strictObject({
      block: z.literal('investment'),
      comparison: z.enum(Object.keys(comparisons) as [Comparison, ...Comparison[]], '请选择怎样比较'),
      fen: z.int('请填写金额').min(1, '金额应当大于 0').max(1e15, '金额过大').transform(fenOf),
    }),
    z.strictObject({
      block: z.literal('order-overdue'),
      kinds: z.array(z.enum(orderKinds)).min(1, '请至少选择一种整改'),
    }),
    z.strictObject({ block: z.literal('evaluation-unmet') }),
    z.strictObject({ block: z.literal('exemption-running') }),
  ],
  '请选择一种条件',
)
const blocks = (what: string): z.ZodType<Blocks> =>
  z.strictObject({
    join: z.enum(['all', 'any']),
    of: z.array(block).min(1, `请至少写一个${what}`).max(20, `${what}最多 20 个`),
  })

/** Throws nothing: every fault is an issue at its path, in Chinese. */
export const definitionSchema: z.ZodType<Definition> = z
  .strictObject({
    version: z.literal(1),
    title: text('文件标题', 100),
    documentNumber: text('文号', 60),
    article: text('条款', 40),
    demand: text('条款要求', 500),
    from: calendarDay,
    lastDay: calendarDay.nullable(),
    event: event.nullable(),
    when: blocks('条件'),
    unless: blocks('例外').nullable(),
    effect: z.enum(['denied', 'suspended', 'warned', 'noted'], '请选择结论'),
    funds: z.array(z.enum(Object.keys(funds) as [Fund, ...Fund[]])),
    reason: text('理由', 300),
    remedy: z.strictObject({
      what: text('怎样消除', 300),
      by: text('由谁办理', 100),
      evidence: text('凭什么材料', 200),
    }),
  })
  .superRefine((definition, context) => {
    const { from, lastDay, effect, funds: touched, reason } = definition
    const facts = factsOf(definition)
    const [unknown] = unknownNames(reason, facts)
    if (unknown !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['reason'],
        message: `理由里的“{${unknown}}”不是条件用到的事实；可以写 ${facts.map((fact) => `{${factLabel(fact)}}`).join('、')}`,
      })
    if (lastDay !== null && lastDay < from)
      context.addIssue({ code: 'custom', path: ['lastDay'], message: '最后一日不能早于施行日' })
    if ((effect === 'denied' || effect === 'suspended') && touched.length === 0)
      context.addIssue({ code: 'custom', path: ['funds'], message: '停拨、暂停须选明涉及哪项资金' })
  })

/** Out: the facts that a definition's conditions read, each once. */
export function factsOf({ event, when, unless }: Pick<Definition, 'event' | 'when' | 'unless'>): FactName[] {
  const blocks = [...when.of, ...(unless?.of ?? [])]
  return [...new Set([...(event === null ? [] : [event]), ...blocks.map(factOfBlock)])]
}

function factOfBlock(block: Block): FactName {
  switch (block.block) {
    case 'period-passed':
      return block.after
    case 'hosting':
      return 'hosting'
    case 'investment':
      return 'investmentFen'
    case 'order-overdue':
      return 'orders'
    case 'evaluation-unmet':
      return 'evaluation'
    case 'exemption-running':
      return 'exemption'
    default:
      return block.fact === 'exemption.until' ? 'exemption' : block.fact
  }
}

/** In: a definition. Out: the first day on which it no longer holds by itself; null: none is set. */
export function forceUntil({ lastDay }: Definition): CalendarDate | null {
  return lastDay === null ? null : addDays(lastDay, 1)
}
