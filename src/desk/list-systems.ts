import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { authorize, type Context, transact, visibilityOf } from '../platform/context.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import type { FundVerdict } from '../regulations/index.ts'
import { type Disposition, type Stage, systemsAs } from '../systems/index.ts'
import { finite, rowOf, rowsOf, type StoredRow } from './list-register.ts'

export const systemsQuery = z.strictObject({
  jurisdiction: z.string().optional(),
  limit: z.coerce
    .number('limit 应为 1 至 500 的整数')
    .int('limit 应为 1 至 500 的整数')
    .min(1, 'limit 至少为 1')
    .max(500, 'limit 至多为 500')
    .default(100),
  cursor: z.string().min(1).max(400).optional(),
})
export type SystemsQuery = z.infer<typeof systemsQuery>

export interface ListedSystem {
  code: string
  name: string
  department: string
  disposition: Disposition | null
  stage: Stage | null
  migrationDueOn: CalendarDate | null
  migratedOn: CalendarDate | null
  /** Health codes except `on-time`; `classified` alone for a classified system. */
  flags: string[]
  /** The verdict on operations funds; null: not judged yet, or out of scope. */
  operations: FundVerdict | null
}

export interface SystemsPage {
  total: number
  /** Where the next page begins; null on the last one. */
  next: string | null
  items: ListedSystem[]
}

/**
 * The register in the order of codes, page by page; a page stays right while rows come and go.
 * In: the query. Throws not-found for another jurisdiction than one's own, invalid-input for a cursor that isn't ours.
 */
export async function listSystems(context: Context, query: SystemsQuery): Promise<SystemsPage> {
  authorize(context, 'systems.read')
  const { actor } = context
  if (query.jurisdiction !== undefined && query.jurisdiction !== actor.jurisdictionId)
    throw new AppError('not-found', '没有这个辖区，或者您看不到它的系统。')
  const visible = visibilityOf(actor).organisations
  // Row-level security says the same; said again in a form for which there is an index.
  const own: SQL[] = visible === 'all' ? [] : [sql`s.organisation_id in ${[...visible, -1]}`]
  const after = query.cursor === undefined ? [] : [sql`s.code > ${codeIn(query.cursor)}`]
  return transact(context, async (tx) => {
    const [counted] = await tx.execute<{ total: number }>(
      sql`select count(*)::int as total from ${systemsAs('s')}${where(own)}`,
    )
    const rows = await tx.execute<StoredRow>(sql`
      with chosen as materialized (
        select s.id from ${systemsAs('s')}${where([...own, ...after])} order by s.code limit ${query.limit + 1})
      ${rowsOf(sql`chosen`)} order by s.code`)
    const items = rows.slice(0, query.limit).map(listed)
    const last = items.at(-1)
    return {
      total: counted?.total ?? 0,
      next: rows.length > query.limit && last !== undefined ? cursorOf(last.code) : null,
      items,
    }
  })
}

const where = (conditions: readonly SQL[]) =>
  conditions.length === 0 ? sql`` : sql` where ${sql.join([...conditions], sql` and `)}`

function listed(stored: StoredRow): ListedSystem {
  const row = rowOf(stored)
  const { code, name, unit: department, disposition, stage, migratedOn, operations } = row
  const migrationDueOn = row.classified ? null : finite(stored.migration_due_on)
  return {
    code,
    name,
    department,
    disposition,
    stage,
    migrationDueOn,
    migratedOn,
    flags: row.classified ? ['classified'] : row.health.filter((state) => state !== 'on-time'),
    operations,
  }
}

/** Opaque for callers: the last code, so that they don't build on it. */
function cursorOf(code: string): string {
  const bytes = new TextEncoder().encode(code)
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function codeIn(cursor: string): string {
  try {
    const text = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(text, (sign) => sign.charCodeAt(0)),
    )
  } catch (error) {
    throw new AppError('invalid-input', 'cursor 不对：请原样使用上一页返回的 next。', {
      errors: [{ path: 'cursor', message: '请原样使用上一页返回的 next' }],
      cause: error,
    })
  }
}
