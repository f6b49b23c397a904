import { join } from 'node:path'
import postgres from 'postgres'
import type { Config } from './config.ts'
import { connect, type Database } from './database.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { locks } from './locks.ts'
import { type ObjectStore, verifiedObjects } from './objects.ts'
import { folderObjectStore } from './objects-folder.ts'
import { s3ObjectStore } from './objects-s3.ts'
import { timeLimits } from './time-limits.ts'

export interface Storage {
  database: Database
  /** The same for jobs: connections of their own, which may be kept longer. */
  jobsDatabase: Database
  databaseUrl: string
  objects: ObjectStore
  close(): Promise<void>
}

/** One process an embedded PostgreSQL: the first to end would stop it under the other. Out: how to let go of it. */
async function lockEmbedded(url: string, dataDir: string): Promise<() => Promise<void>> {
  const holder = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => {},
    connection: { application_name: 'dengyun-lock' },
  })
  const [row] = await holder<{ held: boolean }[]>`select pg_try_advisory_lock(${locks.dataDirectory}) as held`
  if (row?.held === true) return () => holder.end({ timeout: 5 })
  await holder.end({ timeout: 5 })
  throw new Error(`数据目录 ${dataDir} 正被另一个登云进程使用。请先停止它，或设置另一个 DATA_DIR。`)
}

/** Jobs that take long keep no connection from a page. */
function openPools(url: string): Pick<Storage, 'database' | 'jobsDatabase' | 'close'> {
  const requests = connect(url)
  const jobs = connect(url, { max: 3, limits: timeLimits.jobs })
  return {
    database: requests.database,
    jobsDatabase: jobs.database,
    close: async () => {
      await Promise.all([requests.close(), jobs.close()])
    },
  }
}

/**
 * Opens database and object store as configured; embedded PostgreSQL is started, migrated and stopped with us.
 * A configured database that is down isn't an error here: the app answers 503 until it is back.
 */
export async function openStorage(config: Config, log: (message: string) => void): Promise<Storage> {
  const objects = verifiedObjects(
    config.s3 === undefined ? folderObjectStore(join(config.dataDir, 'objects')) : s3ObjectStore(config.s3),
  )
  if (config.databaseUrl !== undefined) {
    return { ...openPools(config.databaseUrl), databaseUrl: config.databaseUrl, objects }
  }
  const embedded = await startEmbeddedPostgres(config.dataDir)
  const unlock = await lockEmbedded(embedded.url, config.dataDir)
  if (embedded.adopted) log('接管了上次异常退出时留下的 PostgreSQL，数据完好。')
  const { close, ...pools } = openPools(embedded.url)
  return {
    ...pools,
    databaseUrl: embedded.url,
    objects,
    close: async () => {
      await close()
      await embedded.stop()
      await unlock()
    },
  }
}
