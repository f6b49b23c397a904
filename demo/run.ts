import { systemClock } from '../src/platform/clock.ts'
import { parseConfig } from '../src/platform/config.ts'
import { roles } from '../src/platform/permissions.ts'
import { openSigningKey } from '../src/platform/signing-key.ts'
import { openStorage } from '../src/platform/storage.ts'
import { prepareDatabase, startServer, stopOnSignals } from '../src/server.ts'
import { demoAccounts, demoPassword } from './accounts.ts'
import { step, tableOf } from './console.ts'
import { fillDemo } from './fill.ts'
import { fillRegions, regionRows, regions } from './regions.ts'
import { summaryOf } from './summary.ts'

const log = (message: string) => console.log(message)

/** Out: the accounts of a role in each jurisdiction side by side, for the terminal. */
function accountRows(): string[][] {
  const towns = [{ name: '陵川县', accounts: demoAccounts }, ...regions]
  return [
    ['', ...towns.map(({ name }) => name)],
    ...demoAccounts.map(({ role }) => [
      roles[role],
      ...towns.map(({ accounts }) => accounts.find((account) => account.role === role)?.username ?? '—'),
    ]),
  ]
}

/** `npm run demo`: the main job on the sample files, what came of it in tables, then the pages. */
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
    const filled = await fillRegions(dependencies, as)
    log(`\n另外三个辖区的运维经费（项）\n${tableOf(await regionRows(filled))}`)
    const server = await startServer(config, storage, { log: () => {} })
    stopOnSignals(server, log)
    log(`\n每个辖区每个岗位一个账号，密码都是 ${demoPassword}`)
    log(tableOf(accountRows()))
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
