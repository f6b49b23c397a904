import { readdirSync } from 'node:fs'
import { is, sql } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../src/platform/errors.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { publishSample, requestIn } from '../../src/requests/testing.ts'
import { makeWorld, type World } from '../support/world.ts'

const source = new URL('../../src/', import.meta.url)
const schemas = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(^|[/-])schema\.ts$/.test(file.replaceAll('\\', '/')),
)

/** Every column that keeps JSON. What the audit log keeps is whatever was changed, read as JSON and nothing more. */
async function jsonColumns() {
  const modules: object[] = await Promise.all(schemas.map((file) => import(new URL(file, source).href)))
  const tables = new Set(modules.flatMap((module) => Object.values(module).filter((one) => is(one, PgTable))))
  return [...tables].flatMap((table) => {
    const { name, columns } = getTableConfig(table)
    return columns
      .filter((column) => column.getSQLType() === 'jsonb' && name !== 'audit_entries')
      .map((column) => ({ name: `${name}.${column.name}`, column }))
  })
}

describe('JSON in the database', () => {
  it('is checked by every column that keeps some', async () => {
    const columns = await jsonColumns()
    expect(columns.length).toBeGreaterThanOrEqual(18)
    for (const { name, column } of columns) {
      const read = () => column.mapFromDriverValue('damaged')
      expect(read, name).toThrow(AppError)
      expect(read, name).toThrow(/^存放的[一-龥]+已损坏/)
    }
  })
})

describe('a page whose data is damaged', () => {
  let world: World
  let requestId: number
  const month = '2026-10'
  beforeAll(async () => {
    world = await makeWorld({ now: '2026-11-21T10:00:00+08:00' })
    await publishSample(world)
    requestId = await requestIn(world, 'submitted')
  })

  /** As the database's administrator could, or a broken disk: past both walls and the triggers. */
  const damage = async (table: string, statement: string) => {
    for (const step of ['disable trigger user', 'no force row level security'])
      await world.database.execute(sql.raw(`alter table ${table} ${step}`))
    const written = await world.database.execute(sql.raw(statement))
    expect(written.count).toBeGreaterThan(0)
  }
  const shown = async (path: string, as: Role) => {
    const answer = await world.fetch(path, { as })
    return { status: answer.status, body: await answer.text() }
  }

  it('names the match that a request rests on, page and interface alike', async () => {
    expect((await shown(`/requests/${requestId}`, 'department')).status).toBe(200)
    await world.database.execute(sql`alter table request_matches drop constraint request_matches_hash`)
    await damage(
      'request_matches',
      `update request_matches set content = replace(content, '"monthlyFen":', '"monthlyYuan":')`,
    )
    for (const path of [`/requests/${requestId}`, `/api/v1/requests/${requestId}`]) {
      const { status, body } = await shown(path, 'department')
      expect([path, status]).toEqual([path, 500])
      expect(body).toMatch(/存放的匹配结果（第 \d+ 号）已损坏/)
    }
  })

  it('names the price of an item, and answers no other', async () => {
    await damage('catalogue_items', `update catalogue_items set price = '{"shape":{"kind":"pack"}}'`)
    const { status, body } = await shown('/editions', 'data-centre')
    expect(status).toBe(200)
    const opened = await shown(/href="(\/editions\/\d+)"/.exec(body)?.[1] ?? '', 'data-centre')
    expect(opened.status).toBe(500)
    expect(opened.body).toContain('存放的计价规则已损坏')
  })

  it('names the days off by which days are counted', async () => {
    const { actor } = world.as('data-centre')
    const uploader = actor.kind === 'person' ? actor.id : 0
    await damage(
      'calendar_editions',
      `insert into calendar_editions (jurisdiction_id, year, notice, days, file_name, file_key, status, uploaded_by, uploaded_at)
        select 'lingchuan', 2027, '文', '[{"day":"2027-02-30","kind":"off","name":"假"}]', 'a.csv', 'a', 'previewed', ${uploader}, now()`,
    )
    const { status, body } = await shown('/calendar', 'data-centre')
    expect([status, body.match(/存放的放假安排已损坏（0\.day）/)?.length]).toEqual([500, 1])
  })

  it('names the counts behind a rate, and the month of a report', async () => {
    await damage(
      'indicators',
      `insert into indicators (jurisdiction_id, as_of, organisation_id, formula_version, counts)
        values ('lingchuan', '2026-11-20', 0, 1, '{"inScope": "many"}')`,
    )
    expect((await shown('/desk', 'data-centre')).body).toContain('存放的迁移进度指标已损坏')
    await damage(
      'monthly_reports',
      `insert into monthly_reports (jurisdiction_id, month, snapshot, summary, snapshot_hash, docx_key, xlsx_key, made_at)
        values ('lingchuan', '${month}', '{"version":2}', '{}', '', '', '', now())`,
    )
    const { status, body } = await shown(`/reports/${month}`, 'audit')
    expect([status, body.includes('存放的月报已损坏')]).toEqual([500, true])
  })
})
