import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { z } from 'zod'
import { createApp } from '../../src/app.ts'
import { apartThreads } from '../../src/platform/apart-threads.ts'
import { loadAssets } from '../../src/platform/assets-folder.ts'
import { clockFrom } from '../../src/platform/clock.ts'
import { connect } from '../../src/platform/database.ts'
import { verifiedObjects } from '../../src/platform/objects.ts'
import { folderObjectStore } from '../../src/platform/objects-folder.ts'
import { newSecretsKey, openSecretBox } from '../../src/platform/secret-box.ts'
import { sheetThreads } from '../../src/platform/sheet-threads.ts'
import { solverThreads } from '../../src/platform/solver-threads.ts'
import { workbookThreads } from '../../src/platform/workbook-threads.ts'

/** A process of its own: the app as Node serves it, whose parent asks how long the event loop was kept. */
const { databaseUrl, folder, now, origin } = z
  .object({ databaseUrl: z.string(), folder: z.string(), now: z.string(), origin: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ''))
const { database } = connect(databaseUrl, { max: 4 })
const objects = verifiedObjects(folderObjectStore(folder))
const app = createApp({
  database: () => database,
  objects: () => objects,
  clock: clockFrom(() => new Date(now)),
  assets: await loadAssets(),
  publicOrigin: origin,
  setUpToken: 'set-up-token',
  secrets: openSecretBox([newSecretsKey()]),
  addressOf: (c) => getConnInfo(c).remote.address ?? null,
  log: (message, fault) => console.error(message, fault ?? ''),
  solve: solverThreads().solve,
  readWorkbook: workbookThreads().readWorkbook,
  writeSheet: sheetThreads().writeSheet,
  apart: apartThreads().apart,
})

/** Between two heartbeats the thread did nothing but what kept the loop, and whatever else waited for its turn. */
let longest = { cpu: 0, wall: 0 }
const micros = () => {
  const { user, system } = process.threadCpuUsage()
  return user + system
}
let [cpu, wall] = [micros(), performance.now()]
function beat(): void {
  const [nowCpu, nowWall] = [micros(), performance.now()]
  longest = {
    cpu: Math.max(longest.cpu, (nowCpu - cpu) / 1_000),
    wall: Math.max(longest.wall, nowWall - wall - 1),
  }
  ;[cpu, wall] = [nowCpu, nowWall]
  setTimeout(beat, 1)
}
beat()

/** In: how long to do nothing but that, first. */
process.on('message', (busy: number) => {
  const until = micros() + busy * 1_000
  while (micros() < until);
  // A beat first: what ran until now counts.
  setTimeout(() => {
    process.send?.(longest)
    longest = { cpu: 0, wall: 0 }
  }, 3)
})
process.on('disconnect', () => process.exit())
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.send?.({ port }),
)
server.on('error', (error) => {
  throw error
})
