import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults, type Fixtures, openTown } from './browser.ts'

const sample = (name: string) => fileURLToPath(new URL(`../../demo/samples/${name}`, import.meta.url))

let town: Fixtures
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

  it('lets a department ask on a phone for machines with what is billed for each of them', async () => {
    const { page, context } = await town.open('department', { script, width: 390 })
    await page.goto('/requests/new')
    await page.getByLabel('项目名称').fill('安全加固')
    await page.getByLabel('拟建系统的名称').fill('门户网站')
    await page.getByLabel('用途').fill('主机安全')
    await page.getByLabel('第 1 行 数量').fill('2')
    await page.getByLabel('第 1 行 核数').fill('4')
    await page.getByLabel('第 1 行 内存 GB').fill('8')
    await page.getByText('每台配套：无').first().click()
    await page.getByLabel('第 1 行 每台配主机安全').check()
    if (script) expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: '保存并看匹配结果' }).click()
    await page.waitForURL(/\/requests\/\d+$/)
    const text = await page.locator('main').textContent()
    for (const words of ['2 台 4核8G · 每台配主机安全', 'HSS-01', '695.00']) expect(text).toContain(words)
    await page.goto(`${page.url()}/edit`)
    await page.getByText('每台配套：主机安全').click()
    expect(await page.getByLabel('第 1 行 每台配主机安全').isChecked()).toBe(true)
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
