import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { S3Config } from '../../src/platform/config.ts'

interface Server {
  run(): Promise<{ port: number }>
  close(): Promise<void>
  httpServer: { closeAllConnections(): void }
}
/** s3rver brings no types; its keys are fixed. */
const S3rver: new (options: object) => Server = createRequire(import.meta.url)('@20minutes/s3rver')

/**
 * A real server of the S3 protocol, in this process, with one empty bucket. In: whether signatures are checked; its own
 * of a listing is wrong: it leaves out the slash after the bucket's name, which S3 and its clients sign.
 */
export async function startS3({ signed = true } = {}): Promise<{ config: S3Config; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-s3-'))
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    allowMismatchedSignatures: !signed,
    directory: folder,
    configureBuckets: [{ name: 'dengyun', configs: [] }],
  })
  const { port } = z.object({ port: z.number() }).parse(await server.run())
  return {
    config: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'dengyun',
      region: 'us-east-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    },
    async stop() {
      server.httpServer.closeAllConnections()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
