import { z } from '@hono/zod-openapi'
import { changeStatusList, resourceStatusList } from './model.ts'
import type { ResourceView } from './read-resource.ts'

const date = z.string().openapi({ format: 'date' })
/** A resource in a list. */
export const listedResource = z.object({
  id: z.int(),
  name: z.string(),
  organisation: z.string(),
  systemName: z.string(),
  code: z.string(),
  quantity: z.int(),
  unit: z.string(),
  monthlyFen: z.int(),
  status: z.enum(resourceStatusList),
  startsOn: date,
  expiresOn: date,
  changeAsked: z.boolean(),
})
const instant = z.string().openapi({ format: 'date-time' })
const change = z.object({
  id: z.int(),
  status: z.enum(changeStatusList).openapi({ description: 'lapsed：批复以前资源已到期或释放' }),
  code: z.string(),
  quantity: z.int(),
  expiresOn: date,
  monthlyFen: z.int(),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  comment: z.string().nullable(),
})
const permille = z.int().nullable().openapi({ description: '千分数；null：没有测量' })
const usage = z.object({
  month: z.string(),
  averageCpu: permille,
  peakCpu: permille,
  averageMemory: permille,
  peakMemory: permille,
  storage: permille,
})
/** A resource with its changes and measured use. */
export const wholeResource = listedResource
  .omit({ changeAsked: true })
  .extend({
    system: z.string().nullable(),
    request: z.object({ id: z.int(), number: z.string() }),
    itemName: z.string(),
    specification: z.string(),
    zone: z.string().nullable(),
    endedOn: date.nullable(),
    endedReason: z.string().nullable(),
    changes: z.array(change).openapi({ description: '续期和变更，新的在前' }),
    usage: z.array(usage).openapi({ description: '最近 12 个月的使用率，新的在前' }),
  })
  .openapi('RunningResource')

/** In: a resource with all of its page. Out: the same for the JSON API. */
export function asJson({ row, ...view }: ResourceView): z.input<typeof wholeResource> {
  const { id, name, systemName, code, itemName, specification, unit, quantity, monthlyFen, status } = row
  const { zone, startsOn, expiresOn, endedOn, endedReason } = row
  return {
    id,
    name,
    systemName,
    code,
    itemName,
    specification,
    unit,
    quantity,
    monthlyFen,
    status,
    zone,
    startsOn,
    expiresOn,
    endedOn,
    endedReason,
    organisation: view.organisation,
    system: view.systemCode,
    request: view.request,
    changes: view.changes.map((each) => ({
      id: each.id,
      status: each.status,
      code: each.code,
      quantity: each.quantity,
      expiresOn: each.expiresOn,
      monthlyFen: each.monthlyFen,
      reason: each.reason,
      askedBy: each.by,
      askedAt: each.askedAt.toISOString(),
      decidedBy: each.decider,
      decidedAt: each.decidedAt?.toISOString() ?? null,
      comment: each.comment,
    })),
    usage: view.usage.map(({ month, averageCpu, peakCpu, averageMemory, peakMemory, storage }) => ({
      month,
      averageCpu,
      peakCpu,
      averageMemory,
      peakMemory,
      storage,
    })),
  }
}
