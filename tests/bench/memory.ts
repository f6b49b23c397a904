/**
 * Memory of a server under load, over MINUTES (default 10): the demo's pages and its API are asked by four at once, lines are matched and
 * a ledger is previewed over and over. Prints one JSON line a minute, after a collection of garbage.
 */

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { startTarget } from '../api/target.ts'

const minutes = Number(process.env.MINUTES ?? 10)
const pages = ['/desk', '/systems', '/funding', '/catalogue', '/requests', '/resources', '/reports', '/rules']
const json = ['systems?limit=500', 'catalogue', 'requests', 'resources', 'reports', 'indicators'].map(
  (path) => `/api/v1/${path}`,
)

const threadsReport = z.object({
  workers: z.array(z.object({ javascriptHeap: z.object({ totalCommittedMemory: z.number() }) })),
})

/** Out: what the heap of each thread takes, in bytes. */
function heapsOfThreads(): number[] {
  const { workers } = threadsReport.parse(process.report.getReport())
  return workers.map(({ javascriptHeap }) => javascriptHeap.totalCommittedMemory)
}

const folder = await mkdtemp(join(tmpdir(), 'dengyun-bench-'))
const target = await startTarget(folder, () => {})
try {
  const key = target.keys.get('data-centre') ?? ''
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const ledger = await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url))
  let answers = 0
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${target.url}${path}`, { headers, ...init })
    await answer.arrayBuffer()
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status}`)
    answers += 1
  }
  const lines = {
    lines: [
      { id: '1', vcpu: 4, memoryGiB: 8 },
      { id: '2', text: '一台 8核16G 的云主机' },
    ],
  }
  const round = async () => {
    for (const path of [...pages, ...json]) await ask(path)
    await ask('/api/v1/matching/preview', { method: 'POST', body: JSON.stringify(lines) })
    await ask('/api/v1/ledger-imports?fileName=ledger.xlsx', {
      method: 'POST',
      body: new Uint8Array(ledger),
      headers: { ...headers, 'content-type': 'application/octet-stream' },
    })
  }
  let over = false
  const askers = Array.from({ length: 4 }, async () => {
    while (!over) await round()
  })
  for (let minute = 0; minute <= minutes; minute += 1) {
    if (minute > 0) await Promise.race([sleep(60_000), Promise.all(askers)])
    globalThis.gc?.()
    const { heapUsed, rss, external } = process.memoryUsage()
    const mb = (bytes: number) => Math.round(bytes / 2 ** 20)
    console.log(
      JSON.stringify({
        figure: 'memory under load',
        minute,
        answers,
        heapMb: mb(heapUsed),
        externalMb: mb(external),
        // Threads have heaps of their own: they are most of what the process holds beside its own.
        threads: heapsOfThreads().length,
        threadsMb: mb(heapsOfThreads().reduce((sum, bytes) => sum + bytes, 0)),
        rssMb: mb(rss),
      }),
    )
  }
  over = true
  await Promise.all(askers)
} finally {
  await target.stop()
  await rm(folder, { recursive: true, force: true })
}
