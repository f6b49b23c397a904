import { AppError } from './errors.ts'
import type { ObjectStore } from './objects.ts'
import { timeLimits } from './time-limits.ts'
import { withinTime } from './within-time.ts'

/** What is used of a Workers R2 binding. */
export interface R2Bucket {
  put(key: string, bytes: Uint8Array, options: { httpMetadata: { contentType: string } }): Promise<unknown>
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>
  head(key: string): Promise<{ size: number; uploaded: Date } | null>
  delete(key: string): Promise<void>
  list(options: { prefix: string; cursor?: string }): Promise<{
    objects: { key: string; size: number; uploaded: Date }[]
    truncated: boolean
    cursor?: string
  }>
}

/** In: the binding. Out: an object store in that bucket; a failing bucket is storage-unavailable. */
export function r2ObjectStore(bucket: R2Bucket, callLimit: number = timeLimits.objects.call): ObjectStore {
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await withinTime(callLimit, work)
    } catch (cause) {
      throw new AppError(
        'storage-unavailable',
        '对象存储暂时不可用，这次操作没有保存。请稍后再试，或联系系统管理员。',
        { cause },
      )
    }
  }
  return {
    put: (key, bytes, contentType) =>
      attempt(async () => {
        await bucket.put(key, bytes, { httpMetadata: { contentType } })
      }),
    get: (key) =>
      attempt(async () => {
        const found = await bucket.get(key)
        return found === null ? null : new Uint8Array(await found.arrayBuffer())
      }),
    head: (key) =>
      attempt(async () => {
        const found = await bucket.head(key)
        return found === null ? null : { size: found.size, putAt: found.uploaded }
      }),
    delete: (key) => attempt(() => bucket.delete(key)),
    async *list(prefix) {
      let cursor: string | undefined
      do {
        const from = cursor === undefined ? {} : { cursor }
        const page = await attempt(() => bucket.list({ prefix, ...from }))
        for (const { key, size, uploaded } of page.objects) yield { key, size, putAt: uploaded }
        cursor = page.truncated ? page.cursor : undefined
      } while (cursor !== undefined)
    },
  }
}
