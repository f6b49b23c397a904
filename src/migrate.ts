import { seedWorkCalendar } from './calendar/index.ts'
import { parseConfig } from './platform/config.ts'
import { reasonOf } from './platform/log.ts'
import { applyMigrations } from './platform/migrate.ts'
import { checkReadiness } from './platform/readiness.ts'
import { openStorage, type Storage } from './platform/storage.ts'

/** `npm run migrate`: brings the configured database to this version, and says so. */
async function migrate({ database, databaseUrl }: Storage): Promise<string> {
  const before = await checkReadiness(database)
  if (before.state === 'unreachable' || before.state === 'unusable')
    throw new Error(before.reasons.join('\n'))
  if (before.state === 'unmigrated') await applyMigrations(databaseUrl)
  await seedWorkCalendar(database)
  const after = await checkReadiness(database)
  if (after.state !== 'ready') throw new Error(after.reasons.join('\n'))
  return before.state === 'ready' ? '数据库已是本版本，无需迁移。' : '数据库已迁移到本版本。'
}

async function run(): Promise<void> {
  const storage = await openStorage(parseConfig(process.env), console.log)
  try {
    console.log(await migrate(storage))
  } finally {
    await storage.close()
  }
}

run().catch((error: unknown) => {
  console.error(reasonOf(error))
  process.exit(1)
})
