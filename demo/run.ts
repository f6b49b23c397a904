import { systemClock } from '../src/platform/clock.ts'
import { parseConfig } from '../src/platform/config.ts'
import { roles } from '../src/platform/permissions.ts'
import { openSigningKey } from '../src/platform/signing-key.ts'
import { openStorage } from '../src/platform/storage.ts'
import { prepareDatabase, startServer, stopOnSignals } from '../src/server.ts'
import { demoAccounts, demoPassword } from './accounts.ts'
import { step, tableOf } from './console.ts'
import { fillDemo } from './fill.ts'
import { summaryOf } from './summary.ts'

const log = (message: string) => console.log(message)

/** `npm run demo`: the main job on the two sample files, what came of it in a table, then the pages. */
async function run(): Promise<void> {
  const config = parseConfig({ ...process.env, DATA_DIR: process.env.DATA_DIR || './data/demo' })
  const storage = await step('启动 PostgreSQL', () => openStorage(config, log))
  try {
    const ready = await step('准备数据库', () => prepareDatabase(storage))
    if (!ready) throw new Error('数据库连接不上，请检查 DATABASE_URL。')
    const auditSigningKey = config.auditSigningKey ?? (await openSigningKey(config.dataDir, () => {}))
    const { database, objects } = storage
    const dependencies = { database, objects, clock: systemClock, log, auditSigningKey }
    const { preview, as } = await fillDemo(dependencies)
    log(`\n陵川县（示例数据）\n${tableOf(await summaryOf(as('finance'), preview))}`)
    const server = await startServer(config, storage, { log: () => {} })
    stopOnSignals(server, log)
    log(`\n每个岗位一个账号，密码都是 ${demoPassword}`)
    log(
      tableOf(
        demoAccounts.map(({ role, username, name, organisation }) => [
          username,
          roles[role],
          organisation,
          name,
        ]),
      ),
    )
    log(`\n打开 ${server.url}  （停止：Ctrl-C）`)
  } catch (error) {
    await storage.close()
    throw error
  }
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
