/** Pure. */

import { z } from 'zod'
import {
  type LineInput,
  limits,
  lineFields,
  refuseContradictions,
  refuseTooMuchText,
} from '../../matching/index.ts'
import { type CalendarDate, parseDate } from '../../platform/dates.ts'

/** Bounds of a request besides those of its lines. */
export const draftLimits = { project: 100, systemName: 100, purpose: 1_000, pasted: 100_000 } as const

const date = (name: string) =>
  z
    .string(`${name}应为日期`)
    .transform((text, context): CalendarDate => {
      const on = parseDate(text)
      if (on !== null) return on
      context.addIssue({ code: 'custom', message: `${name}要写成 2026-12-31 这样的日期` })
      return z.NEVER
    })
    .nullable()
    .default(null)

/** What neither JSON nor PostgreSQL can keep: half a surrogate pair, NUL. */
const storable = (text: string) =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll('\u0000', '')
    .trim()

const said = (name: string, most: number) =>
  z
    .string(`请填写${name}`)
    .overwrite(storable)
    .min(1, `请填写${name}`)
    .max(most, `${name}不能超过${most}个字`)

/** A line of a draft: as in the matching interface, without an id, and where it was read from. */
export const draftLine = z
  .strictObject({
    ...lineFields,
    source: z
      .string('原文应为文字')
      .overwrite((text) => storable(text).slice(0, limits.text))
      .optional()
      .describe('从哪段粘贴的文字读出'),
    confirmed: z
      .boolean('已核对应为 true 或 false')
      .default(true)
      .describe('false：从粘贴的文字读出，还没有人核对，不能提交'),
  })
  .superRefine((line, context) => refuseContradictions({ ...line, attached: named(line.attached) }, context))
  .transform(
    ({ text, source, attached, ...line }): DraftLine => ({
      ...line,
      ...(text === undefined ? {} : { text: storable(text) }),
      ...(source === undefined || source === '' ? {} : { source }),
      ...(named(attached) === undefined ? {} : { attached: named(attached) }),
    }),
  )

/** Each item once; none is as good as nothing said. */
function named(codes: readonly string[] | undefined): string[] | undefined {
  const each = [...new Set(codes)]
  return each.length === 0 ? undefined : each
}

/** A line of a request: what it asks for, and whether a person has looked at what was read from pasted words. */
export interface DraftLine extends Omit<LineInput, 'id'> {
  source?: string | undefined
  confirmed: boolean
}

/** What a department says in a request. */
const draftFields = z.strictObject({
  project: said('项目名称', draftLimits.project),
  /** Code in the register of systems; null: a system to come, `systemName` says which. */
  system: z.string('系统编号应为文字').trim().min(1).max(60).nullable().default(null),
  systemName: z
    .string('系统名称应为文字')
    .overwrite(storable)
    .max(draftLimits.systemName, `系统名称不能超过${draftLimits.systemName}个字`)
    .default(''),
  purpose: said('用途', draftLimits.purpose),
  startsOn: date('起始日期'),
  endsOn: date('截止日期'),
  lines: z
    .array(draftLine, '请给出需求行')
    .max(limits.lines, `一份申请最多${limits.lines}行需求，请分成几份`)
    .superRefine(refuseTooMuchText)
    .default([]),
})

export const draftInput = draftFields.superRefine(refuseGaps)
/** The same with the version that was read. */
export const savedDraftInput = draftFields
  .extend({ version: z.int('请给出读到的版本 version').positive('请给出读到的版本 version') })
  .superRefine(refuseGaps)

function refuseGaps(
  draft: Pick<z.output<typeof draftFields>, 'system' | 'systemName' | 'startsOn' | 'endsOn'>,
  context: z.RefinementCtx,
): void {
  if (draft.system === null && draft.systemName === '')
    context.addIssue({ code: 'custom', path: ['systemName'], message: '请选择系统，或填写拟建系统的名称' })
  if (draft.startsOn !== null && draft.endsOn !== null && draft.endsOn < draft.startsOn)
    context.addIssue({ code: 'custom', path: ['endsOn'], message: '截止日期不能早于起始日期' })
}
export type Draft = z.output<typeof draftInput>
export type DraftInput = z.input<typeof draftInput>
