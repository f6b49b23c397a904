/** Bytes kept outside the database: uploads and reports. Keys are the hash of the content and live in the database. */
export interface ObjectStore {
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** null when there is no such object. */
  get(key: string): Promise<Uint8Array | null>
  head(key: string): Promise<{ size: number } | null>
  delete(key: string): Promise<void>
}

/** In: bytes and a file extension. Out: their key, `sha256-<hex>.<extension>`: the same content has the same key. */
export async function objectKey(bytes: Uint8Array, extension: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `sha256-${hex}.${extension}`
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
