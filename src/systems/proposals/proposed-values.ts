/** Pure. */

import { z } from 'zod'
import { type CalendarDate, inChinese } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { storedDate, storedFen } from '../../platform/stored.ts'
import { type Hosting, hostings } from '../words.ts'

const day = z.union([storedDate, z.literal('infinity')], '请填写日期，例如 2026-11-30').nullable()
const flag = z.boolean('请选择是、否或者未知').nullable()
const hosting = z.enum(Object.keys(hostings) as [Hosting, ...Hosting[]], '部署位置不对').nullable()

/** Days of what happened, in the order in which it can; each with its name. */
const events = {
  approvedOn: '立项批复',
  constructionStartedOn: '开工',
  builtOn: '建成',
  liveOn: '上线',
  contractSignedOn: '合同签订',
  contractFiledOn: '合同备案',
  financeReviewedOn: '财政评审',
  budgetRepliedOn: '预算批复',
  budgetFiledOn: '预算备案',
  acceptedOn: '竣工验收',
  acceptanceFiledOn: '验收备案',
  migratedOn: '迁移确认',
  publicCloudAssessedOn: '公有云评估',
  evaluatedOn: '绩效评价',
  evaluationRectifiedOn: '绩效评价整改',
  decommissionedOn: '停用报废',
  disposalReportedOn: '处置报告',
  buildingOpinionOn: '未批先建处理意见',
} as const
type Event = keyof typeof events
const eventNames = Object.keys(events).filter((name): name is Event => Object.hasOwn(events, name))

/** What can't come before what. */
const orders: readonly (readonly [Event, Event])[] = [
  ['constructionStartedOn', 'builtOn'],
  ['builtOn', 'acceptedOn'],
  ['builtOn', 'evaluatedOn'],
  ['builtOn', 'decommissionedOn'],
  ['acceptedOn', 'acceptanceFiledOn'],
  ['contractSignedOn', 'contractFiledOn'],
  ['evaluatedOn', 'evaluationRectifiedOn'],
  ['budgetRepliedOn', 'budgetFiledOn'],
  ['decommissionedOn', 'disposalReportedOn'],
  ['constructionStartedOn', 'buildingOpinionOn'],
]

/**
 * What a single fact can say: register columns by name; null: unknown, `infinity`: known not to have happened. Orders are
 * recorded where they are issued, and that a system is classified (LC-2) is told by the ledger.
 */
export const proposedValues = z
  .strictObject({
    emergency: flag,
    registered: flag,
    disguised: flag,
    migrationRequired: flag,
    dataSharing: flag,
    businessCoordination: flag,
    coConstruction: flag,
    platformConnected: flag,
    evaluationMet: flag,
    ...(Object.fromEntries(eventNames.map((name) => [name, day])) as Record<Event, typeof day>),
    acceptanceExtendedTo: day,
    migrationDueOn: day,
    migrationConditionsRipeOn: day,
    exemptionUntil: day,
    exemptionDocument: z
      .string()
      .trim()
      .min(1, '请填写豁免文号')
      .max(100, '豁免文号不超过 100 字')
      .nullable(),
    hosting,
    investmentFen: storedFen.nullable(),
  })
  .partial()
  .refine((values) => Object.keys(values).length > 0, '请填写要登记的事实')
export type ProposedValues = z.output<typeof proposedValues>

/**
 * In: what is to be recorded, the other facts as they stand, today. Throws invalid-input where something is to have
 * happened in the future, or before what must come first.
 */
export function assertPossible(
  values: ProposedValues,
  register: Readonly<Record<string, unknown>>,
  today: CalendarDate,
): void {
  const faults = eventNames.flatMap((name) => {
    const on = values[name]
    return typeof on === 'string' && on !== 'infinity' && on > today
      ? [{ path: name, message: `${events[name]}日期（${inChinese(on)}）还没有到，不能登记将来的事` }]
      : []
  })
  const becomes: Readonly<Record<string, unknown>> = { ...register, ...values }
  for (const [first, second] of orders) {
    const [before, after] = [becomes[first], becomes[second]]
    const touched = values[second] !== undefined ? second : values[first] !== undefined ? first : null
    if (touched === null || typeof before !== 'string' || typeof after !== 'string') continue
    if (after !== 'infinity' && after < before)
      faults.push({
        path: touched,
        message:
          before === 'infinity'
            ? `还没有${events[first]}，不能已经${events[second]}`
            : `${events[second]}（${after}）不能早于${events[first]}（${before}）`,
      })
  }
  if (faults.length > 0)
    throw new AppError('invalid-input', faults.map(({ message }) => message).join('；'), { errors: faults })
}
