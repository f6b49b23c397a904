import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTown, type Town } from './browser.ts'

const sample = (name: string) => fileURLToPath(new URL(`../../demo/samples/${name}`, import.meta.url))

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 120_000)
afterAll(async () => {
  await town?.close()
})

describe.each([true, false])('the main job in a browser, JavaScript %s', (script) => {
  it('previews the ledger, rejects three rows and changes nothing the second time', async () => {
    const { page, context } = await town.open('data-centre', { script })
    await page.goto('/systems/import')
    await page.locator('input[type=file]').setInputFiles(sample('lingchuan-ledger.xlsx'))
    await page.getByRole('button', { name: /预览/ }).click()
    await page.waitForURL(/\/systems\/import\/\d+/)
    const text = await page.locator('main').textContent()
    expect(text).toContain('124')
    expect(text).toContain('LC-0125')
    expect(text).toContain('十二万')
    await context.close()
  })

  it('shows the public a catalogue that can be searched', async () => {
    const { page, context } = await town.open('public', { script })
    await page.goto('/catalogue')
    await page.getByRole('searchbox').fill('8核16G 国产')
    await page.getByRole('searchbox').press('Enter')
    await page.waitForURL(/q=/)
    const table = page.locator('main table').first()
    expect(await table.textContent()).toContain('ECX-04')
    expect(await table.textContent()).not.toContain('ECS-01')
    await context.close()
  })

  it('tells a department why its money stops, and shows it no one else’s', async () => {
    const { page, context } = await town.open('department', { script })
    await page.goto('/systems')
    const rows = await page.locator('main table').textContent()
    expect(rows).toContain('县教育局')
    expect(rows).not.toContain('县公安局')
    // LC-0034 belongs to 县教育局, LC-0039 to 县公安局.
    expect((await page.goto('/systems/LC-0034'))?.status()).toBe(200)
    expect((await page.goto('/systems/LC-0039'))?.status()).toBe(404)
    await context.close()
  })

  it('gives finance the stopped lines and the monthly report to the bureau', async () => {
    const { page, context } = await town.open('finance', { script })
    await page.goto('/funding')
    expect(await page.locator('main').textContent()).toContain('第七条')
    await page.goto('/reports/2026-10')
    expect(await page.locator('main').textContent()).toContain('口径第1版')
    await context.close()
  })
})
