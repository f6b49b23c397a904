import { parseConfig } from './platform/config.ts'
import { faultOf, type Log, logLine, reasonOf } from './platform/log.ts'
import { openStorage } from './platform/storage.ts'
import { startServer, stopOnSignals } from './server.ts'

const log: Log = (message, fault) => console.log(logLine(new Date(), message, fault))

// Node would print it as it is, values of statements included.
process.on('uncaughtException', (error) => {
  log(`程序出错，已停止：${reasonOf(error)}`, faultOf(error))
  process.exit(1)
})

async function start(): Promise<void> {
  const config = parseConfig(process.env)
  const storage = await openStorage(config, log)
  try {
    stopOnSignals(await startServer(config, storage, { log }), log)
  } catch (error) {
    await storage.close()
    throw error
  }
}

start().catch((error: unknown) => {
  // Faults of configuration and start say what to do; their stack would only hide it.
  console.error(reasonOf(error))
  process.exit(1)
})
