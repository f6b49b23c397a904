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
import { cpuTime, watchLoop } from './watch-loop.ts'

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

const takeLongest = watchLoop()

/** In: how long to do nothing but that, first. */
process.on('message', (busy: number) => {
  const until = cpuTime() + busy
  while (cpuTime() < until);
  // A beat first: what ran until now counts.
  setTimeout(() => process.send?.(takeLongest()), 3)
})
process.on('disconnect', () => process.exit())
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.send?.({ port }),
)
server.on('error', (error) => {
  throw error
})
