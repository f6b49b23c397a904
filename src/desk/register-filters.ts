/** Pure. */

import { z } from 'zod'
import { type Health, healthWords } from '../migration/index.ts'
import { type FundVerdict, fundVerdictWords } from '../regulations/index.ts'
import { type Disposition, dispositions, type Hosting, hostings, stages } from '../systems/index.ts'

export const pageSize = 50

/** What the stage filter offers besides the stages themselves. */
export const stageFilters = { ...stages, 'before-request': '资源申请之前', unknown: '未登记' } as const
export type StageFilter = keyof typeof stageFilters

export const sorts = {
  code: '编号',
  unit: '单位',
  due: '期限先后',
  cost: '运维费多少',
} as const
export type Sort = keyof typeof sorts

const keysOf = <Key extends string>(words: Record<Key, unknown>) => Object.keys(words) as [Key, ...Key[]]
/** A filter that isn't understood is left out: an old bookmark still opens. */
const lenient = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined)

/** What the register's address can say. */
export const registerFilters = z.object({
  q: lenient(
    z
      .string()
      .trim()
      .max(100)
      .transform((text) => text || undefined),
  ),
  unit: lenient(z.coerce.number().int().positive()),
  stage: lenient(z.enum(keysOf<StageFilter>(stageFilters))),
  disposition: lenient(z.enum(keysOf<Disposition>(dispositions))),
  health: lenient(z.enum(keysOf<Health>(healthWords))),
  verdict: lenient(z.enum(keysOf<FundVerdict>(fundVerdictWords))),
  hosting: lenient(z.enum(keysOf<Hosting>(hostings))),
  wave: lenient(z.string().min(1).max(40)),
  /** A fact that nobody has recorded, for verdicts of 待核实. */
  missing: lenient(z.string().regex(/^[A-Za-z.]{1,60}$/)),
  sort: z.enum(keysOf<Sort>(sorts)).catch('code'),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
})
export type RegisterFilters = z.infer<typeof registerFilters>

/** In: filters, and what to change. Out: the register's address with them; what is empty or usual is left out. */
export function registerHref(filters: Partial<RegisterFilters>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    if (value === undefined || value === '' || (name === 'page' && value === 1)) continue
    if (name === 'sort' && value === 'code') continue
    query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? '/systems' : `/systems?${text}`
}

/** Whether anything narrows the register. */
export function isFiltered(filters: RegisterFilters): boolean {
  const { sort: _sort, page: _page, ...rest } = filters
  return Object.values(rest).some((value) => value !== undefined)
}
