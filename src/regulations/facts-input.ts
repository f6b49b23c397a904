import { z } from 'zod'
import { type CalendarDate, existingDay, firstDay, lastDay } from '../platform/dates.ts'
import { type Fen, fenOf } from '../platform/money.ts'
import { factLabel } from './fact-words.ts'
import { type DateName, dateNames, type Facts, flagNames, hostings, orderKinds } from './facts.ts'

const day = z.string('应为日期').transform((text, context): CalendarDate => {
  const date = existingDay(text)
  if (date !== null && date >= firstDay && date <= lastDay) return date
  if (date !== null) {
    context.addIssue({
      code: 'custom',
      message: `“${date}”不在${firstDay.slice(0, 4)}年至${lastDay.slice(0, 4)}年之间，请核对年份`,
    })
    return z.NEVER
  }
  context.addIssue({ code: 'custom', message: `“${text.slice(0, 20)}”不是存在的日期，应写作 YYYY-MM-DD` })
  return z.NEVER
})
export const calendarDay = day
const dayOrNot = day.nullable()
const flag = z.boolean('应为 true 或 false；不知道的事实请不要填写')

const order = z.strictObject({
  kind: z.enum(orderKinds, '整改种类不对'),
  issuedOn: day,
  receivedOn: dayOrNot.optional(),
  dueOn: day,
  resolvedOn: dayOrNot,
  refusedOn: dayOrNot,
})

const fen = z
  .number('应为以分为单位的整数')
  .int('应为以分为单位的整数')
  .nonnegative('金额不能是负数')
  .transform((value): Fen => fenOf(value))

/** Pairs of days of which the second can't come before the first; `needs`: nor come at all without it. */
const ordered: readonly { first: DateName; second: DateName; needs?: true }[] = [
  { first: 'acceptedOn', second: 'acceptanceFiledOn', needs: true },
  { first: 'contractSignedOn', second: 'contractFiledOn', needs: true },
  { first: 'budgetRepliedOn', second: 'budgetFiledOn', needs: true },
  { first: 'decommissionedOn', second: 'disposalReportedOn', needs: true },
  { first: 'constructionStartedOn', second: 'builtOn', needs: true },
  { first: 'constructionStartedOn', second: 'acceptedOn', needs: true },
  { first: 'builtOn', second: 'acceptedOn', needs: true },
  { first: 'builtOn', second: 'acceptanceExtendedTo' },
  { first: 'builtOn', second: 'decommissionedOn' },
  { first: 'liveOn', second: 'decommissionedOn' },
  { first: 'constructionStartedOn', second: 'buildingOpinionOn' },
]

const orderDayWords = {
  receivedOn: '收到通知日',
  dueOn: '整改到期日',
  resolvedOn: '整改完成日',
  refusedOn: '拒不整改日',
} as const
const orderDays = ['receivedOn', 'dueOn', 'resolvedOn', 'refusedOn'] as const

interface Contradiction {
  path: (string | number)[]
  message: string
}

/** Out: facts that can't be true together, each at the later one's path. */
export function contradictionsIn(facts: Facts): Contradiction[] {
  const found: Contradiction[] = []
  for (const { first, second, needs } of ordered) {
    const earlier = facts[first]
    const later = facts[second]
    if (!later || earlier === undefined) continue
    if (earlier === null ? needs === true : later < earlier)
      found.push({
        path: [second],
        message:
          earlier === null
            ? `已有“${factLabel(second)}”（${later}），“${factLabel(first)}”却填为没有发生：不知道日期的，请不要填写“${factLabel(first)}”`
            : `“${factLabel(second)}”（${later}）不能早于“${factLabel(first)}”（${earlier}）`,
      })
  }
  for (const [index, { issuedOn, ...days }] of (facts.orders ?? []).entries()) {
    for (const name of orderDays) {
      const later = days[name]
      if (later && later < issuedOn)
        found.push({
          path: ['orders', index, name],
          message: `${orderDayWords[name]}（${later}）不能早于责令整改日（${issuedOn}）`,
        })
    }
    const { resolvedOn, refusedOn } = days
    if (resolvedOn !== null && refusedOn !== null && refusedOn > resolvedOn)
      found.push({
        path: ['orders', index, 'refusedOn'],
        message: `${orderDayWords.refusedOn}（${refusedOn}）不能晚于整改完成日（${resolvedOn}）：已经完成的整改不能再拒绝`,
      })
  }
  const { evaluation } = facts
  if (evaluation?.rectifiedOn && (evaluation.on === null || evaluation.rectifiedOn < evaluation.on))
    found.push({ path: ['evaluation', 'rectifiedOn'], message: '评价整改完成日期不能早于评价日期' })
  if (evaluation?.on === null && evaluation.met !== undefined)
    found.push({
      path: ['evaluation', 'met'],
      message: '没有评价日期的，不能有评价结果；不知道评价日期的，请不要填写“运行评价”',
    })
  return found
}

const dates = Object.fromEntries(dateNames.map((name) => [name, dayOrNot.optional()])) as Record<
  DateName,
  z.ZodOptional<typeof dayOrNot>
>
const flags = Object.fromEntries(flagNames.map((name) => [name, flag.optional()])) as Record<
  (typeof flagNames)[number],
  z.ZodOptional<typeof flag>
>

/** The facts of one system as the eligibility interface takes them: unknown keys, impossible and contradictory days are refused. */
export const factsInput = z
  .strictObject({
    ...flags,
    ...dates,
    buildingOpinionOn: dates.buildingOpinionOn.describe(
      '主管部门对先建后批作出处理意见的日期；不填或者填 null 都视为没有，不会因此待核实',
    ),
    hosting: z.enum(hostings, '部署位置不对').optional(),
    investmentFen: fen.optional(),
    exemption: z
      .strictObject({
        documentNumber: z
          .string()
          .trim()
          .regex(/[\d〇一二三四五六七八九十]/, '请填写豁免文号，文号应当带有编号')
          .max(100, '豁免文号过长'),
        until: day,
      })
      .nullable()
      .optional(),
    evaluation: z
      .strictObject({ on: dayOrNot, met: flag.optional(), rectifiedOn: dayOrNot.optional() })
      .nullable()
      .optional(),
    orders: z.array(order).max(1000, '整改条数过多').optional(),
  })
  .superRefine((facts, context) => {
    for (const { path, message } of contradictionsIn(facts))
      context.addIssue({ code: 'custom', path, message })
  })
