import { getTableName, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { transactAs } from '../../src/platform/database.ts'
import { slices } from '../../src/slices.ts'
import { makeWorld, type World } from '../support/world.ts'
import { fillTown } from './rows.ts'

/** Columns that are called like an object's key and are none. */
const otherKeys = ['audit_heads.public_key']
/** What was recorded stays as it was said; it is no way to an object. */
const sayings = ['audit_entries']

const declared = slices
  .flatMap(({ objectReferences }) => objectReferences ?? [])
  .map((column) => `${getTableName(column.table)}.${column.name}`)
  .sort()

let world: World
let columns: { table: string; column: string }[]
beforeAll(async () => {
  world = await makeWorld()
  await fillTown(world)
  columns = await transactAs(
    world.database,
    { jurisdictionId: world.jurisdictionId, organisations: 'all' },
    (tx) =>
      tx.execute<{ table: string; column: string }>(sql`
        select table_name as table, column_name as column from information_schema.columns
        where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'character varying', 'ARRAY')
        order by 1, 2`),
  )
}, 60_000)

describe('every column that names an object', () => {
  it('is in its slice’s objectReferences, by its name', () => {
    const called = columns
      .map(({ table, column }) => `${table}.${column}`)
      .filter((name) => /(?:^|_)(?:file|source|object|docx|xlsx|preview)_?key$|_key$/.test(name))
      .filter((name) => !otherKeys.includes(name))
    expect(called.sort()).toEqual(declared)
  })

  it('is in its slice’s objectReferences, by what stands in it', async () => {
    const found: string[] = []
    for (const { table, column } of columns) {
      if (sayings.includes(table)) continue
      const [row] = await transactAs(
        world.database,
        { jurisdictionId: world.jurisdictionId, organisations: 'all' },
        (tx) =>
          tx.execute<{ some: boolean }>(sql`
            select exists (select from ${sql.identifier(table)}
              where ${sql.identifier(column)}::text ~ 'sha256-[0-9a-f]{64}[.]') as some`),
      )
      if (row?.some === true) found.push(`${table}.${column}`)
    }
    expect(found.length).toBeGreaterThan(4)
    expect(declared).toEqual(expect.arrayContaining(found))
  })
})
