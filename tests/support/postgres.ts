import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { seedWorkCalendar } from '../../src/calendar/work-calendar.ts'
import { connect } from '../../src/platform/database.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { applyMigrations } from '../../src/platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a database to connect to for `create database`; its role owns the template. */
    postgresUrl: string
    /** Copying files is faster, unless the server waits for the disk. */
    cloneStrategy: 'file_copy' | 'wal_log'
    /** Whether coverage is measured, which makes code that runs long ten times slower. */
    coverage: boolean
  }
}

export const templateName = 'dengyun_test_template'

/**
 * Before all tests: a PostgreSQL (the embedded one, or TEST_DATABASE_URL, whose role may create databases and roles
 * but is no superuser), and in it one migrated template that every test file clones.
 */
export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-test-'))
  const embedded = given === undefined ? await startEmbeddedPostgres(folder, { durable: false }) : null
  const url = given ?? embedded?.url ?? ''
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  const tearDown = async () => {
    await admin.unsafe(`drop database if exists ${templateName} with (force)`)
    await admin.end()
    await embedded?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const [version] = await admin`select version()`
    console.log(`PostgreSQL: ${given === undefined ? 'embedded' : 'TEST_DATABASE_URL'}, ${version?.version}`)
    await makeTemplate(admin, url)
  } catch (error) {
    await tearDown()
    throw error
  }
  project.provide('postgresUrl', url)
  project.provide('coverage', project.vitest.config.coverage.enabled)
  project.provide('cloneStrategy', given === undefined ? 'file_copy' : 'wal_log')
  return tearDown
}

async function makeTemplate(admin: postgres.Sql, url: string): Promise<void> {
  await admin.unsafe(`drop database if exists ${templateName} with (force)`)
  await admin.unsafe(`create database ${templateName}`)
  const template = new URL(url)
  template.pathname = `/${templateName}`
  await applyMigrations(template.href)
  const { database, close } = connect(template.href, { max: 1 })
  await seedWorkCalendar(database)
  await close()
}
