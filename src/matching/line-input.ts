/** Pure. */

import { z } from 'zod'
import { machineKinds, storageKinds } from './model.ts'

/** Bounds of one line and of one request; the largest published flavours, packs and links are far below. */
export const limits = {
  lines: 2_000,
  text: 2_000,
  /** Of all lines of one request. A sign takes some 15 µs to be understood. */
  texts: 60_000,
  quantity: 10_000,
  vcpu: 4_096,
  memoryGiB: 65_536,
  storageGiB: 10_485_760,
  bandwidthMbps: 100_000,
} as const

const whole = (name: string, most: number) =>
  z
    .number(`${name}应为整数`)
    .int(`${name}应为整数`)
    .min(1, `${name}至少为1`)
    .max(most, `${name}不能超过${most}`)

export const lineKinds = [...machineKinds, ...storageKinds] as const

/** What a line can say: figures or text. `quantity` counts everything that the line asks for. */
export const lineFields = {
  quantity: whole('数量', limits.quantity).optional(),
  vcpu: whole('vCPU 核数', limits.vcpu).optional(),
  memoryGiB: whole('内存（GiB）', limits.memoryGiB).optional(),
  storageGiB: whole('存储（GiB）', limits.storageGiB).optional(),
  bandwidthMbps: whole('带宽（Mbps）', limits.bandwidthMbps).optional(),
  kind: z.enum(lineKinds, `种类只能是 ${lineKinds.join('、')}`).optional(),
  zone: z.string('网络区域应为文字').optional(),
  architecture: z.string('技术路线应为文字').optional(),
  domestic: z.boolean('信创应为 true 或 false').optional(),
  protectionLevel: z
    .number('等保级别应为1至5的整数')
    .int('等保级别应为1至5的整数')
    .min(1, '等保级别应为1至5')
    .max(5, '等保级别应为1至5')
    .optional(),
  classified: z.boolean('涉密应为 true 或 false').optional().describe('true：不由政务云承载，结果说明依据'),
  splittable: z.boolean('可拆分应为 true 或 false').optional(),
  /** Codes of items billed once for every machine, such as 主机安全. */
  attached: z
    .array(z.string('服务项编码应为文字'))
    .max(20, '随机配套的服务项不能超过20个')
    .optional()
    .describe('每台各配一份、按台计费的服务项编码，如主机安全'),
  text: z
    .string('需求描述应为文字')
    .max(limits.text, `需求描述不能超过${limits.text}个字`)
    .refine((text) => text.trim() !== '', '需求描述不能为空')
    .optional(),
}

/** Refuses parts of a line that can't stand together. */
export function refuseContradictions(line: Figures, context: z.RefinementCtx): void {
  for (const { path, message } of contradictionsIn(line))
    context.addIssue({ code: 'custom', path: [path], message })
}

/** Out: how many signs the lines are in all. */
export const signsIn = (lines: readonly { text?: string | undefined }[]): number =>
  lines.reduce((sum, { text = '' }) => sum + text.length, 0)

/** Refuses lines that are too long in all. */
export function refuseTooMuchText(
  lines: readonly { text?: string | undefined }[],
  context: z.RefinementCtx,
): void {
  const signs = signsIn(lines)
  if (signs > limits.texts)
    context.addIssue({
      code: 'custom',
      message: `各行的文字需求一共 ${signs} 个字，一次最多 ${limits.texts} 个字，请分成几份`,
    })
}

/** A line of the matching interface. */
export const lineInput = z
  .strictObject({
    id: z.string('请给每一行一个编号').min(1, '行编号不能为空').max(100, '行编号不能超过100个字'),
    ...lineFields,
  })
  .superRefine(refuseContradictions)

interface Figures {
  vcpu?: number | undefined
  memoryGiB?: number | undefined
  storageGiB?: number | undefined
  bandwidthMbps?: number | undefined
  kind?: (typeof lineKinds)[number] | undefined
  splittable?: boolean | undefined
  attached?: readonly string[] | undefined
  text?: string | undefined
}

/** Out: parts of a line that can't stand together, each at the part to change. */
function contradictionsIn(line: Figures): { path: string; message: string }[] {
  const machine = line.vcpu !== undefined || line.memoryGiB !== undefined
  const figures = (
    ['vcpu', 'memoryGiB', 'storageGiB', 'bandwidthMbps', 'kind', 'splittable', 'attached'] as const
  ).filter((name) => line[name] !== undefined)
  if (line.text !== undefined)
    return figures.map((name) => ({ path: name, message: '数字需求和文字需求请分两行填写' }))
  const found: { path: string; message: string }[] = []
  if (!machine && line.storageGiB === undefined && line.bandwidthMbps === undefined)
    found.push({ path: 'text', message: '请写明需要什么：核数、内存、存储、带宽，或用文字描述' })
  const { kind } = line
  if (kind !== undefined && machineKinds.some((each) => each === kind) && !machine)
    found.push({ path: 'kind', message: `种类 ${kind} 需要写明核数或内存` })
  if (kind !== undefined && storageKinds.some((each) => each === kind) && line.storageGiB === undefined)
    found.push({ path: 'kind', message: `种类 ${kind} 需要写明存储容量` })
  if (line.attached !== undefined && !machine)
    found.push({ path: 'attached', message: '随机配套的服务项需要写明核数或内存' })
  return found
}

export const matchingInput = z.strictObject({
  lines: z
    .array(lineInput, '请给出需求行')
    .min(1, '至少要有一行需求')
    .max(limits.lines, `一次最多${limits.lines}行需求，请分批`)
    .superRefine(refuseTooMuchText)
    .superRefine((lines, context) => {
      const seen = new Set<string>()
      for (const [index, { id }] of lines.entries()) {
        if (seen.has(id))
          context.addIssue({ code: 'custom', path: [index, 'id'], message: `行编号重复：${id}` })
        seen.add(id)
      }
    }),
})
export type LineInput = z.output<typeof lineInput>
