import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { threadPool } from './thread-pool.ts'

let folder: string
let program: URL
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dengyun-threads-'))
  const file = join(folder, 'which.mjs')
  await writeFile(
    file,
    `import { parentPort, threadId } from 'node:worker_threads'
    parentPort.on('message', () => parentPort.postMessage(threadId))`,
  )
  program = pathToFileURL(file)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a thread stays for the next work, and gives its memory back when none comes', async () => {
  const pool = threadPool<null, number>({ program, most: 1, idleMs: 300 })
  const which = () => pool.use(AbortSignal.timeout(10_000), (thread) => thread.ask(null))
  const first = await which()
  expect(await which()).toBe(first)
  // Work that comes in time keeps it.
  await sleep(150)
  expect(await which()).toBe(first)
  await sleep(800)
  expect(await which()).not.toBe(first)
  await pool.stop()
})
