import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from './errors.ts'
import type { ObjectHead, ObjectStore } from './objects.ts'

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

function unavailable(cause: unknown): AppError {
  const detail =
    codeOf(cause) === 'ENOSPC' || codeOf(cause) === 'EDQUOT'
      ? '服务器磁盘已满，文件没有存下来，数据没有改动。请联系系统管理员清理磁盘后重试。'
      : '文件目录暂时读写不了，数据没有改动。请联系系统管理员检查磁盘和目录权限。'
  return new AppError('storage-unavailable', detail, { cause })
}

async function nullWhenMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw unavailable(error)
  }
}

/** Flushes a file or a folder to the disk. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    // The new name must be on the disk before a row names it; Windows can't flush a folder.
    if (process.platform !== 'win32') await flush(dirname(path))
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    throw unavailable(error)
  }
}

/** As many signs of a key name the folder that it stands in. */
const shelf = 10

/**
 * In: a folder, made when missing. Out: an object store in it; a full or broken disk is storage-unavailable.
 * A file appears whole or not at all: written beside, flushed, then renamed.
 */
export function folderObjectStore(folder: string): ObjectStore {
  const pathOf = (key: string) => {
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(key)) throw new RangeError(`no object key: ${key}`)
    return join(folder, key.slice(0, shelf), key)
  }
  const headOf = async (path: string): Promise<ObjectHead | null> => {
    const found = await nullWhenMissing(stat(path))
    return found === null ? null : { size: found.size, putAt: found.mtime }
  }
  return {
    async put(key, bytes) {
      await writeWhole(pathOf(key), bytes)
    },
    async get(key) {
      const bytes = await nullWhenMissing(readFile(pathOf(key)))
      return bytes === null ? null : new Uint8Array(bytes)
    },
    head: (key) => headOf(pathOf(key)),
    async delete(key) {
      await nullWhenMissing(rm(pathOf(key)))
    },
    async *list(prefix) {
      for (const name of (await nullWhenMissing(readdir(folder))) ?? []) {
        if (!name.startsWith(prefix.slice(0, shelf))) continue
        for (const key of (await nullWhenMissing(readdir(join(folder, name)))) ?? []) {
          const head = key.startsWith(prefix) ? await headOf(join(folder, name, key)) : null
          if (head !== null) yield { key, ...head }
        }
      }
    },
  }
}
