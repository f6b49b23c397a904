import { setTimeout as sleep } from 'node:timers/promises'
import { demoAccounts } from '../../demo/accounts.ts'
import { fillDemo } from '../../demo/fill.ts'
import { collectKey, createKey, keyOperations } from '../../src/identity/keys/api-keys.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { allows } from '../../src/platform/context.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { openSigningKey } from '../../src/platform/signing-key.ts'
import { openStorage } from '../../src/platform/storage.ts'
import { prepareDatabase, startServer } from '../../src/server.ts'

export interface Target {
  url: string
  /** A key of each role, with all that a key of it can do. */
  keys: ReadonlyMap<Role, string>
  stop(): Promise<void>
}

/**
 * Serves the demo from a folder of its own. In: that folder, and who is told what the server logs.
 * It stands behind one proxy, so that callers without a key can come from many networks.
 */
export async function startTarget(folder: string, log: (message: string) => void): Promise<Target> {
  const config = parseConfig({ DATA_DIR: folder, PORT: '0', PROXIES: '1' })
  const storage = await openStorage(config, log)
  try {
    await prepareDatabase(storage)
    const auditSigningKey = await openSigningKey(config.dataDir, () => {})
    const { database, objects } = storage
    const { as } = await fillDemo({ database, objects, clock: systemClock, log, auditSigningKey })
    const keys = new Map<Role, string>()
    for (const { role, username } of demoAccounts) {
      const operations = keyOperations().filter((each) => allows(as(role).actor, each))
      const id = await createKey(as('system-admin'), { username, name: '接口测试', days: 1, operations })
      keys.set(role, await collectKey(as(role), id))
    }
    const { url, stop } = await startServer(config, storage, {
      log: (message, fault) => log(fault === undefined ? message : `${message} ${JSON.stringify(fault)}`),
    })
    while (!(await fetch(`${url}/api/v1/openapi.json`)).ok) await sleep(100)
    return { url, keys, stop }
  } catch (error) {
    await storage.close()
    throw error
  }
}
