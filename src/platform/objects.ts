import { AppError } from './errors.ts'

/** What is known of an object without reading it. */
export interface ObjectHead {
  size: number
  /** When it was last put, by the store's clock. */
  putAt: Date
}

/** Bytes kept outside the database: uploads and reports. Keys are the hash of the content and live in the database. */
export interface ObjectStore {
  /** Putting what is there already makes it new again. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** null when there is no such object. */
  get(key: string): Promise<Uint8Array | null>
  head(key: string): Promise<ObjectHead | null>
  delete(key: string): Promise<void>
  /** Out: the objects whose keys begin so, and what was written of one by a process that was killed; some at a time, in any order. */
  list(prefix: string): AsyncIterable<ObjectHead & { key: string }>
}

/** How the keys of objects begin that are named by their content. */
export const contentPrefix = 'sha256-'

/** In: bytes and a file extension. Out: their key, `sha256-<hex>.<extension>`: the same content has the same key. */
export async function objectKey(bytes: Uint8Array, extension: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${contentPrefix}${hex}.${extension}`
}

/** Writes content under its own hash, before any row names it. Out: the key. */
export async function putByContent(
  objects: ObjectStore,
  bytes: Uint8Array,
  extension: string,
  contentType: string,
): Promise<string> {
  const key = await objectKey(bytes, extension)
  await objects.put(key, bytes, contentType)
  return key
}

/** In: a key and bytes. Out: whether the bytes are what the key names; other keys name no content. */
export async function isContentOf(key: string, bytes: Uint8Array): Promise<boolean> {
  const extension = /^sha256-[0-9a-f]{64}\.(.+)$/.exec(key)?.[1]
  return extension === undefined || (await objectKey(bytes, extension)) === key
}

/** In: a store. Out: the same, of which nothing is read that isn't what was put. Throws stored-data-damaged. */
export function verifiedObjects(store: ObjectStore): ObjectStore {
  return {
    put: (key, bytes, contentType) => store.put(key, bytes, contentType),
    head: (key) => store.head(key),
    delete: (key) => store.delete(key),
    list: (prefix) => store.list(prefix),
    async get(key) {
      const bytes = await store.get(key)
      if (bytes === null || (await isContentOf(key, bytes))) return bytes
      throw new AppError(
        'stored-data-damaged',
        '存放的文件与存入时的指纹不符，已被改动或者损坏，不能据以显示或办理，数据没有改动。请联系系统管理员从备份核对恢复。',
      )
    },
  }
}
