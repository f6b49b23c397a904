import { systemClock } from './platform/clock.ts'
import { parseConfig } from './platform/config.ts'
import { openStorage } from './platform/storage.ts'
import { startServer, stopOnSignals } from './server.ts'

const log = (message: string) => console.log(`${new Date().toISOString()} ${message}`)

async function start(): Promise<void> {
  const config = parseConfig(process.env)
  const storage = await openStorage(config, log)
  try {
    stopOnSignals(await startServer(config, storage, { clock: systemClock, log }))
  } catch (error) {
    await storage.close()
    throw error
  }
}

start().catch((error: unknown) => {
  // Faults of configuration and start say what to do; their stack would only hide it.
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
