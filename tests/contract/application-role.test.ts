import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ensureApplicationRole } from '../../src/platform/application-role.ts'
import { type Connection, connect, transactAs } from '../../src/platform/database.ts'
import { applyMigrations } from '../../src/platform/migrate.ts'
import { checkReadiness } from '../../src/platform/readiness.ts'

/** A login as `pg_restore` leaves it: it owns its database, and nobody has granted it anything. */
const name = `dengyun_restored_${randomUUID().replaceAll('-', '')}`
const url = new URL(inject('postgresUrl'))
url.pathname = `/${name}`
url.username = name
url.password = 'of-this-test-only'
let admin: postgres.Sql
let connection: Connection
beforeAll(async () => {
  admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  await admin.unsafe(`create role ${name} login nobypassrls createrole password '${url.password}'`)
  // From PostgreSQL 16 on, having made a role isn't yet being able to make databases for it.
  await admin.unsafe(`grant ${name} to current_user`)
  await admin.unsafe(`create database ${name} owner ${name}`)
  connection = connect(url.href, { max: 1 })
})
afterAll(async () => {
  await connection?.close()
  await admin?.unsafe(`drop database if exists ${name} with (force)`)
  await admin?.unsafe(`drop role if exists ${name}`)
  await admin?.end()
})

const whole = { jurisdictionId: 'lingchuan', organisations: 'all' } as const
const works = () => transactAs(connection.database, whole, (tx) => tx.execute('select from systems'))

it('is granted when a database is migrated, and again when a restore has lost it', async () => {
  const [row] = await admin`select current_setting('server_version_num')::int as version`
  if (Number(row?.version) >= 160_000) {
    await expect(applyMigrations(url.href)).rejects.toThrow(
      `请由数据库的超级用户执行：create role dengyun_app nologin（已有则不用）；grant dengyun_app to ${name}；`,
    )
    // Whoever may grant the role grants it to themselves.
    await admin.unsafe(`grant dengyun_app to ${name} with admin true, set false, inherit false`)
  }
  await applyMigrations(url.href)
  expect(await checkReadiness(connection.database)).toEqual({ state: 'ready', reasons: [] })
  await works()

  await admin.unsafe(`revoke dengyun_app from ${name} cascade`)
  if (Number(row?.version) >= 160_000) {
    await connection.database.execute(`revoke dengyun_app from ${name} cascade`).catch(() => {})
    await admin.unsafe(`grant dengyun_app to ${name} with admin true, set false, inherit false`)
  }
  await expect(works()).rejects.toThrow()
  expect(await checkReadiness(connection.database)).toEqual({
    state: 'unmigrated',
    reasons: [`数据库用户 ${name} 还不能使用角色 dengyun_app，请运行 npm run migrate`],
  })
  await applyMigrations(url.href)
  expect(await checkReadiness(connection.database)).toEqual({ state: 'ready', reasons: [] })
  await works()
  // Nothing to do is no fault.
  await ensureApplicationRole(connection.database)
})
