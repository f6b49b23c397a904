import { systemClock } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { openStorage } from '../../src/platform/storage.ts'
import { startServer } from '../../src/server.ts'

/** A process to be killed by its test: the app on its embedded PostgreSQL in DATA_DIR. Prints its addresses when ready. */
const storage = await openStorage(parseConfig(process.env), () => {})
const server = await startServer(parseConfig(process.env), storage, {
  clock: systemClock,
  log: (message) => {
    if (message.includes('已就绪'))
      console.log(JSON.stringify({ url: server.url, databaseUrl: storage.databaseUrl }))
  },
})
