import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { systemClock } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { connect } from '../../src/platform/database.ts'
import { type R2Bucket, r2ObjectStore } from '../../src/platform/objects-r2.ts'
import { s3ObjectStore } from '../../src/platform/objects-s3.ts'
import { openStorage, type Storage } from '../../src/platform/storage.ts'
import { timeLimits } from '../../src/platform/time-limits.ts'
import { type RunningServer, startServer } from '../../src/server.ts'
import { previewLedger } from '../../src/systems/index.ts'
import { makeWorld } from '../support/world.ts'

const text = new TextEncoder()
const timed = async <T>(work: Promise<T>): Promise<{ value: T; milliseconds: number }> => {
  const began = performance.now()
  const value = await work
  return { value, milliseconds: performance.now() - began }
}

describe('a server', () => {
  const name = `dengyun_test_${randomUUID().replaceAll('-', '')}`
  let admin: postgres.Sql
  let storage: Storage
  let server: RunningServer
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dengyun-limits-'))
    const url = new URL(inject('postgresUrl'))
    admin = postgres(url.href, { max: 1, onnotice: () => {} })
    await admin.unsafe(`create database ${name}`)
    url.pathname = `/${name}`
    const config = parseConfig({ DATA_DIR: folder, DATABASE_URL: url.href, PORT: '0' })
    storage = await openStorage(config, () => {})
    server = await startServer(config, storage, { clock: systemClock, log: () => {} })
    await vi.waitFor(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200), 30_000)
    await vi.waitFor(async () => expect((await fetch(`${server.url}/set-up`)).status).toBe(200), 30_000)
  }, 60_000)
  afterAll(async () => {
    await admin?.unsafe(`drop database if exists ${name} with (force)`)
    await admin?.end()
    await rm(folder, { recursive: true, force: true })
  })

  it('whose tables are locked answers 503 with when to come again, in seconds, and is back with them', async () => {
    const url = new URL(inject('postgresUrl'))
    url.pathname = `/${name}`
    const other = postgres(url.href, { max: 1 })
    let unlock = () => {}
    const locked = new Promise<void>((done, failed) => {
      other
        .begin(async (tx) => {
          await tx`lock table drizzle.__drizzle_migrations, people, sessions, jurisdictions in access exclusive mode`
          done()
          await new Promise<void>((later) => {
            unlock = later
          })
        })
        .catch(failed)
    })
    await locked
    const ready = await timed(fetch(`${server.url}/readyz`))
    const signIn = await timed(
      fetch(`${server.url}/sign-in`, {
        method: 'POST',
        headers: { origin: server.url },
        body: new URLSearchParams({ username: 'x', password: 'y' }),
      }),
    )
    const api = await timed(fetch(`${server.url}/api/v1/me`, { headers: { authorization: 'Bearer x' } }))
    unlock()
    await other.end()
    expect([ready.value.status, await ready.value.json()]).toMatchObject([503, { state: 'unreachable' }])
    expect(ready.milliseconds).toBeLessThan(timeLimits.readiness.lock + 1_500)
    for (const { value, milliseconds } of [signIn, api]) {
      expect([value.status, value.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await value.text()).toContain('数据库正忙')
      expect(milliseconds).toBeLessThan(timeLimits.requests.lock + 2_000)
    }
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  }, 30_000)

  it('that is stopped ends within seconds, though clients keep asking on open connections', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    let stopping = false
    let answersAfter = 0
    const ask = () =>
      new Promise<void>((done) => {
        const sent = request(`${server.url}/healthz`, { agent }, (answer) => {
          if (stopping) answersAfter += 1
          answer.resume()
          answer.on('close', done)
        })
        sent.on('error', () => done())
        sent.end()
      })
    let over = false
    const clients = Promise.all(
      Array.from({ length: 20 }, async () => {
        while (!over) {
          await ask()
          if (stopping) await new Promise((later) => setTimeout(later, 1))
        }
      }),
    )
    await new Promise((later) => setTimeout(later, 300))
    stopping = true
    const { milliseconds } = await timed(server.stop())
    over = true
    await clients
    agent.destroy()
    expect(milliseconds).toBeLessThan(6_000)
    expect(answersAfter).toBeLessThanOrEqual(60)
  }, 30_000)
})

describe('a pool of connections', () => {
  it('that has none free in time says so, and gives back the one that comes late', async () => {
    const world = await makeWorld()
    const { database, close } = connect(world.databaseUrl, {
      max: 1,
      limits: { ...timeLimits.requests, connection: 200 },
    })
    let done = () => {}
    const holding = database.transaction(
      () =>
        new Promise<void>((later) => {
          done = later
        }),
    )
    const asked = database.transaction((tx) => tx.execute(sql`select 1`))
    await expect(asked).rejects.toMatchObject({ code: 'NO_FREE_CONNECTION' })
    done()
    await holding
    expect(await database.transaction((tx) => tx.execute(sql`select 1 as one`))).toMatchObject([{ one: 1 }])
    await close()
  })

  it('has PostgreSQL end what takes longer than its statements may, and what does nothing', async () => {
    const world = await makeWorld()
    const { database, close } = connect(world.databaseUrl, {
      max: 1,
      limits: { connection: 1_000, lock: 100, statement: 200, idle: 200 },
    })
    const failure = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => error,
      )
    expect(await failure(database.transaction((tx) => tx.execute(sql`select pg_sleep(5)`)))).toMatchObject({
      cause: { code: '57014' },
    })
    const idle = database.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      await new Promise((later) => setTimeout(later, 600))
      await tx.execute(sql`select 1`)
    })
    expect(await failure(idle)).not.toBeNull()
    expect(await database.transaction((tx) => tx.execute(sql`select 1 as one`))).toMatchObject([{ one: 1 }])
    await close()
  })
})

describe('an object store that takes connections and never answers', () => {
  let silent: Server
  const sockets = new Set<Socket>()
  let endpoint: string
  beforeAll(async () => {
    silent = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
      socket.resume()
    })
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
    const address = silent.address()
    endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  })
  afterAll(() => {
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
  const limits = { connection: 300, silent: 400, call: 700 }
  const storeAt = () =>
    s3ObjectStore(
      { endpoint, bucket: 'dengyun', region: 'us-east-1', accessKeyId: 'x', secretAccessKey: 'y' },
      limits,
    )
  const never = () => new Promise<never>(() => {})
  const silentBucket: R2Bucket = { put: never, get: never, head: never, delete: never, list: never }

  it.each([
    ['S3', storeAt],
    ['R2', () => r2ObjectStore(silentBucket, limits.call)],
  ])('is given up in time, whatever is asked of it: %s', async (_kind, open) => {
    const store = open()
    const bytes = text.encode('x')
    for (const work of [
      () => store.put('x.txt', bytes, 'text/plain'),
      () => store.get('x.txt'),
      () => store.head('x.txt'),
      () => store.delete('x.txt'),
      () => store.list('x')[Symbol.asyncIterator]().next(),
    ]) {
      const { value, milliseconds } = await timed(work().catch((error: unknown) => error))
      expect(value).toMatchObject({ code: 'storage-unavailable' })
      expect(milliseconds).toBeLessThan(limits.call + 500)
    }
    // Aborted, not only forgotten: no connection is kept.
    await expect.poll(() => sockets.size, { timeout: 2_000 }).toBe(0)
  })

  it('keeps no transaction open and no import lock held while it is waited for', async () => {
    const world = await makeWorld()
    const openAtEach: unknown[] = []
    const watching = {
      ...world.objects,
      async put(key: string, bytes: Uint8Array, type: string) {
        const rows = await world.database.execute<{ open: number }>(
          sql`select count(*)::int as open from pg_stat_activity
            where datname = current_database() and state like 'idle in transaction%'`,
        )
        openAtEach.push(rows[0]?.open)
        await world.objects.put(key, bytes, type)
      },
    }
    const csv = '系统名称,主管单位,等保级别\n不动产登记系统,县自然资源局,三级\n'
    await previewLedger(
      { ...world.as('data-centre'), objects: watching },
      { fileName: '台账.csv', bytes: text.encode(csv) },
    )
    expect(openAtEach).toEqual([0, 0])
  })
})
