import type { ConsoleMessage, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/platform/permissions.ts'
import { accessibilityFaults, type Fixtures, openTown } from './browser.ts'

let town: Fixtures
beforeAll(async () => {
  town = await openTown()
}, 120_000)
afterAll(async () => {
  await town?.close()
})

const everyPage: readonly [Role | 'public', string][] = [
  ['public', '/catalogue'],
  ['public', '/catalogue?q=8核16G 国产'],
  ['public', '/catalogue?q=没有这样的服务'],
  ['public', '/catalogue/items/SSO-01'],
  ['public', '/catalogue?category=PaaS'],
  ['public', '/catalogue/items/BW-NN'],
  ['public', '/catalogue/compare?code=ECS-11&code=ECX-04&code=BW-NN'],
  ['public', '/catalogue/compare?code=ECS-11'],
  ['department', '/catalogue/wishes'],
  ['department', '/catalogue/wishes/new'],
  ['data-centre', '/gaps'],
  ['finance', '/editions/1/items/ECS-01'],
  ['data-centre', '/catalogue/wishes'],
  ['department', '/catalogue/wishes/1'],
  ['data-centre', '/catalogue/wishes/2'],
  ['competent-bureau', '/editions/1/effect'],
  ['competent-bureau', '/editions/2/effect'],
  ['finance', '/editions/2'],
  ['finance', '/editions/2/items/BAK-2048'],
  ['public', '/sign-in'],
  ['public', '/jurisdictions'],
  ['public', '/no-such-page'],
  ['data-centre', '/desk'],
  ['department', '/desk'],
  ['finance', '/desk'],
  ['competent-bureau', '/desk'],
  ['department-head', '/desk'],
  ['audit-admin', '/'],
  ['data-centre', '/systems'],
  ['data-centre', '/systems?q=没有这个系统'],
  ['department', '/systems'],
  ['data-centre', '/systems/LC-0001'],
  ['data-centre', '/systems/LC-0121'],
  ['data-centre', '/systems/import'],
  ['department', '/systems/LC-0035'],
  ['competent-bureau', '/projects/new'],
  ['bureau-handler', '/systems/LC-0001/facts/dataSharing'],
  ['department', '/systems/LC-0001/facts/exemption'],
  ['bureau-handler', '/systems/LC-0001/facts/acceptedOn'],
  ['competent-bureau', '/proposals'],
  ['department', '/contradictions'],
  ['bureau-handler', '/oversight/orders'],
  ['bureau-handler', '/oversight/orders/new?unit=3'],
  ['audit', '/oversight/determinations'],
  ['bureau-handler', '/oversight/determinations/new'],
  ['department', '/oversight/declarations'],
  ['bureau-handler', '/oversight/evaluations'],
  ['bureau-handler', '/oversight/evaluations/new'],
  ['data-centre', '/evidence?subjectKind=fact-entry&subjectId=1'],
  ['data-centre', '/editions'],
  ['data-centre', '/editions/new'],
  ['finance', '/funding'],
  ['competent-bureau', '/reports'],
  ['competent-bureau', '/reports/2026-10'],
  ['data-centre', '/systems/import/1'],
  ['data-centre', '/migration'],
  ['competent-bureau', '/editions/1'],
  ['public', '/regulations'],
  ['public', '/regulations/lingchuan-2024'],
  ['public', '/regulations/jiaozuo-2021?cases=all'],
  ['public', '/regulations/lingchuan-2024/coverage'],
  ['competent-bureau', '/systems/LC-0001/replay?asOf=2026-11-01&knownAt=2026-11-21T10:00'],
  ['audit', '/systems/LC-0072/replay'],
  ['data-centre', '/requests/phrases'],
  ['data-centre', '/calendar'],
  ['department', '/calendar'],
  ['competent-bureau', '/rules'],
  ['competent-bureau', '/rules/upgrade'],
  ['bureau-handler', '/rules/supplements/new'],
  ['competent-bureau', '/rules/supplements/1'],
  ['competent-bureau', '/rules/supplements/2'],
  ['department', '/requests'],
  ['department', '/requests/new'],
  ['department', '/requests/10'],
  ['department', '/requests/10/edit?page=1'],
  ['data-centre', '/requests/4'],
  ['competent-bureau', '/requests/6'],
  ['data-centre', '/requests/7'],
  ['data-centre', '/requests/11'],
  ['data-centre', '/requests?q=没有这份申请'],
  ['competent-bureau', '/requests/rules'],
  ['department', '/resources'],
  ['department', '/resources/1'],
  ['competent-bureau', '/resources/3'],
  ['data-centre', '/resources/idle'],
  ['data-centre', '/resources/usage'],
  ['data-centre', '/resources/usage/1'],
  ['data-centre', '/capacity'],
  ['department', '/projects'],
  ['department', '/projects/new'],
  ['department', '/projects/files'],
  ['department', '/projects/2'],
  ['department', '/projects/3'],
  ['department', '/projects/2/record?step=accepted'],
  ['bureau-handler', '/projects/2/record?step=acceptance-extended'],
  ['competent-bureau', '/projects?waiting=yes'],
  ['competent-bureau', '/projects/waiting'],
  ['competent-bureau', '/projects/milestones/6'],
  ['public', '/audit/heads'],
  ['audit', '/audit'],
  ['system-admin', '/admin/people'],
  ['system-admin', '/admin/organisations'],
  ['system-admin', '/admin/jurisdictions'],
  ['security-admin', '/admin/permissions'],
  ['department', '/account'],
  ['department', '/account/password'],
  ['department', '/account/second-factor'],
  ['audit', '/audit/3'],
  ['audit', '/audit?person=没有这个人'],
  ['audit', '/audit?from=不是日期'],
  ['audit-admin', '/admin/audit'],
  ['security-admin', '/admin/rights'],
  ['security-admin', '/admin/people/1'],
  ['system-admin', '/admin/people/1'],
  ['system-admin', '/admin/people/new'],
  ['system-admin', '/admin/people?q=没有这个人'],
  ['system-admin', '/admin/organisations/1'],
  ['system-admin', '/admin/keys'],
  ['public', '/invitation/wrong'],
]

const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth).then((over) => over <= 0)

describe('every page at 1366 and 390 pixels', () => {
  // One window a role, as people have it.
  const windows = new Map<Role | 'public', Page>()
  it.each(everyPage)('%s %s: no fault of accessibility, nothing wider than the window', async (who, path) => {
    const page = windows.get(who) ?? (await town.open(who)).page
    windows.set(who, page)
    const problems: string[] = []
    const note = (message: ConsoleMessage) => {
      if (message.type() === 'error' && !/ (400|404) /.test(message.text())) problems.push(message.text())
    }
    page.on('console', note)
    await page.setViewportSize({ width: 1366, height: 900 })
    await page.goto(path)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await fits(page)).toBe(true)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await accessibilityFaults(page, 'layout')).toEqual([])
    expect(await fits(page)).toBe(true)
    expect(problems).toEqual([])
    page.off('console', note)
  })
})

describe.each([1366, 390])('pages that somebody’s work leads to, at %i pixels', (width) => {
  it('a request that two people changed at once', async () => {
    const [mine, theirs] = [
      await town.open('department', { width }),
      await town.open('department-head', { width }),
    ]
    for (const { page } of [mine, theirs]) await page.goto('/requests/10/edit')
    for (const [{ page }, purpose] of [
      [theirs, `二期增加高中 ${width}`],
      [mine, `也给幼儿园使用 ${width}`],
    ] as const) {
      await page.getByLabel('用途').fill(purpose)
      await Promise.all([
        page.waitForEvent('load'),
        page.getByRole('button', { name: /^保存/ }).first().click(),
      ])
    }
    const { page } = mine
    expect(await page.locator('main').textContent()).toContain('另有人改过')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await fits(page)).toBe(true)
    for (const { context } of [mine, theirs]) await context.close()
  })

  it('a year’s days off, handed in', async () => {
    const { page, context } = await town.open('bureau-handler', { width })
    await page.goto('/calendar')
    const text = '日期,安排,名称,文号\n2027-01-01,休,元旦,国办发明电〔2026〕9号'
    const file = { name: '2027.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: '上传并预览' }).click()
    await page.waitForURL(/\/calendar\/editions\/\d+/)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await fits(page)).toBe(true)
    await context.close()
  })
})

describe('an empty installation', () => {
  it('leads to its set-up and says where the token is', async () => {
    const empty = await openTown({ empty: true })
    try {
      const { page } = await empty.open('public', { width: 390 })
      await page.goto('/')
      expect(new URL(page.url()).pathname).toBe('/set-up')
      expect(await page.locator('main').textContent()).toContain('首次使用')
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await fits(page)).toBe(true)
    } finally {
      await empty.close()
    }
  })
})

describe('with the keyboard only', () => {
  it('skips to the text, then moves in reading order with a visible focus', async () => {
    const { page, context } = await town.open('data-centre')
    await page.goto('/desk')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('跳到正文')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#main$/)
    await page.goto('/desk')
    for (let presses = 0; presses < 6; presses += 1) {
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(() => {
        const focused = document.activeElement
        return focused === null ? 'none' : getComputedStyle(focused).outlineStyle
      })
      expect(outline).not.toBe('none')
    }
    await context.close()
  })
})
