import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { createApp } from '../../src/app.ts'
import { seedWorkCalendar } from '../../src/calendar/work-calendar.ts'
import { approveEdition, compileEdition, publishEdition, submitEdition } from '../../src/catalogue/index.ts'
import { addOrganisation, addPerson, sessionCookie } from '../../src/identity/index.ts'
import { jurisdictions, people } from '../../src/identity/schema.ts'
import { openSession } from '../../src/identity/sign-in/sessions.ts'
import { loadAssets } from '../../src/platform/assets-folder.ts'
import { type Clock, clockFrom } from '../../src/platform/clock.ts'
import type { Context } from '../../src/platform/context.ts'
import { connect, type Database, transactAs } from '../../src/platform/database.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { applyMigrations } from '../../src/platform/migrate.ts'
import { folderObjectStore } from '../../src/platform/objects-folder.ts'
import type { Role } from '../../src/platform/permissions.ts'

export const benchJurisdiction = 'bench'
const day = '2026-11-21'

/** An installation of its own with `systemCount` systems of 400 units, on an embedded PostgreSQL with fsync on. */
export interface BenchWorld {
  database: Database
  databaseUrl: string
  /** The data folder. */
  folder: string
  clock: Clock
  /** The first argument of job functions. */
  job: Context
  /** The cookie by which somebody is signed in. */
  cookieOf(as: Role): string
  /** Asks the app as somebody; answers the status. Throws unless it is 200. */
  get(path: string, as: Role): Promise<string>
  close(): Promise<void>
}

/** In: how many systems. Out: the installation, analysed; not yet tracked or judged. */
export async function openBench(systemCount = 100_000): Promise<BenchWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-bench-'))
  const embedded = await startEmbeddedPostgres(folder)
  const { database, close: disconnect } = connect(embedded.url)
  const close = async () => {
    await disconnect()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return await populate(database, embedded.url, folder, systemCount, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function populate(
  database: Database,
  databaseUrl: string,
  folder: string,
  systemCount: number,
  close: () => Promise<void>,
): Promise<BenchWorld> {
  await applyMigrations(databaseUrl)
  await seedWorkCalendar(database)
  const clock = clockFrom(() => new Date(`${day}T10:00:00+08:00`))
  const objects = folderObjectStore(join(folder, 'objects'))
  const tokens = await seedPeople(database, clock)
  await seedSystems(database, systemCount)
  const cookieOf = (as: Role) => `${sessionCookie}=${tokens[as]}`
  const app = createApp({
    database: () => database,
    objects: () => objects,
    clock,
    assets: await loadAssets(),
    publicOrigin: 'http://bench.test',
    setUpToken: undefined,
    addressOf: () => null,
    log: (message) => console.error(message),
  })
  return {
    database,
    databaseUrl,
    folder,
    clock,
    job: {
      actor: { kind: 'job', job: 'bench', jurisdictionId: benchJurisdiction },
      database,
      objects,
      clock,
      requestId: randomUUID(),
      address: null,
    },
    cookieOf,
    async get(path, as) {
      const answer = await app.request(`http://bench.test${path}`, {
        headers: { cookie: cookieOf(as) },
      })
      const body = await answer.text()
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${body.slice(0, 500)}`)
      return body
    },
    close,
  }
}

async function seedPeople(database: Database, clock: Clock): Promise<Record<Role, string>> {
  const people: [Role, string][] = [
    ['department', '单位1'],
    ['data-centre', '大数据中心'],
    ['competent-bureau', '数据局'],
    ['finance', '财政局'],
    ['audit', '审计局'],
    ['system-admin', '信息办'],
  ]
  const ids = await transactAs(database, 'sign-in', async (tx) => {
    await tx.insert(jurisdictions).values({
      id: benchJurisdiction,
      name: '测试县',
      regulationId: 'lingchuan-2024',
      createdAt: clock.now(),
    })
    const made: [Role, number][] = []
    for (const [role, unit] of people) {
      const organisationId = await addOrganisation(tx, benchJurisdiction, unit)
      const username = `bench-${role}`
      const who = { jurisdictionId: benchJurisdiction, organisationId, username, name: unit, roles: [role] }
      made.push([role, await addPerson(tx, { ...who, passwordHash: '' })])
    }
    await tx.execute(sql`insert into organisations (jurisdiction_id, name)
      select ${benchJurisdiction}, '单位' || n from generate_series(2, 400) n`)
    return made
  })
  const tokens: [Role, string][] = []
  for (const [role, id] of ids)
    tokens.push([role, await openSession(database, clock, id, { address: null, agent: null })])
  return Object.fromEntries(tokens) as Record<Role, string>
}

/** One statement makes all systems, in the proportions of a real ledger, unknown facts included. */
export async function seedSystems(database: Database, count: number): Promise<void> {
  await transactAs(database, { jurisdictionId: benchJurisdiction, organisations: 'all' }, async (tx) => {
    await tx.execute(sql`
      with units as (
        select array_agg(id order by id) as ids from organisations
        where jurisdiction_id = ${benchJurisdiction} and name like '单位%'),
      dice as (
        select n, hashint8(n) & 1023 as a, hashint8(n * 7919) & 1023 as b, hashint8(n * 104729) & 1023 as c
        from generate_series(1, ${count}::bigint) n)
      insert into systems (jurisdiction_id, organisation_id, code, name, contact_office, contact_phone, network_zone,
        protection_level, vcpu, memory_gib, storage_gib, annual_operations_fen, investment_fen, disposition, wave,
        stage, stage_since, classified, registered, built_on, live_on, accepted_on, acceptance_filed_on,
        migration_required, migration_due_on, migrated_on, exemption_until, exemption_document, hosting,
        public_cloud_assessed_on, data_sharing, business_coordination, co_construction, decommissioned_on)
      select ${benchJurisdiction}, ids[1 + n % cardinality(ids)], 'BX-' || lpad(n::text, 7, '0'),
        (array['政务服务','国土空间','智慧旅游','养老服务','预算管理','粮食储备','工程审批','价格监测'])[1 + a % 8]
          || (array['一体化平台','监管系统','一张图系统','综合管理系统','申报系统'])[1 + b % 5] || n,
        '信息股', '0356-' || (6200000 + a), 'government-extranet', 2, 1 << (a % 5), 8, 500,
        (100 + a * 50 + b)::bigint * 100000, (b + 1)::bigint * 10000000,
        case when a < 700 then 'migrate' when a < 840 then 'integrate' when a < 890 then 'shut-down' else 'keep' end,
        case when a < 700 then '第' || (array['一','二','三'])[1 + b % 3] || '批' end,
        case when a >= 700 then 'decided' else (array['registered','assessed','decided','designed','requested',
          'deployed','data-moved','cut-over','trial-run','confirmed','decommissioned'])[1 + c % 11] end,
        date '2026-11-21' - (b % 120), case when a % 64 = 9 then null else a % 61 = 5 end, true,
        date '2012-01-01' + (a + b), date '2012-06-01' + (a + b),
        case when b % 5 > 0 then date '2012-06-01' + (a + b) end,
        case when c % 3 > 0 then date '2012-08-01' + (a + b) when c % 2 > 0 then 'infinity' end,
        a < 700, case when a < 700 and b % 40 > 0 then date '2026-06-30' + (c % 7 - 2) * 90 end,
        case when a < 700 and c % 11 > 8 then date '2026-03-01' else 'infinity' end,
        case when a % 30 = 1 then date '2026-06-30' + (b % 400) else 'infinity' end,
        case when a % 30 = 1 then '数函〔2025〕' || n || '号' end,
        (array['own-room','carrier','public-cloud','industry-cloud','government-cloud'])[1 + b % 5],
        case when b % 5 = 2 and c % 2 = 0 then date '2026-01-05' when c % 2 = 1 then 'infinity' end,
        case when c % 10 < 6 then true when c % 10 < 9 then false end,
        case when b % 10 < 6 then true when b % 10 < 9 then false end, true, 'infinity'
      from dice, units`)
  })
  // Autovacuum does this by itself within a minute or so.
  await database.execute(sql`vacuum analyze systems`)
}

/** In: milliseconds, and a share. Out: the smallest value at or above that share of them. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
export const p95 = (values: readonly number[]): number => percentile(values, 0.95)

/** In: milliseconds. Out: their median. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** In: an installation. Out: how to act in it. */
export async function actorsOf({ database, clock, job }: BenchWorld): Promise<(role: Role) => Context> {
  const rows = await transactAs(database, 'sign-in', (tx) => tx.select().from(people))
  return (role) => {
    const person = rows.find(({ username }) => username === `bench-${role}`)
    if (person === undefined) throw new Error(`nobody is ${role}`)
    const { id, name, jurisdictionId } = person
    const organisation = { organisationId: 1, organisationName: name, organisationIds: [1] }
    return {
      ...job,
      clock,
      actor: { kind: 'person', id, name, jurisdictionId, roles: [role], ...organisation },
    }
  }
}

/** Publishes the sample catalogue. */
export async function publishCatalogue(as: (role: Role) => Context): Promise<void> {
  const bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
  const file = { number: '2026年第1版', fileName: 'catalogue.csv', bytes }
  const { editionId } = await compileEdition(as('data-centre'), file)
  await submitEdition(as('data-centre'), { editionId })
  await approveEdition(as('competent-bureau'), { editionId })
  await approveEdition(as('finance'), { editionId })
  await publishEdition(as('competent-bureau'), { editionId })
}
