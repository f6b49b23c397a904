import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { ensureApplicationRole } from './application-role.ts'
import { connect } from './database.ts'
import { locks } from './locks.ts'
import { timeLimits } from './time-limits.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../drizzle')

/**
 * In: the database's address. Lets its login act as the application role and applies the migrations that are missing,
 * under a lock, on one connection of its own. Throws the database's error when it can't be reached or refuses.
 */
export async function applyMigrations(url: string): Promise<void> {
  const { database, close } = connect(url, { max: 1, limits: timeLimits.migrations })
  try {
    await database.execute(sql`select pg_advisory_lock(${locks.migration})`)
    await ensureApplicationRole(database)
    await migrate(database, { migrationsFolder: folder })
  } finally {
    await close()
  }
}
