import { readFile } from 'node:fs/promises'
import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { cellsOf } from '../../tests/support/cells-of.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import type { Cell } from '../platform/spreadsheet/cells.ts'
import { escapeFormula, unescapeFormula } from '../platform/spreadsheet/read-csv.ts'
import { exportLedger } from './export-ledger.ts'
import { confirmImport, previewLedger } from './index.ts'
import { type RegisterValues, registerColumnNames } from './register-columns.ts'
import { factEntries, systems } from './schema.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
  const bytes = await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url))
  const { importId } = await previewLedger(world.as('data-centre'), {
    fileName: 'lingchuan-ledger.xlsx',
    bytes: new Uint8Array(bytes),
  })
  await confirmImport(world.as('data-centre'), importId)
})

async function cellsOfFile({ fileName, bytes }: { fileName: string; bytes: Uint8Array }): Promise<Cell[][]> {
  return [...(await cellsOf(fileName, bytes)).values()].flat()
}

describe.each(['xlsx', 'csv'] as const)('the register as .%s', (format) => {
  it('has the headers of the sample', async () => {
    const [header] = await cellsOfFile(await exportLedger(world.as('data-centre'), format))
    const sample = await readFile(new URL('../../demo/samples/lingchuan-ledger.xlsx', import.meta.url))
    expect(header).toEqual((await cellsOfFile({ fileName: 'x', bytes: new Uint8Array(sample) }))[2])
  })

  it('imported again changes nothing, whatever is unknown, has not happened or looks like a formula', async () => {
    await transact(world.as('data-centre'), async (tx) => {
      const set = (code: string, values: Partial<typeof systems.$inferInsert>) =>
        tx
          .update(systems)
          .set({ ...values, version: sql`version + 1` })
          .where(eq(systems.code, code))
      await set('LC-0001', {
        name: '=1+1',
        notes: "'=cmd",
        contactPhone: '+86 356',
        contactOffice: '@甲;乙,"丙"',
      })
      // Before 迁移确认 a blank would mean "has not happened"; nobody knows of these two.
      await set('LC-0003', { migratedOn: null, exemptionUntil: null })
      await set('LC-0002', { exemptionUntil: null, builtOn: 'infinity', acceptedOn: null })
      await set('LC-0005', { exemptionUntil: 'infinity', exemptionDocument: '陵数函〔2026〕1号' })
      await set('LC-0006', {
        stage: null,
        stageSince: null,
        migratedOn: null,
        disposition: null,
        migrationRequired: null,
      })
      await set('LC-0007', { protectionLevel: 0, vcpu: null, hosting: null, networkZone: null })
    })
    const { fileName, bytes } = await exportLedger(world.as('data-centre'), format)
    const preview = await previewLedger(world.as('data-centre'), { fileName, bytes })
    expect(preview.rejections).toEqual([])
    expect(preview.changes).toEqual([])
    expect(preview.counts).toMatchObject({ systems: 124, units: 42, added: 0, unchanged: 124, leftAlone: 0 })
  })

  it('gives a department its own systems, and text that looks like a formula as text', async () => {
    await transact(world.as('data-centre'), (tx) =>
      tx
        .update(systems)
        .set({
          version: sql`version + 1`,
          organisationId: world.organisations.department,
          name: '=HYPERLINK("x")',
        })
        .where(eq(systems.code, 'LC-0004')),
    )
    const file = await exportLedger(world.as('department'), format)
    const rows = await cellsOfFile(file)
    expect(rows).toHaveLength(2)
    expect(rows[1]?.slice(1, 3)).toEqual(['LC-0004', '=HYPERLINK("x")'])
    if (format === 'csv') expect(new TextDecoder().decode(file.bytes)).toContain(`"'=HYPERLINK(""x"")"`)
  })

  it('tells nothing of a classified system but number, name and unit', async () => {
    const rows = await cellsOfFile(await exportLedger(world.as('data-centre'), format))
    const classified = rows.find((row) => row[1] === 'LC-0121')
    expect(classified?.filter((cell) => cell !== null).slice(1)).toEqual([
      'LC-0121',
      '（涉密）专用系统一',
      '县委机要和保密局',
      '11140524362605488U',
      '是',
    ])
  })
})

it('a mark goes on and off again', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('', '=', '+', '-', '@', "'", "'=", '＝', '\t'),
      (text, start) => {
        expect(unescapeFormula(escapeFormula(start + text))).toBe(start + text)
        expect(escapeFormula(start + text)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
      },
    ),
  )
})

it('fact entries of an import add up to the register', async () => {
  const rows = await transact(world.as('audit'), (tx) =>
    tx
      .select({ system: systems, values: factEntries.values })
      .from(systems)
      .innerJoin(factEntries, eq(factEntries.systemId, systems.id))
      .orderBy(sql`systems.id`),
  )
  expect(rows).toHaveLength(124)
  for (const { system, values } of rows) {
    const present: Partial<RegisterValues> = {}
    for (const name of registerColumnNames) if (system[name] !== null) present[name] = system[name]
    expect(values).toEqual({ ...present, code: system.code, organisationId: system.organisationId })
  }
})
