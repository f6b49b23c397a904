import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/platform/permissions.ts'
import { workbookThreads } from '../../src/platform/workbook-threads.ts'
import { hostileFiles } from '../support/hostile-files.ts'
import { makeWorld, type World } from '../support/world.ts'

const threads = workbookThreads()
let world: World
beforeAll(async () => {
  world = await makeWorld({ readWorkbook: threads.readWorkbook })
})
afterAll(() => threads.stop())

const json = (path: string) => (fileName: string, body: BodyInit) =>
  world.fetch(`${path}?fileName=${encodeURIComponent(fileName)}`, {
    as: 'data-centre',
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body,
  })
const form =
  (path: string, fields: Record<string, string>, as: Role = 'data-centre') =>
  (fileName: string, content: BlobPart) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    body.set('file', new File([content], fileName))
    return world.fetch(path, { as, method: 'POST', body })
  }
/** Every way in for a spreadsheet. */
const doors: Record<string, (fileName: string, content: Uint8Array<ArrayBuffer>) => Promise<Response>> = {
  ledger: json('/api/v1/ledger-imports'),
  usage: json('/api/v1/usage-imports'),
  catalogue: form('/editions', { number: '2026年第9版' }),
  calendar: form('/calendar', { year: '2027' }),
  projects: form('/projects/files', {}, 'department'),
}

describe('a spreadsheet that costs more than it holds', () => {
  it.each(Object.keys(doors))('is refused by the upload of the %s, while others are served', async (door) => {
    for (const name of [
      'one cell in the last column of each row.xlsx',
      'merges in every column.xlsx',
      'millions of blank rows.xlsx',
    ]) {
      const content = new Uint8Array(hostileFiles[name]?.() ?? [])
      const begin = performance.now()
      const upload = doors[door]?.(name, content)
      let slowest = 0
      let refused: Response | undefined
      upload?.then((answer) => {
        refused = answer
      })
      while (refused === undefined) {
        const asked = performance.now()
        expect((await world.fetch('/healthz')).status).toBe(200)
        slowest = Math.max(slowest, performance.now() - asked)
        await new Promise((resume) => setTimeout(resume, 5))
      }
      expect([413, 422]).toContain(refused.status)
      expect(await refused.text()).toMatch(/已停止读取|没有读取|超过 \d+ 行/)
      // Generous: beside this, other tests have the processor.
      expect(performance.now() - begin).toBeLessThan(8_000)
      expect(slowest).toBeLessThan(1_000)
    }
  })
})
