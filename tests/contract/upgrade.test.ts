import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Connection, connect, type Database, transactAs } from '../../src/platform/database.ts'
import { applyMigrations } from '../../src/platform/migrate.ts'
import { checkReadiness } from '../../src/platform/readiness.ts'

/** An installation of the first release: its two migrations, and rows as it wrote them. */
const name = `dengyun_upgrade_${randomUUID().replaceAll('-', '')}`
const url = new URL(inject('postgresUrl'))
url.pathname = `/${name}`
let admin: postgres.Sql
let connection: Connection
let folder: string

beforeAll(async () => {
  admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template template0`)
  connection = connect(url.href, { max: 2 })
  folder = await mkdtemp(join(tmpdir(), 'dengyun-upgrade-'))
  await cp(new URL('../../drizzle', import.meta.url), folder, { recursive: true })
  const journal = join(folder, 'meta/_journal.json')
  const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8'))
  await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 2) }))
  await migrate(connection.database, { migrationsFolder: folder })
})
afterAll(async () => {
  await connection?.close()
  await admin?.unsafe(`drop database if exists ${name} with (force)`)
  await admin?.end()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

const whole = { jurisdictionId: 'old', organisations: 'all' as const }

async function fill(database: Database): Promise<void> {
  await transactAs(database, 'sign-in', async (tx) => {
    await tx.execute(
      sql`insert into jurisdictions (id, name, regulation_id) values ('old', '旧县', 'lingchuan-2024')`,
    )
    await tx.execute(sql`insert into organisations (jurisdiction_id, name) values ('old', '县教育局')`)
    await tx.execute(sql`insert into people (jurisdiction_id, organisation_id, username, name)
      select 'old', id, 'jiaoyu', '李文' from organisations`)
    await tx.execute(
      sql`insert into second_factors (person_id, secret) select id, 'JBSWY3DPEHPK3PXP' from people`,
    )
  })
  await transactAs(database, whole, async (tx) => {
    await tx.execute(sql`insert into catalogue_editions (jurisdiction_id, number, compiled_by, compiled_at)
      select 'old', '2025-1', id, now() from people`)
    await tx.execute(sql`insert into catalogue_items (edition_id, jurisdiction_id, position, code, category, item_group,
        name, specification, unit, billing, monthly_fen, zones, domestic, shared, aliases, description)
      select id, 'old', 1, 'I-1', 'IaaS', '计算', '云服务器', '4 核 8 GB', '台', 'month', 12000, '{政务外网}', false, false,
        '{}', '' from catalogue_editions`)
    await tx.execute(sql`insert into systems (jurisdiction_id, organisation_id, code, name)
      select 'old', id, 'JY-1', '招生系统' from organisations`)
    await tx.execute(sql`insert into verdicts (system_id, jurisdiction_id, organisation_id, regulation_id, pack_version,
        scope, operations, findings, deadlines, basis, content, as_of, judged_at)
      select id, 'old', organisation_id, 'lingchuan-2024', '1', 'in', 'denied', '[]', '[]', 1, 'x', '2026-01-05', now()
      from systems`)
    await tx.execute(sql`select dengyun_audit_record('{"jurisdictionId": "old", "at": "2026-01-05T10:00:00Z",
      "actorKind": "job", "actorName": "旧任务", "requestId": "r"}',
      '[{"operation": "funding.judge", "objectType": "verdicts", "objectId": "1", "actorRoles": []}]')`)
  })
}

const tables = [
  ...['jurisdictions', 'organisations', 'people', 'catalogue_editions', 'catalogue_items'],
  ...['systems', 'verdicts', 'audit_entries'],
]

/** Every row of the tables, by table. */
async function rowsOf(database: Database): Promise<Record<string, Record<string, unknown>[]>> {
  const read = tables.map(
    async (table) =>
      [
        table,
        await transactAs(database, whole, async (tx) => [
          ...(await tx.execute<Record<string, unknown>>(sql`select * from ${sql.identifier(table)}`)),
        ]),
      ] as const,
  )
  return Object.fromEntries(await Promise.all(read))
}

/** A hash of what a verdict says, once kept beside it: dropped, since `basis` alone tells a new one (record 10). */
function withoutContent({ content: _content, ...verdict }: Record<string, unknown>) {
  return verdict
}

describe('an installation of the first release', () => {
  it('is brought to this version with every row as it was, twice without harm', async () => {
    await fill(connection.database)
    const before = await rowsOf(connection.database)
    expect(Object.values(before).map((rows) => rows.length)).toEqual(tables.map(() => 1))
    expect((await checkReadiness(connection.database)).state).toBe('unmigrated')

    await applyMigrations(url.href)
    await applyMigrations(url.href)

    expect((await checkReadiness(connection.database)).state).toBe('ready')
    // On the connections that were open meanwhile.
    const after = await rowsOf(connection.database)
    expect(after).toMatchObject({ ...before, verdicts: before.verdicts?.map(withoutContent) })
  })
})
