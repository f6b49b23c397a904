import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from './errors.ts'
import type { ObjectStore } from './objects.ts'

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/**
 * In: a folder, made when missing. Out: an object store in it.
 * A file appears whole or not at all: written beside, flushed, then renamed.
 */
export function folderObjectStore(folder: string): ObjectStore {
  const pathOf = (key: string) => {
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(key)) throw new RangeError(`no object key: ${key}`)
    return join(folder, key.slice(0, 10), key)
  }
  return {
    async put(key, bytes) {
      const path = pathOf(key)
      const beside = `${path}.${randomUUID()}`
      try {
        await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
        const file = await open(beside, 'wx', 0o600)
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(beside, path)
      } catch (error) {
        await rm(beside, { force: true }).catch(() => {})
        throw new AppError(
          'storage-unavailable',
          '文件没有存下来（磁盘可能已满），数据没有改动。请联系系统管理员。',
          {
            cause: error,
          },
        )
      }
    },
    async get(key) {
      try {
        return new Uint8Array(await readFile(pathOf(key)))
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async head(key) {
      try {
        return { size: (await stat(pathOf(key))).size }
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async delete(key) {
      await rm(pathOf(key), { force: true })
    },
  }
}
