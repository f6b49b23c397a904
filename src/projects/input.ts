/** Pure. */

import { z } from 'zod'
import { type CalendarDate, parseDate } from '../platform/dates.ts'
import { fenOf } from '../platform/money.ts'
import {
  type MilestoneOutcome,
  milestoneOutcomes,
  milestoneStepNames,
  type ProjectRole,
  projectRoles,
  stepKind,
} from './model.ts'

const text = (label: string, most: number, least = 2) =>
  z
    .string(`请填写${label}`)
    .trim()
    .min(least, least > 1 ? `请填写${label}，至少 ${least} 个字` : `请填写${label}`)
    .max(most, `${label}最多 ${most} 个字`)
/** What is left empty in a form is not said. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable())

const day = (label: string) =>
  z.string(`请填写${label}`).transform((typed, context): CalendarDate => {
    const found = parseDate(typed)
    if (found !== null) return found
    const message =
      typed.trim() === ''
        ? `请填写${label}`
        : `“${typed.slice(0, 20)}”不是 1949 年至 2100 年间存在的日期，应写作 YYYY-MM-DD`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
const fen = z.int('金额要写到分').min(0, '金额不能小于 0').max(1e15, '金额过大').transform(fenOf)

const systemCode = text('系统编号', 100, 1)
const number = optional(text('项目编号', 40))
export const roleInput = z.enum(Object.keys(projectRoles) as [ProjectRole, ...ProjectRole[]], '请选择关系')

export const projectInput = z.strictObject({
  /** Left out: the next free one, XM-2026-00001. */
  number,
  name: text('项目名称', 100),
  /** The unit that leads it; left out: the actor's own. */
  organisationId: optional(z.int('请选择牵头单位').positive('请选择牵头单位')),
  investmentFen: optional(fen),
})
export const fromSystemInput = z.strictObject({
  code: systemCode,
  number,
  /** Left out: the system's name. */
  name: optional(text('项目名称', 100)),
})
export const linkInput = z.strictObject({
  projectId: z.int().positive(),
  code: systemCode,
  role: roleInput,
})
export const unlinkInput = z.strictObject({ projectId: z.int().positive(), code: systemCode })

export const milestoneInput = z
  .strictObject({
    projectId: z.int().positive(),
    step: z.enum(milestoneStepNames, '请选择节点'),
    day: day('日期'),
    outcome: optional(
      z.enum(Object.keys(milestoneOutcomes) as [MilestoneOutcome, ...MilestoneOutcome[]], '请选择验收结果'),
    ),
    /** Of an extension: the new last day. */
    until: optional(day('延至哪天')),
    fen: optional(fen),
    document: optional(text('文件名称和文号', 100)),
    reason: optional(text('理由', 500)),
    /** Recorded though it is out of order. */
    asHappened: z.boolean().default(false),
    evidenceIds: z.array(z.int().positive()).max(20, '一次最多附 20 份凭据').default([]),
  })
  .superRefine(({ step, outcome, until, fen: sum, reason, asHappened, day: on }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const { title, money } = stepKind(step)
    if (step === 'accepted' && outcome === null) wrong('outcome', '请选择验收是否通过')
    if (step !== 'accepted' && outcome !== null) wrong('outcome', `${title}没有通过与否，请不要填验收结果`)
    if (step === 'acceptance-extended') {
      if (until === null) wrong('until', '请填写验收延到哪一天')
      else if (until <= on) wrong('until', `要晚于批准延期的日子 ${on}`)
      if (reason === null) wrong('reason', '请写明延期的理由')
    } else if (until !== null) wrong('until', `${title}不延期，请不要填“延至哪天”`)
    if (sum !== null && money === undefined) wrong('fen', `${title}没有金额，请不要填`)
    if (asHappened && reason === null) wrong('reason', '按实际发生的先后补记，要写明理由')
  })
export type MilestoneInput = z.output<typeof milestoneInput>

export const revokeInput = z.strictObject({
  id: z.int().positive(),
  reason: text('撤销的理由', 500),
  document: optional(text('文件名称和文号', 100)),
})
export const confirmInput = z.strictObject({ id: z.int().positive() })
export const refuseInput = z.strictObject({ id: z.int().positive(), comment: text('退回的理由', 500) })
