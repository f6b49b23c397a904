import { AppError } from './errors.ts'
import type { ObjectStore } from './objects.ts'
import { timeLimits } from './time-limits.ts'
import { withinTime } from './within-time.ts'

/** What is used of a Workers R2 binding. */
export interface R2Bucket {
  put(key: string, bytes: Uint8Array, options: { httpMetadata: { contentType: string } }): Promise<unknown>
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>
  head(key: string): Promise<{ size: number } | null>
  delete(key: string): Promise<void>
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
        return found === null ? null : { size: found.size }
      }),
    delete: (key) => attempt(() => bucket.delete(key)),
  }
}
