import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { getPlatformProxy, type PlatformProxy } from 'wrangler'
import { AppError } from '../../src/platform/errors.ts'
import { type ObjectStore, objectKey, putByContent } from '../../src/platform/objects.ts'
import { folderObjectStore } from '../../src/platform/objects-folder.ts'
import { type R2Bucket, r2ObjectStore } from '../../src/platform/objects-r2.ts'
import { s3ObjectStore } from '../../src/platform/objects-s3.ts'
import { allOf } from '../support/all-of.ts'
import { startS3 } from '../support/s3.ts'

const run = promisify(execFile)
const text = new TextEncoder()
const type = 'application/octet-stream'

let folder: string
let s3: Awaited<ReturnType<typeof startS3>>
let unsigned: typeof s3
let workers: PlatformProxy<{ OBJECTS: R2Bucket }>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dengyun-objects-'))
  s3 = await startS3()
  unsigned = await startS3({ signed: false })
  // Wrangler demands an address for Hyperdrive, too; nobody connects to it here.
  vi.stubEnv(
    'CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE',
    'postgres://no:body@127.0.0.1:9/none',
  )
  vi.stubEnv('CLOUDFLARE_CF_FETCH_ENABLED', 'false')
  vi.stubEnv('WRANGLER_SEND_METRICS', 'false')
  workers = await getPlatformProxy({ persist: false, remoteBindings: false })
})
afterAll(async () => {
  await workers?.dispose()
  vi.unstubAllEnvs()
  await s3?.stop()
  await unsigned?.stop()
  await rm(folder, { recursive: true, force: true })
})

const stores: [string, () => ObjectStore][] = [
  ['folder', () => folderObjectStore(join(folder, 'objects'))],
  ['bucket over the S3 protocol', () => s3ObjectStore(s3.config)],
  ['bucket bound to a Worker (R2)', () => r2ObjectStore(workers.env.OBJECTS)],
]

async function code(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  return error instanceof AppError ? error.code : String(error)
}

describe.each(stores)('the object store in a %s', (kind, open) => {
  it('gives back what was put, byte for byte', async () => {
    const store = open()
    const contents = {
      'unicode.txt': text.encode('政务信息系统迁移上云台账 · 陵川县 🀄'),
      'empty.bin': new Uint8Array(),
      'large.bin': Uint8Array.from({ length: 5 * 1024 * 1024 }, (_, index) => (index * 31) % 256),
    }
    for (const [key, bytes] of Object.entries(contents)) {
      await store.put(key, bytes, type)
      expect(Buffer.compare((await store.get(key)) ?? text.encode('nothing'), bytes)).toBe(0)
      expect(await store.head(key)).toMatchObject({ size: bytes.length })
    }
  })

  it('lists what begins so, all of it, with its size and when it was put', async () => {
    const store = kind.endsWith('S3 protocol') ? s3ObjectStore(unsigned.config) : open()
    // More than a page of a bucket; a folder has no pages, and flushes each file to the disk.
    const count = kind === 'folder' ? 20 : 1_005
    const keys = Array.from({ length: count }, (_, place) => `listed-${String(place).padStart(4, '0')}.txt`)
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, text.encode('xy'), type)))
    const listed = await allOf(store.list('listed-'))
    expect(listed.map(({ key }) => key).sort()).toEqual(keys)
    for (const { size, putAt } of listed) {
      expect(size).toBe(2)
      expect(Math.abs(Date.now() - putAt.getTime())).toBeLessThan(120_000)
    }
    expect(await allOf(store.list('listed-001'))).toHaveLength(10)
    expect(await allOf(store.list('nothing-'))).toEqual([])
  })

  it('says null for what is not there', async () => {
    const store = open()
    expect(await store.get('missing.txt')).toBeNull()
    expect(await store.head('missing.txt')).toBeNull()
  })

  it('deletes, and does not mind deleting twice', async () => {
    const store = open()
    await store.put('short-lived.txt', text.encode('x'), type)
    await store.delete('short-lived.txt')
    await store.delete('short-lived.txt')
    expect(await store.get('short-lived.txt')).toBeNull()
  })

  it('addresses by content: the same content again is the same object', async () => {
    const store = open()
    const bytes = text.encode('月报')
    const key = await putByContent(store, bytes, 'docx', type)
    expect(key).toBe('sha256-797f6f9c9ac852d0878c11c057f459e0ff147ada533b04487ceb708bc9d4645e.docx')
    expect(await putByContent(store, bytes, 'docx', type)).toBe(key)
    expect(Buffer.compare((await store.get(key)) ?? text.encode('nothing'), bytes)).toBe(0)
    expect(await objectKey(text.encode('月报 '), 'docx')).not.toBe(key)
  })

  it('stores the same content from many at once', async () => {
    const store = open()
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251)
    const keys = await Promise.all(Array.from({ length: 8 }, () => putByContent(store, bytes, 'bin', type)))
    expect(new Set(keys).size).toBe(1)
    expect(await store.head(keys[0] ?? '')).toMatchObject({ size: bytes.length })
  })
})

describe('an S3 store that can’t be used', () => {
  const bytes = text.encode('x')
  const everything = (store: ObjectStore) => [
    () => store.put('x.txt', bytes, type),
    () => store.get('x.txt'),
    () => store.head('x.txt'),
    () => store.delete('x.txt'),
    () => allOf(store.list('x')),
  ]

  it.each([
    ['nobody listens', { endpoint: 'http://127.0.0.1:9' }],
    ['the key is wrong', { secretAccessKey: 'wrong' }],
    ['the account is unknown', { accessKeyId: 'nobody' }],
  ])('is storage-unavailable: %s', async (_why, wrong) => {
    for (const work of everything(s3ObjectStore({ ...s3.config, ...wrong })))
      expect(await code(work())).toBe('storage-unavailable')
  })

  it('is storage-unavailable, not "missing", when the bucket does not exist', async () => {
    for (const work of everything(s3ObjectStore({ ...s3.config, bucket: 'elsewhere' })).slice(0, 2))
      expect(await code(work())).toBe('storage-unavailable')
  })
})

describe('a folder that can’t be used', () => {
  it('refuses keys that would leave it', async () => {
    const store = folderObjectStore(join(folder, 'kept'))
    for (const key of ['../x', '/etc/passwd', 'a/b', '', '.hidden', 'A'])
      await expect(store.put(key, text.encode('x'), type)).rejects.toThrow(RangeError)
  })

  it('is storage-unavailable when its place is taken by a file', async () => {
    await writeFile(join(folder, 'file'), '')
    const store = folderObjectStore(join(folder, 'file'))
    expect(await code(store.put('x.txt', text.encode('x'), type))).toBe('storage-unavailable')
    expect(await code(store.get('x.txt'))).toBe('storage-unavailable')
    expect(await code(store.head('x.txt'))).toBe('storage-unavailable')
    expect(await code(store.delete('x.txt'))).toBe('storage-unavailable')
  })

  it('is storage-unavailable on a full disk, and leaves no part of a file', async ({ skip }) => {
    const disk = join(folder, 'disk')
    await mkdir(disk)
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).then(
      () => true,
      () => false,
    )
    if (!mounted) skip('a small disk can only be mounted by root')
    onTestFinished(async () => {
      await run('umount', [disk])
    })
    const store = folderObjectStore(join(disk, 'objects'))
    const small = await putByContent(store, text.encode('存得下'), 'txt', type)
    const full = store.put('large.bin', new Uint8Array(200_000).fill(1), type)
    await expect(full).rejects.toMatchObject({ code: 'storage-unavailable', cause: { code: 'ENOSPC' } })
    expect(await store.get('large.bin')).toBeNull()
    const left = (await readdir(disk, { recursive: true, withFileTypes: true })).filter((each) =>
      each.isFile(),
    )
    expect(left.map(({ name }) => name)).toEqual([small])
    await store.put('after.txt', text.encode('还能存小的'), type)
  })
})
