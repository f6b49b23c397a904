import { systemClock } from './platform/clock.ts'
import { ConfigError, parseConfig } from './platform/config.ts'
import { openStorage } from './platform/storage.ts'
import { type RunningServer, startServer } from './server.ts'

const log = (message: string) => console.log(message)

async function start(): Promise<RunningServer> {
  const config = parseConfig(process.env)
  const storage = await openStorage(config, log)
  try {
    return await startServer(config, storage, { clock: systemClock, log })
  } catch (error) {
    await storage.close()
    throw error
  }
}

start().then(
  (server) => {
    const stop = () => {
      server.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  },
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error)
    process.exit(1)
  },
)
