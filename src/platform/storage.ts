import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { connect, type Database } from './database.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import type { ObjectStore } from './objects.ts'
import { folderObjectStore } from './objects-folder.ts'
import { s3ObjectStore } from './objects-s3.ts'

export interface Storage {
  database: Database
  databaseUrl: string
  objects: ObjectStore
  close(): Promise<void>
}

/** One process a data folder: a second one would stop the first one's database. Out: how to let go of it. */
async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true })
  const path = join(dataDir, 'dengyun.lock')
  const holder = Number(await readFile(path, 'utf8').catch(() => '')) || null
  if (holder !== null && holder !== process.pid && isAlive(holder))
    throw new Error(
      `数据目录 ${dataDir} 正被另一个登云进程使用（进程号 ${holder}）。请先停止它，或设置另一个 DATA_DIR。`,
    )
  const file = await open(path, 'w')
  await file.writeFile(String(process.pid))
  await file.close()
  return () => rm(path, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Opens database and object store as configured; embedded PostgreSQL is started, migrated and stopped with us.
 * A configured database that is down isn't an error here: the app answers 503 until it is back.
 */
export async function openStorage(config: Config, log: (message: string) => void): Promise<Storage> {
  const unlock = await lockDataDir(config.dataDir)
  const objects =
    config.s3 === undefined ? folderObjectStore(join(config.dataDir, 'objects')) : s3ObjectStore(config.s3)
  if (config.databaseUrl !== undefined) {
    const { database, close } = connect(config.databaseUrl)
    return {
      database,
      databaseUrl: config.databaseUrl,
      objects,
      close: async () => {
        await close()
        await unlock()
      },
    }
  }
  const embedded = await startEmbeddedPostgres(config.dataDir)
  if (embedded.adopted) log('接管了上次异常退出时留下的 PostgreSQL，数据完好。')
  const { database, close } = connect(embedded.url)
  return {
    database,
    databaseUrl: embedded.url,
    objects,
    close: async () => {
      await close()
      await embedded.stop()
      await unlock()
    },
  }
}
