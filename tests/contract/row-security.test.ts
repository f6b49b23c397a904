import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  applicationRole,
  connect,
  type Database,
  databaseErrorCode,
  transactAs,
} from '../../src/platform/database.ts'
import { checkReadiness } from '../../src/platform/readiness.ts'
import { prepareDatabase } from '../../src/server.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

/** Tables that may be read without saying which jurisdiction: everybody's, and why. */
const publicTables: Record<string, string> = {
  jurisdictions: 'which exist is public',
  calendar_years: 'holidays are the State Council’s',
  calendar_days: 'holidays are the State Council’s',
}

/** Out: what is wrong with the second wall, read from the database's own catalogue: a sentence a table. */
async function holesIn(database: Pick<Database, 'execute'>): Promise<string[]> {
  const tables = await database.execute<{
    name: string
    enabled: boolean
    forced: boolean
    policies: number
    all_open: boolean
    owned_by_app: boolean
    truncate: boolean
  }>(sql`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      count(p.oid)::int as policies,
      coalesce(bool_or(p.polcmd in ('*', 'r') and pg_get_expr(p.polqual, p.polrelid) = 'true'), false) as all_open,
      pg_get_userbyid(c.relowner) = ${applicationRole} as owned_by_app,
      has_table_privilege(${applicationRole}, c.oid, 'truncate') as truncate
    from pg_class c left join pg_policy p on p.polrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'f')
    group by c.oid order by c.relname`)
  const holes = tables.flatMap((table) => [
    ...(table.enabled ? [] : [`${table.name}: row-level security is off`]),
    ...(table.forced ? [] : [`${table.name}: its owner bypasses row-level security`]),
    ...(table.policies > 0 ? [] : [`${table.name}: no policy`]),
    ...(table.all_open && publicTables[table.name] === undefined ? [`${table.name}: read by everybody`] : []),
    ...(table.owned_by_app ? [`${table.name}: the app owns it and could take the policies away`] : []),
    ...(table.truncate ? [`${table.name}: the app may truncate it, which no policy stops`] : []),
  ])
  // A view runs with its owner's rights unless it says otherwise; a function of its definer's does so always.
  const around = await database.execute<{ name: string }>(sql`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
      and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']
    union all
    select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef`)
  return [...holes, ...around.map(({ name }) => `${name}: runs with other rights than the caller’s`)]
}

describe('row-level security', () => {
  it('is enabled, forced and told by policies on every table there is', async () => {
    expect(await holesIn(world.database)).toEqual([])
  })

  it('is missed where it is missing: this very test finds such tables, views and functions', async () => {
    const found = await world.database
      .transaction(async (tx) => {
        await tx.execute(sql`create table bare (id int)`)
        await tx.execute(sql`create table half (id int)`)
        await tx.execute(sql`alter table half enable row level security`)
        await tx.execute(sql`create policy open on half using (true)`)
        await tx.execute(sql`grant truncate on half to dengyun_app`)
        await tx.execute(sql`create view around as select * from systems`)
        await tx.execute(
          sql`create function above() returns int language sql security definer as $$ select 1 $$`,
        )
        const holes = await holesIn(tx)
        throw new Found(holes)
      })
      .catch((error: unknown) => (error instanceof Found ? error.holes : Promise.reject(error)))
    expect(found).toEqual([
      'bare: row-level security is off',
      'bare: its owner bypasses row-level security',
      'bare: no policy',
      'half: its owner bypasses row-level security',
      'half: read by everybody',
      'half: the app may truncate it, which no policy stops',
      'around: runs with other rights than the caller’s',
      'above: runs with other rights than the caller’s',
    ])
  })

  it('shows nothing to a query that does not say for whom it asks, the owner’s own included', async () => {
    const tables = await world.database.execute<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'public'`,
    )
    const nobody = { jurisdictionId: '', organisations: [] }
    for (const { name } of tables.filter((table) => publicTables[table.name] === undefined)) {
      const count = sql`select count(*)::int as rows from ${sql.identifier(name)}`
      const asApp = await transactAs(world.database, nobody, (tx) => tx.execute<{ rows: number }>(count))
      const asOwner = await world.database.execute<{ rows: number }>(count)
      expect([name, asApp[0]?.rows, asOwner[0]?.rows]).toEqual([name, 0, 0])
    }
    // Not because there is nothing: the same people are there for who may see them.
    const [row] = await transactAs(world.database, 'sign-in', (tx) =>
      tx.execute<{ rows: number }>(sql`select count(*)::int as rows from people`),
    )
    expect(row?.rows).toBe(10)
  })

  it('cannot be left behind: the app’s role owns nothing, creates nothing, joins nobody who may', async () => {
    const [role] = await world.database.execute(sql`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin,
        (select count(*)::int from pg_auth_members where member = r.oid) as member_of,
        (select count(*)::int from pg_class where relowner = r.oid) as owns,
        has_schema_privilege(r.oid, 'public', 'create') as creates
      from pg_roles r where rolname = ${applicationRole}`)
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolcanlogin: false,
      member_of: 0,
      owns: 0,
      creates: false,
    })
    const escaped = transactAs(world.database, { jurisdictionId: 'lingchuan', organisations: [] }, (tx) =>
      tx.execute(sql`alter table systems disable row level security`),
    )
    expect(await escaped.then(() => 'done', databaseErrorCode)).toBe('42501')
  })
})

class Found extends Error {
  constructor(readonly holes: string[]) {
    super('found')
  }
}

/** The embedded server's superuser, on the world's database; a server of the tester's own has no such login for us. */
function superuserUrl(): string | null {
  const url = new URL(world.databaseUrl)
  if (process.env.TEST_DATABASE_URL !== undefined) return null
  url.username = 'postgres'
  return url.href
}

describe('the app under a role that bypasses row-level security', () => {
  it('does not start, is not ready, and says which role to make instead', async (test) => {
    const url = superuserUrl()
    if (url === null) return test.skip('no superuser to try')
    const { database, close } = connect(url, { max: 1 })
    try {
      const { state, reasons } = await checkReadiness(database)
      expect([state, reasons.join()]).toEqual(['unusable', expect.stringContaining('拒绝启动')])
      const storage = { database, jobsDatabase: database, databaseUrl: url, objects: world.objects, close }
      await expect(prepareDatabase(storage)).rejects.toThrow('可绕过行级安全')
      // The same of the role its queries run under; in a transaction, for the server is shared.
      const undone = await database
        .transaction(async (tx) => {
          await tx.execute(sql`alter role dengyun_app bypassrls`)
          throw new Found((await checkReadiness(tx)).reasons)
        })
        .catch((error: unknown) => (error instanceof Found ? error.holes : Promise.reject(error)))
      expect(undone.join()).toContain('角色 dengyun_app 可绕过行级安全')
    } finally {
      await close()
    }
    expect((await checkReadiness(world.database)).state).toBe('ready')
  })
})
