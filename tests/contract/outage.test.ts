import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { systemClock } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { openStorage } from '../../src/platform/storage.ts'
import { type RunningServer, startServer } from '../../src/server.ts'
import { proxyTo, type TestProxy } from '../support/proxy.ts'

const name = `dengyun_test_${randomUUID().replaceAll('-', '')}`
const uncaught: unknown[] = []
const note = (error: unknown) => uncaught.push(error)
let admin: postgres.Sql
let proxy: TestProxy
let server: RunningServer
let folder: string
const logs: string[] = []

// The whole server on an empty database that is down when it starts.
beforeAll(async () => {
  process.on('uncaughtException', note)
  folder = await mkdtemp(join(tmpdir(), 'dengyun-outage-'))
  const url = new URL(inject('postgresUrl'))
  admin = postgres(url.href, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  proxy = await proxyTo(Number(url.port || 5432))
  url.port = String(proxy.port)
  url.pathname = `/${name}`
  const config = parseConfig({ DATA_DIR: folder, DATABASE_URL: url.href, PORT: '0' })
  const log = (message: string) => logs.push(message)
  const storage = await openStorage(config, log)
  server = await startServer(config, storage, { clock: systemClock, log, retrySeconds: 0.5 })
})
afterAll(async () => {
  await server?.stop()
  await proxy?.cut()
  await admin?.unsafe(`drop database if exists ${name} with (force)`)
  await admin?.end()
  await rm(folder, { recursive: true, force: true })
  process.off('uncaughtException', note)
})

const ask = (path: string, init: RequestInit = {}) =>
  fetch(server.url + path, { redirect: 'manual', signal: AbortSignal.timeout(10_000), ...init })

async function expectUnavailable(): Promise<void> {
  expect((await ask('/healthz')).status).toBe(200)
  const ready = await ask('/readyz')
  expect([ready.status, await ready.json()]).toMatchObject([503, { state: 'unreachable' }])

  const api = await ask('/api/v1/catalogue?jurisdiction=lingchuan')
  expect([api.status, api.headers.get('content-type'), api.headers.get('retry-after')]).toEqual([
    503,
    'application/problem+json; charset=utf-8',
    '5',
  ])
  expect(await api.json()).toMatchObject({ type: 'urn:dengyun:problem:database-unavailable', status: 503 })

  const page = await ask('/sign-in')
  expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=UTF-8'])
  expect(await page.text()).toContain('数据库暂时连接不上')

  const write = await ask('/sign-in', {
    method: 'POST',
    headers: { origin: server.url },
    body: new URLSearchParams({ username: 'x', password: 'y' }),
  })
  expect(write.status).toBe(503)
  expect((await ask('/assets/app.css')).status).toBe(200)
}

describe('a server whose database', () => {
  it('is down at the start lives, answers 503, and says why in the log, without the password', async () => {
    await expectUnavailable()
    await expect.poll(() => logs.join('\n')).toContain('ECONNREFUSED')
    expect(logs.join('\n')).not.toContain(new URL(inject('postgresUrl')).password)
  })

  it('comes up migrates it, and answers, without a restart', async () => {
    await proxy.open()
    await expect.poll(async () => (await ask('/readyz')).status, { timeout: 15_000, interval: 250 }).toBe(200)
    await expect.poll(async () => (await ask('/set-up')).status, { timeout: 5_000 }).toBe(200)
    expect(logs.join('\n')).toContain('登云已就绪')
  })

  it('goes down answers 503 at once, and is back with the database', async () => {
    for (let round = 0; round < 3; round += 1) {
      const underWay = Promise.all(Array.from({ length: 20 }, () => ask('/set-up')))
      await proxy.cut()
      expect((await underWay).every(({ status }) => status === 200 || status === 503)).toBe(true)
      const began = Date.now()
      await expectUnavailable()
      expect(Date.now() - began).toBeLessThan(3_000)
      await proxy.open()
      await expect.poll(async () => (await ask('/readyz')).status, { timeout: 3_000 }).toBe(200)
      const after = await Promise.all(Array.from({ length: 20 }, () => ask('/set-up')))
      expect(after.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    }
  })

  it('drops every connection, busy or idle, asks again before it complains', async () => {
    await Promise.all(Array.from({ length: 20 }, () => ask('/set-up')))
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
    const after = await Promise.all(Array.from({ length: 20 }, () => ask('/set-up')))
    expect(after.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  })

  it('fails never ends the process: nothing was thrown outside a request', () => {
    expect(uncaught).toEqual([])
  })
})
