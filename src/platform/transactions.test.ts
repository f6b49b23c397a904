import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { makeWorld, type World } from '../../tests/support/world.ts'
import { type Connection, connect, databaseErrorCode, pipelined, transactAs } from './database.ts'

let world: World
/** One connection, so that whatever one transaction leaves on it would be found by the next. */
let connection: Connection
beforeAll(async () => {
  world = await makeWorld()
  connection = connect(world.databaseUrl, { max: 1 })
})
afterAll(() => connection?.close())

const addYear = (year: number) => sql`insert into calendar_years (year, notice) values (${year}, '试')`
const keptYears = async (year: number) => {
  const rows = await connection.database.execute(sql`select from calendar_years where year = ${year}`)
  return rows.length
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => databaseErrorCode(error),
  )

it('stands on the version of the driver that reconnect.ts knows the inside of', () => {
  expect(manifest.dependencies.postgres).toBe('3.4.9')
})

describe('a statement sent ahead', () => {
  it('is kept with the rest', async () => {
    await transactAs(connection.database, 'all-jurisdictions', (tx) => pipelined(tx, addYear(1901)))
    expect(await keptYears(1901)).toBe(1)
  })

  it('that fails fails the transaction, when it is the last too', async () => {
    for (let time = 0; time < 4; time += 1) {
      const code = await codeOf(
        transactAs(connection.database, 'all-jurisdictions', async (tx) => {
          await tx.execute(addYear(1902))
          await pipelined(tx, sql`select 1 / ${0}::int`)
        }),
      )
      expect(code).toBe('22012')
    }
    expect(await keptYears(1902)).toBe(0)
  })

  it('is named as the cause when it is why a later one was refused', async () => {
    const code = await codeOf(
      transactAs(connection.database, 'all-jurisdictions', async (tx) => {
        await pipelined(tx, sql`select 1 / ${0}::int`)
        await tx.execute(addYear(1903))
      }),
    )
    expect(code).toBe('22012')
    expect(await keptYears(1903)).toBe(0)
  })

  it('goes when the work fails, whose error stays the one thrown', async () => {
    await expect(
      transactAs(connection.database, 'all-jurisdictions', async (tx) => {
        await pipelined(tx, addYear(1904))
        throw new Error('the verb failed')
      }),
    ).rejects.toThrow('the verb failed')
    expect(await keptYears(1904)).toBe(0)
  })

  it('is waited for in a transaction that has no walls', async () => {
    const code = await codeOf(
      connection.database.transaction(async (tx) => {
        await pipelined(tx, sql`select 1 / ${0}::int`)
        throw new Error('not reached')
      }),
    )
    expect(code).toBe('22012')
  })
})

describe('the second wall', () => {
  it('stands before the first statement of the work', async () => {
    const visibility = { jurisdictionId: world.jurisdictionId, organisations: [7] }
    for (let time = 0; time < 4; time += 1) {
      const [row] = await transactAs(connection.database, visibility, (tx) =>
        tx.execute<{ role: string; organisations: string }>(
          sql`select current_user as role, current_setting('dengyun.organisations') as organisations`,
        ),
      )
      expect(row).toEqual({ role: 'dengyun_app', organisations: '{7}' })
    }
  })

  it('refuses every statement when it could not be put up', async () => {
    // PostgreSQL takes no NUL in a setting.
    const visibility = { jurisdictionId: '\0', organisations: 'all' as const }
    let seen = 'nothing'
    const code = await codeOf(
      transactAs(connection.database, visibility, async (tx) => {
        await tx.execute(sql`select current_user`).then(
          () => {
            seen = 'something'
          },
          () => {},
        )
        await pipelined(tx, addYear(1905))
      }),
    )
    expect(code).toBe('22021')
    expect(seen).toBe('nothing')
    expect(await keptYears(1905)).toBe(0)
    expect(await codeOf(transactAs(connection.database, visibility, async () => 'no statement'))).toBe(
      '22021',
    )
  })

  it('holds for a plan that was kept under other eyes', async () => {
    const { jurisdictionId, organisations } = world
    await transactAs(connection.database, { jurisdictionId, organisations: 'all' }, (tx) =>
      tx.execute(sql`insert into systems (jurisdiction_id, organisation_id, code, name)
        values (${jurisdictionId}, ${organisations.department}, 'PL-1', '甲'),
          (${jurisdictionId}, ${organisations['data-centre']}, 'PL-2', '乙')`),
    )
    const codes = async (visibility: Parameters<typeof transactAs>[1]) => {
      const rows = await transactAs(connection.database, visibility, (tx) =>
        tx.execute<{ code: string }>(
          sql`select code from systems where code like ${'PL-%'} order by code collate "C"`,
        ),
      )
      return rows.map(({ code }) => code)
    }
    const all = { jurisdictionId, organisations: 'all' as const }
    // PostgreSQL keeps one plan for all values from the sixth time on.
    for (let time = 0; time < 10; time += 1) expect(await codes(all)).toEqual(['PL-1', 'PL-2'])
    const department = { jurisdictionId, organisations: [organisations.department] }
    for (let time = 0; time < 10; time += 1) expect(await codes(department)).toEqual(['PL-1'])
    expect(await codes({ jurisdictionId, organisations: [] })).toEqual([])
    expect(await codes({ jurisdictionId: 'elsewhere', organisations: 'all' })).toEqual([])
    expect(await codes({ ...all, administers: true, organisations: [] })).toEqual([])
    expect(await codes('sign-in')).toEqual([])
    expect(await codes(all)).toEqual(['PL-1', 'PL-2'])
  })
})

describe('a statement asked again', () => {
  it('reads a cursor of the same name as it is then', async () => {
    const rowsOf = (query: string) =>
      transactAs(connection.database, 'sign-in', async (tx) => {
        await tx.execute(sql.raw(`declare found no scroll cursor for ${query}`))
        return [...(await tx.execute(sql`fetch 10 from found`))]
      })
    for (let time = 0; time < 8; time += 1) expect(await rowsOf('select 1 as one')).toEqual([{ one: 1 }])
    for (let time = 0; time < 8; time += 1)
      expect(await rowsOf(`select 'x' as word, 2 as two`)).toEqual([{ word: 'x', two: 2 }])
  })

  it('with values of another kind is read as those', async () => {
    const echo = async (value: unknown) => {
      const [row] = await transactAs(connection.database, 'sign-in', (tx) =>
        tx.execute<{ echoed: string | null }>(sql`select ${value}::jsonb #>> '{}' as echoed`),
      )
      return row?.echoed
    }
    for (let time = 0; time < 4; time += 1) {
      expect(await echo('"字"')).toBe('字')
      expect(await echo('7')).toBe('7')
      expect(await echo(null)).toBeNull()
    }
  })
})
