import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { demoAccounts, demoPassword } from '../../demo/accounts.ts'
import { fillDemo } from '../../demo/fill.ts'
import { clockFrom } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { openStorage } from '../../src/platform/storage.ts'
import { prepareDatabase, type RunningServer, startServer } from '../../src/server.ts'

/** The demo's town, served as in production, and a real browser in front of it. */
export interface Fixtures {
  url: string
  server: RunningServer
  browser: Browser
  /** A signed-in window; `script: false` is a browser without JavaScript. */
  open(
    who: Role | 'public',
    options?: { width?: number; script?: boolean },
  ): Promise<{ page: Page; context: BrowserContext }>
  close(): Promise<void>
}

export const today = '2026-11-21T10:00:00+08:00'

/** Starts an embedded PostgreSQL, fills in the demo, serves it and launches Debian's Chromium. */
export async function openTown(options: { empty?: boolean } = {}): Promise<Fixtures> {
  const folder = await mkdtemp(join(tmpdir(), 'dengyun-browser-'))
  const config = parseConfig({ DATA_DIR: folder, PORT: '0' })
  const log = () => {}
  const clock = clockFrom(() => new Date(today))
  const storage = await openStorage(config, log)
  await prepareDatabase(storage)
  if (!options.empty) await fillDemo({ database: storage.database, objects: storage.objects, clock, log })
  const server = await startServer(config, storage, { clock, log })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  })
  const signedIn = new Map<Role, Awaited<ReturnType<BrowserContext['storageState']>>>()
  return {
    url: server.url,
    server,
    browser,
    async open(who, { width = 1366, script = true } = {}) {
      const state =
        who === 'public' ? undefined : (signedIn.get(who) ?? (await signIn(browser, server.url, who)))
      if (who !== 'public' && state !== undefined) signedIn.set(who, state)
      const context = await browser.newContext({
        baseURL: server.url,
        locale: 'zh-CN',
        viewport: { width, height: width < 600 ? 844 : 900 },
        javaScriptEnabled: script,
        ...(state === undefined ? {} : { storageState: state }),
      })
      return { page: await context.newPage(), context }
    },
    async close() {
      await browser.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function signIn(browser: Browser, url: string, role: Role) {
  const account = demoAccounts.find((candidate) => candidate.role === role)
  if (account === undefined) throw new Error(`no demo account for ${role}`)
  const context = await browser.newContext({ baseURL: url })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('账号').fill(account.username)
  await page.getByLabel('密码').fill(demoPassword)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((address) => address.pathname !== '/sign-in')
  const state = await context.storageState()
  await context.close()
  return state
}

/** The rules of axe-core whose answer hangs on sizes and places, not on the document alone. */
const layoutRules = [
  'color-contrast',
  'target-size',
  'scrollable-region-focusable',
  'meta-viewport',
  'region',
]

/**
 * What axe-core finds against WCAG 2.2 AA on the page as it stands: rule and the elements at fault. `layout` asks only
 * the rules whose answer can change with the width of a window that was asked before.
 */
export async function accessibilityFaults(page: Page, rules: 'all' | 'layout' = 'all'): Promise<string[]> {
  // The strict policy refuses inline scripts, so axe comes in by the debugger, as an evaluated function.
  await page.evaluate(`window.axe === undefined && (() => { ${axe.source} })()`)
  const runOnly =
    rules === 'all' ? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] : layoutRules
  const result = await page.evaluate(async (runOnly) => {
    const engine = (globalThis as unknown as { axe: typeof axe }).axe
    return engine.run(document, { runOnly, resultTypes: ['violations'], preload: false })
  }, runOnly)
  return result.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(' | ')}`,
  )
}
