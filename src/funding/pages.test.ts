import { readFile } from 'node:fs/promises'
import readExcel from 'read-excel-file/universal'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { confirmImport, previewLedger } from '../systems/index.ts'
import { judgeSystems } from './judge-systems.ts'
import { listLines } from './list-lines.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  const bytes = await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url))
  const preview = await previewLedger(world.as('data-centre'), {
    fileName: 'lingchuan-ledger.xlsx',
    bytes: new Uint8Array(bytes),
  })
  await confirmImport(world.as('data-centre'), preview.importId)
  await transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, world.clock.today()))
})

describe('the lines finance looks at before it pays', () => {
  it('are the stopped ones first, with article, day and sum, and add up', async () => {
    const page = await world.fetch('/funding', { as: 'finance' })
    expect(page.status).toBe(200)
    const text = await page.text()
    expect(text).toContain('不予拨付')
    expect(text).toContain('第七条')

    const all = await listLines(world.as('finance'), {})
    expect(all.lines).toHaveLength(all.total)
    expect(all.lines.reduce((sum, line) => sum + (line.annualOperationsFen ?? 0), 0)).toBe(all.yearlyFen)
    expect(all.totals.stopped).toMatchObject({ lines: all.total, yearlyFen: all.yearlyFen })
    for (const line of all.lines) expect(line.grounds.length, line.code).toBeGreaterThan(0)
  })

  it('never show a classified system', async () => {
    for (const verdict of ['denied', 'suspended', 'undetermined', 'warned', 'eligible'] as const) {
      const { lines } = await listLines(world.as('finance'), { verdict })
      expect(lines.map(({ code }) => code)).not.toContain('LC-0121')
    }
  })

  it('are filtered by verdict and unit, and the filter stands in the address', async () => {
    const { units } = await listLines(world.as('finance'), {})
    const education = units.find(({ name }) => name === '县教育局')
    const { lines } = await listLines(world.as('finance'), {
      verdict: 'denied',
      organisationId: education?.id,
    })
    expect(new Set(lines.map(({ unit }) => unit))).toEqual(new Set(['县教育局']))
    const page = await world.fetch(`/funding?verdict=denied&unit=${education?.id}`, { as: 'finance' })
    expect(await page.text()).not.toContain('县公安局</small>')
    expect((await world.fetch('/funding?verdict=perhaps', { as: 'finance' })).status).toBe(400)
    expect(await (await world.fetch('/funding?verdict=warned', { as: 'finance' })).text()).toContain(
      '没有这样的运维经费',
    )
  })

  it('leave as a workbook that says the same', async () => {
    const answer = await world.fetch('/funding/export.xlsx', { as: 'finance' })
    expect(answer.headers.get('content-disposition')).toContain('attachment')
    const [sheet] = await readExcel(new Uint8Array(await answer.arrayBuffer()).buffer)
    const { total } = await listLines(world.as('finance'), {})
    expect(sheet?.data).toHaveLength(total + 1)
  })

  it('are not for administrators, and a department sees its own', async () => {
    expect((await world.fetch('/funding', { as: 'system-admin' })).status).toBe(403)
    const { lines } = await listLines(world.as('department'), {})
    expect(lines).toEqual([])
  })
})
