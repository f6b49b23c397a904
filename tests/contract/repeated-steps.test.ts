import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { transactAs } from '../../src/platform/database.ts'
import { slices } from '../../src/slices.ts'
import { makeWorld, type World } from '../support/world.ts'
import type { Columns, MachineRow } from './machines/machine-row.ts'
import { asOwner, putBack, readRow, updateTo, withoutTriggers } from './machines/put-row.ts'
import { machineRows } from './machines/rows.ts'

let world: World
let rows: MachineRow[]
const before = new Map<MachineRow, Columns>()
beforeAll(async () => {
  world = await makeWorld()
  rows = await machineRows(world)
  await asOwner(world, async (tx) => {
    for (const row of rows) before.set(row, await readRow(tx, row))
  })
})

/** Puts every row back as it was, and one into a state. */
const putInto = (row: MachineRow, status: string) =>
  asOwner(world, async (tx) => {
    for (const [each, columns] of before) await withoutTriggers(tx, each, () => putBack(tx, each, columns))
    await withoutTriggers(tx, row, () => updateTo(tx, row, row.key, status))
  })

/** Out: how many entries the record has. */
async function recorded(): Promise<number> {
  const whole = { jurisdictionId: world.jurisdictionId, organisations: 'all' as const }
  const [row] = await transactAs(world.database, whole, (tx) =>
    tx.execute<{ count: number }>(sql`select count(*)::int as count from audit_entries`),
  )
  return row?.count ?? 0
}

/** A draft that is saved twice is saved twice: what stands in it is the same. */
const saving = ['edit', 'replace']

// The catalogue last: its verbs change what requests are matched with.
const tables = slices
  .flatMap((slice) => slice.machines ?? [])
  .map(({ table }) => table)
  .toSorted((a, b) => Number(a === 'catalogue_editions') - Number(b === 'catalogue_editions'))
const tried: string[] = []

describe('a step that is sent again writes nothing more, sent at once or later:', () => {
  it.each(tables)('%s', async (table) => {
    const row = rows.find(({ machine }) => machine.table === table)
    if (row === undefined) throw new Error(`no row of ${table}`)
    const faults: string[] = []
    for (const [step, verb] of Object.entries(row.verbs)) {
      const [from] = row.machine.steps[step]?.from ?? []
      if (verb === undefined || from === undefined || saving.includes(step)) continue
      const [role, take] = verb
      const send = () =>
        take(world.as(role)).then(
          () => true,
          () => false,
        )
      await putInto(row, from)
      const begun = await recorded()
      const [one, other] = await Promise.all([send(), send()])
      const atOnce = await recorded()
      await send()
      if ((await recorded()) !== atOnce) faults.push(`${step}: written again later`)
      if (atOnce > begun) tried.push(`${table} ${step}`)
      if (!one || !other) continue
      // Neither was refused: then both together have written no more than one writes.
      await putInto(row, from)
      const before = await recorded()
      await send()
      const once = Math.max(1, (await recorded()) - before)
      if (atOnce - begun > once) faults.push(`${step}: written twice at once`)
    }
    expect(faults).toEqual([])
  })

  it('has been written once by most of them', () => {
    expect(tried.length).toBeGreaterThan(25)
  })
})
