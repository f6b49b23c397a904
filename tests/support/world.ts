import { randomUUID, scryptSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { inject } from 'vitest'
import { createApp } from '../../src/app.ts'
import { addOrganisation, addPerson, sessionCookie } from '../../src/identity/index.ts'
import { jurisdictions } from '../../src/identity/schema.ts'
import { openSession } from '../../src/identity/sign-in/sessions.ts'
import { loadAssets } from '../../src/platform/assets-folder.ts'
import { type Clock, clockFrom } from '../../src/platform/clock.ts'
import type { Actor, Context } from '../../src/platform/context.ts'
import { connect, type Database, transactAs } from '../../src/platform/database.ts'
import { type ObjectStore, verifiedObjects } from '../../src/platform/objects.ts'
import { folderObjectStore } from '../../src/platform/objects-folder.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { newSecretsKey, openSecretBox } from '../../src/platform/secret-box.ts'
import type { Slice } from '../../src/platform/slice.ts'
import { solverThreads } from '../../src/platform/solver-threads.ts'
import type { WorkbookReader } from '../../src/platform/spreadsheet/workbook-reader.ts'
import { registerSlices, slices } from '../../src/slices.ts'
import { afterFile } from './after-file.ts'
import { templateName } from './postgres.ts'

/** A test file's own database, cloned from the template, with one jurisdiction and one person per role. */
export interface World {
  database: Database
  databaseUrl: string
  objects: ObjectStore
  /** Where the objects are. */
  folder: string
  clock: Clock & { set(instant: string): void }
  jurisdictionId: string
  organisations: Record<Role, number>
  /** In: who acts. Out: the first argument of every verb. */
  as(who: Role | 'public' | 'job'): Context
  app: ReturnType<typeof createApp>
  /** Asks the app as somebody; forms and JSON writes carry the right origin. */
  fetch(path: string, init?: RequestInit & { as?: Role }): Promise<Response>
  logs: string[]
}

export const testPassword = '测试口令-correct-horse'
/** Of the lowest cost: a kept hash names its own, so verifying it goes the same way as verifying any other. */
export const testPasswordHash = [
  ...['scrypt', 2, 1, 1, 'c2FsdA'],
  scryptSync(testPassword, 'salt', 32, { N: 2, r: 1, p: 1 }).toString('base64url'),
].join('$')

/** By a connection of its own: a file may have a world a test, and a server only so many connections. */
async function asAdmin(statement: string): Promise<void> {
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(statement)
  await admin.end()
}

/** Makes the world of a test file; it is gone when the file's tests are done. */
export async function makeWorld(
  options: {
    now?: string
    jurisdictionId?: string
    empty?: boolean
    house?: readonly Slice[]
    /** Left out: spreadsheets are read in the request. */
    readWorkbook?: WorkbookReader
  } = {},
): Promise<World> {
  const name = `dengyun_test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(`create database ${name} template ${templateName} strategy ${inject('cloneStrategy')}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const { database, close } = connect(url.href, { max: 4 })
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-objects-'))
  const objects = verifiedObjects(folderObjectStore(folder))
  const solver = solverThreads({ most: 1 })
  afterFile(async () => {
    // Other files of this worker know nothing of a slice of this one's own.
    registerSlices(slices)
    await solver.stop()
    await close()
    // Without force, which fails while the server tidies the tables up; a connection that was left open fails here.
    await asAdmin(`drop database ${name}`)
    await rm(folder, { recursive: true, force: true })
  })

  let now = new Date(options.now ?? '2026-11-21T10:00:00+08:00')
  const clock = {
    ...clockFrom(() => now),
    set(instant: string) {
      now = new Date(instant)
    },
  }
  const jurisdictionId = options.jurisdictionId ?? 'lingchuan'
  const people = options.empty ? ({} as Record<Role, TestPerson>) : await populate(database, jurisdictionId)
  const logs: string[] = []
  const secrets = openSecretBox([newSecretsKey()])
  const actorAs = (who: Role | 'public' | 'job'): Actor => {
    if (who === 'public') return { kind: 'public', jurisdictionId }
    if (who === 'job') return { kind: 'job', job: 'test', jurisdictionId }
    return { kind: 'person', jurisdictionId, roles: [who], ...people[who] }
  }
  const as = (who: Role | 'public' | 'job'): Context => ({
    actor: actorAs(who),
    database,
    objects,
    clock,
    requestId: randomUUID(),
    address: null,
    solve: solver.solve,
    readWorkbook: options.readWorkbook,
    secrets,
  })
  const house = options.house ?? slices
  registerSlices(house)
  const app = createApp(
    {
      database: () => database,
      objects: () => objects,
      clock,
      assets: await loadAssets(),
      publicOrigin: 'http://dengyun.test',
      setUpToken: 'set-up-token',
      secrets,
      addressOf: () => '127.0.0.1',
      log: (message, fault) =>
        logs.push(fault === undefined ? message : `${message} ${JSON.stringify(fault)}`),
      solve: solver.solve,
      readWorkbook: options.readWorkbook,
    },
    house,
  )
  const tokens = new Map<Role, string>()
  return {
    database,
    databaseUrl: url.href,
    objects,
    folder,
    clock,
    jurisdictionId,
    organisations: Object.fromEntries(
      Object.entries(people).map(([role, person]) => [role, person.organisationId]),
    ) as Record<Role, number>,
    as,
    app,
    logs,
    async fetch(path, { as: role, ...init } = {}) {
      const headers = new Headers(init.headers)
      if (role !== undefined) {
        const token =
          tokens.get(role) ??
          (await openSession(database, clock, people[role].id, { address: null, agent: null }))
        tokens.set(role, token)
        headers.set('cookie', `${sessionCookie}=${token}`)
      }
      if (init.method !== undefined && init.method !== 'GET' && !headers.has('origin'))
        headers.set('origin', 'http://dengyun.test')
      return app.request(`http://dengyun.test${path}`, { ...init, headers })
    },
  }
}

interface TestPerson {
  id: number
  name: string
  organisationId: number
  organisationIds: number[]
  organisationName: string
}

/** Makes a jurisdiction with one person per role. Out: them, by role. */
export async function populate(
  database: Database,
  jurisdictionId: string,
  name = '陵川县',
): Promise<Record<Role, TestPerson>> {
  const everyone: [Role, string][] = [
    ['department', '县财政局国库股'],
    ['department-head', '县财政局国库股'],
    ['data-centre', '县大数据中心'],
    ['bureau-handler', '县数据局机关'],
    ['competent-bureau', '县数据局机关'],
    ['finance', '县财政局机关'],
    ['audit', '县审计局机关'],
    ['system-admin', '县信息办'],
    ['security-admin', '县信息办'],
    ['audit-admin', '县信息办'],
  ]
  return transactAs(database, 'sign-in', async (tx) => {
    await tx.insert(jurisdictions).values({
      id: jurisdictionId,
      name,
      regulationId: 'lingchuan-2024',
      secondFactor: 'off',
      createdAt: new Date('2026-11-01T00:00:00Z'),
    })
    const people = {} as Record<Role, TestPerson>
    const made = new Map<string, number>()
    for (const [role, organisationName] of everyone) {
      const organisationId =
        made.get(organisationName) ?? (await addOrganisation(tx, jurisdictionId, organisationName))
      made.set(organisationName, organisationId)
      const organisationIds = [organisationId]
      const id = await addPerson(tx, {
        jurisdictionId,
        organisationId,
        username: `${jurisdictionId}-${role}`,
        name: `${organisationName}经办`,
        passwordHash: testPasswordHash,
        roles: [role],
      })
      people[role] = {
        id,
        name: `${organisationName}经办`,
        organisationId,
        organisationIds,
        organisationName,
      }
    }
    return people
  })
}
