import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { reconcileJob } from '../../jobs/reconcile.ts'
import { recordDigestsJob } from '../../jobs/record-digests.ts'
import { signAuditHeadJob } from '../../jobs/sign-audit-head.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { runOnce } from '../platform/jobs.ts'
import { slices } from '../slices.ts'
import { systems } from '../systems/schema.ts'
import { recordRegister } from '../systems/testing.ts'
import { judgeSystems } from './judge-systems.ts'
import { readEligibility } from './read-eligibility.ts'
import { verdicts } from './schema.ts'

const day = dateOf('2026-11-20')
const [checks, kept] = [
  slices.flatMap((slice) => slice.checks ?? []),
  slices.flatMap((slice) => slice.kept ?? []),
]

let world: World
beforeEach(async () => {
  world = await makeWorld()
  await transact(world.as('job'), (tx) =>
    tx.insert(systems).values(
      [true, false, true].map((dataSharing, index) => ({
        jurisdictionId: world.jurisdictionId,
        organisationId: world.organisations.department,
        code: `LC-${index + 1}`,
        name: `系统${index + 1}`,
        classified: false,
        migrationRequired: true,
        migrationDueOn: dateOf('2025-12-31'),
        migratedOn: dateOf('2025-11-12'),
        hosting: 'government-cloud' as const,
        exemptionUntil: 'infinity' as const,
        publicCloudAssessedOn: 'infinity' as const,
        decommissionedOn: 'infinity' as const,
        builtOn: dateOf('2024-03-15'),
        acceptedOn: dateOf('2025-01-06'),
        acceptanceFiledOn: dateOf('2025-01-20'),
        dataSharing,
        businessCoordination: true,
      })),
    ),
  )
  await recordRegister(world.as('job'))
  world.clock.set('2026-11-21T10:01:00+08:00')
  await judge()
  world.clock.set('2026-11-21T10:02:00+08:00')
})

const judge = (asOf = day) => transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, asOf))
const dependencies = () => ({ ...world, log: (message: string) => world.logs.push(message) })
const reconcile = async (period: string) => {
  expect(await runOnce(dependencies(), reconcileJob(checks, kept), world.jurisdictionId, period)).toBe('done')
  const rows = await transact(world.as('audit'), (tx) =>
    tx.execute<{ check: string; subject: string; field: string; expected: string; found: string }>(sql`
      select check_name as check, subject, field, expected, found from reconciliation_differences
      where reconciliation_id = (select max(id) from reconciliations where complete) order by 1, 2, 3`),
  )
  return [...rows]
}
/** As the database's administrator could: past both walls and the triggers. */
const asOwner = async (table: string, statement: string) => {
  const tables = [...new Set([table, 'systems'])]
  const walls = async (triggers: string, force: string) => {
    await world.database.execute(sql.raw(`alter table ${table} ${triggers} trigger user`))
    for (const each of tables) await world.database.execute(sql.raw(`alter table ${each} ${force}`))
  }
  await walls('disable', 'no force row level security')
  expect((await world.database.execute(sql.raw(statement))).count).toBeGreaterThan(0)
  await walls('enable', 'force row level security')
}
const asApp = (statement: string) =>
  transact(world.as('job'), async (tx) => void (await tx.execute(sql.raw(statement))))
const eligibility = (code: string) => readEligibility(world.as('finance'), code)

const paid = `update verdicts set operations = 'eligible', construction = 'eligible', purchase = 'eligible', upgrade = 'eligible'
  where system_id = (select id from systems where code = 'LC-2')`

describe('a verdict', () => {
  it('is changed by nobody but to be superseded, once: not by the app, not by its owner', async () => {
    const columns = await world.database.execute<{
      name: string
    }>(sql`select attname as name from pg_attribute
      where attrelid = 'verdicts'::regclass and attnum > 0 and not attisdropped and attname <> 'superseded_at'`)
    expect(columns.length).toBeGreaterThan(50)
    for (const { name } of columns) {
      const statement = `update verdicts set ${name} = ${name === 'id' ? 'default' : 'null'}`
      await expect(asApp(statement), name).rejects.toThrow()
      await expect(world.database.execute(sql.raw(statement)), name).rejects.toMatchObject({
        cause: { code: '42501' },
      })
    }
    for (const statement of ['delete from verdicts', 'truncate verdicts']) {
      await expect(asApp(statement)).rejects.toThrow()
      await expect(world.database.execute(sql.raw(statement))).rejects.toMatchObject({
        cause: { code: '42501' },
      })
    }
    await asApp(
      `update verdicts set superseded_at = now() where system_id = (select id from systems where code = 'LC-1')`,
    )
    for (const value of ['null', `now() + interval '1 day'`])
      await expect(
        asApp(`update verdicts set superseded_at = ${value} where superseded_at is not null`),
      ).rejects.toMatchObject({
        cause: { message: expect.stringContaining('once and for all') },
      })
  })

  it('cannot contradict its findings, nor itself', async () => {
    const findings = JSON.stringify([
      {
        clause: 'LC-7',
        article: '第七条',
        effect: 'denied',
        funds: ['operations'],
        since: null,
        reason: '',
        remedy: '',
        missing: [],
      },
      {
        clause: 'LC-8',
        article: '第八条',
        effect: 'warned',
        funds: ['upgrade'],
        since: null,
        reason: '',
        remedy: '',
        missing: [],
      },
      {
        clause: 'LC-9',
        article: '第九条',
        effect: 'noted',
        funds: ['purchase'],
        since: null,
        reason: '',
        remedy: '',
        missing: [],
      },
    ])
    const insert = (values: string) =>
      asApp(`insert into verdicts (system_id, jurisdiction_id, organisation_id, regulation_id, pack_version, scope,
        construction, operations, purchase, upgrade, findings, basis, as_of, judged_at)
        values (999, '${world.jurisdictionId}', 1, 'lingchuan-2024', '1', ${values}, '${findings}', 1, '2026-11-20', now())`)
    for (const values of [
      `'in', 'eligible', 'eligible', 'eligible', 'warned'`,
      `'in', 'denied', 'denied', 'eligible', 'warned'`,
      `'in', 'eligible', 'denied', 'eligible', 'eligible'`,
      `'in', 'eligible', 'denied', 'noted', 'warned'`,
      `'in', 'eligible', 'denied', null, 'warned'`,
      `'out', 'eligible', 'denied', 'eligible', 'warned'`,
    ])
      await expect(insert(values), values).rejects.toMatchObject({ cause: { code: '23514' } })
    await insert(`'in', 'eligible', 'denied', 'eligible', 'warned'`)
  })
})

describe('a verdict altered in the database', () => {
  it('is no ground to pay from the very moment on, for every fund, and the answer says what differs', async () => {
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: true,
      disagreements: [],
      verdict: { funds: { operations: 'denied' } },
    })
    await asOwner('verdicts', paid)
    const answer = await eligibility('LC-2')
    expect(answer).toMatchObject({
      agrees: false,
      verdict: {
        funds: {
          construction: 'undetermined',
          operations: 'undetermined',
          purchase: 'undetermined',
          upgrade: 'undetermined',
        },
        findings: [
          { effect: 'undetermined', reason: expect.stringContaining('核对不一致，暂不作为拨付依据：') },
          { effect: 'denied' },
        ],
      },
    })
    expect(answer.disagreements).toContainEqual({
      check: 'verdicts',
      field: 'operations',
      label: '运维经费',
      expected: 'denied',
      found: 'eligible',
    })
    const page = await (await world.fetch('/systems/LC-2', { as: 'finance' })).text()
    expect(page).toContain('核对不一致，暂不作为拨付依据')
    expect(page).toContain('运维经费应为“不予拨付”，实为“可拨付”')
    const list = await (await world.fetch('/funding?verdict=eligible', { as: 'finance' })).text()
    expect(list).toContain('核对不一致，暂不作为拨付依据')
    expect(await eligibility('LC-1')).toMatchObject({ agrees: true })
  })

  it('is written anew by the next judging though its basis is the same, which is recorded and blocks on', async () => {
    await asOwner('verdicts', paid)
    expect(await judge()).toMatchObject({ changed: 1, altered: 1 })
    const [row] = await transact(world.as('finance'), (tx) =>
      tx
        .select({ operations: verdicts.operations })
        .from(verdicts)
        .innerJoin(systems, eq(systems.id, verdicts.systemId))
        .where(sql`${systems.code} = 'LC-2' and ${verdicts.supersededAt} is null`),
    )
    expect(row).toEqual({ operations: 'denied' })
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: false,
      verdict: { funds: { operations: 'undetermined' } },
    })
    const systemsApi = await world.fetch('/api/v1/systems', { as: 'finance' })
    expect(await systemsApi.json()).toMatchObject({
      items: [{ code: 'LC-1' }, { code: 'LC-2', operations: 'undetermined' }, { code: 'LC-3' }],
    })
    expect(await reconcile('2026-11-22')).toEqual([])
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: true,
      verdict: { funds: { operations: 'denied' } },
    })
  })

  it('is found where the facts beside it were altered with it', async () => {
    await asOwner(
      'verdicts',
      `update verdicts set data_sharing = true, operations = 'eligible' where system_id = (select id from systems where code = 'LC-2')`,
    )
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: false,
      verdict: { funds: { operations: 'undetermined' } },
    })
    const found = await reconcile('2026-11-22')
    expect(found).toContainEqual({
      check: 'verdicts',
      subject: 'LC-2',
      field: 'operations',
      expected: 'denied',
      found: 'eligible',
    })
    expect(await judge()).toMatchObject({ changed: 1 })
    expect(await reconcile('2026-11-23')).toEqual([])
  })

  it('is found where only the facts beside it were altered, and mended', async () => {
    await asOwner(
      'verdicts',
      `update verdicts set accepted_on = '2025-01-03' where system_id = (select id from systems where code = 'LC-2')`,
    )
    expect(await eligibility('LC-2')).toMatchObject({ agrees: false, disagreements: [{ field: 'facts' }] })
    expect(await reconcile('2026-11-22')).toMatchObject([
      { check: 'verdicts', subject: 'LC-2', field: 'facts' },
    ])
    expect(await judge()).toMatchObject({ changed: 1 })
    expect(await reconcile('2026-11-23')).toEqual([])
  })

  it('is missed where it was taken away', async () => {
    await asOwner(
      'verdicts',
      `delete from verdicts where system_id = (select id from systems where code = 'LC-2')`,
    )
    expect(await eligibility('LC-2')).toMatchObject({ agrees: false, disagreements: [{ field: 'verdict' }] })
    expect(await reconcile('2026-11-22')).toMatchObject([
      { check: 'verdicts', subject: 'LC-2', field: 'verdict' },
    ])
  })
})

describe('a register altered in the database', () => {
  const lifted = `update systems set version = version + 1, data_sharing = true where code = 'LC-2'`
  it('is no ground to pay, before it is judged and after, by the owner or by the app', async () => {
    await asApp(lifted)
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: false,
      verdict: { funds: { operations: 'undetermined' } },
      disagreements: [{ check: 'register', label: '数据共享是否达标', expected: 'false', found: 'true' }],
    })
    expect(await judge()).toMatchObject({ changed: 1, altered: 0 })
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: false,
      verdict: { funds: { operations: 'undetermined' } },
    })
    const found = await reconcile('2026-11-22')
    expect(found).toContainEqual({
      check: 'register',
      subject: 'LC-2',
      field: 'dataSharing',
      expected: 'false',
      found: 'true',
    })
    // What the reconciliation found blocks also while it is being mended, until it is reconciled again.
    await asApp(`update systems set version = version + 1, data_sharing = false where code = 'LC-2'`)
    await judge()
    expect(await eligibility('LC-2')).toMatchObject({ agrees: false })
    expect(await reconcile('2026-11-23')).toEqual([])
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: true,
      verdict: { funds: { operations: 'denied' } },
    })
  })

  it('is found when a system was put in without any recording, or a recording dated ahead', async () => {
    await asApp(`insert into systems (jurisdiction_id, organisation_id, code, name, classified)
      values ('${world.jurisdictionId}', ${world.organisations.department}, 'LC-9', '凭空的系统', false)`)
    await asApp(`insert into fact_entries (system_id, jurisdiction_id, organisation_id, holds_from, recorded_at, changed_values)
      select id, jurisdiction_id, organisation_id, '2026-11-20', '2027-01-01T00:00:00+08:00', '{}' from systems where code = 'LC-1'`)
    const found = await reconcile('2026-11-22')
    expect(found.filter(({ check }) => check === 'register')).toMatchObject([
      { subject: 'LC-1', field: 'recordedAt' },
      { subject: 'LC-9', field: 'recordings' },
    ])
    expect(await eligibility('LC-9')).toMatchObject({ agrees: false })
  })
})

describe('a fact recorded after the last judging', () => {
  it('is no difference: it waits for the next', async () => {
    await asApp(`update systems set version = version + 1, data_sharing = true where code = 'LC-2'`)
    await asApp(`insert into fact_entries (system_id, jurisdiction_id, organisation_id, holds_from, recorded_at, changed_values)
      select id, jurisdiction_id, organisation_id, '2026-11-21', '${world.clock.now().toISOString()}', '{"dataSharing": true}'
      from systems where code = 'LC-2'`)
    expect(await reconcile('2026-11-22')).toEqual([])
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: true,
      verdict: { funds: { operations: 'denied' } },
    })
    world.clock.set('2026-11-21T10:03:00+08:00')
    expect(await judge()).toMatchObject({ changed: 1, altered: 0 })
    expect(await eligibility('LC-2')).toMatchObject({
      agrees: true,
      verdict: { funds: { operations: 'eligible' } },
    })
  })
})

describe('the history of recordings', () => {
  it('rewritten together with the register is found by the digest that the last head covers', async () => {
    expect(await runOnce(dependencies(), recordDigestsJob(kept), world.jurisdictionId, '2026-11-21')).toBe(
      'done',
    )
    expect(await runOnce(dependencies(), signAuditHeadJob, world.jurisdictionId, '2026-11-21')).toBe('done')
    const [covered] = await transact(world.as('audit'), (tx) =>
      tx.execute<{ after: { digests: Record<string, { rows: number }> } }>(sql`
        select e.after from audit_entries e join audit_leaves l on l.entry_id = e.id and l.jurisdiction_id = e.jurisdiction_id
        where e.operation = 'audit.reconcile' and l.sequence <= (select max(tree_size) from audit_heads)`),
    )
    expect(covered?.after.digests).toMatchObject({
      verdicts: { rows: 3 },
      'fact-entries': { rows: 3 },
      systems: { rows: 3 },
      'rule-editions': { rows: 1 },
      memberships: { rows: 10 },
      settings: { rows: 1 },
      'catalogue-editions': { rows: 0 },
    })
    expect(await reconcile('2026-11-22')).toEqual([])
    await asOwner(
      'fact_entries',
      `update fact_entries set changed_values = changed_values || '{"dataSharing": true}' where system_id = (select id from systems where code = 'LC-2')`,
    )
    await asApp(`update systems set version = version + 1, data_sharing = true where code = 'LC-2'`)
    await judge()
    const found = await reconcile('2026-11-23')
    expect(found).toMatchObject([{ check: 'earlier-rows', subject: '登记记录', field: 'digest' }])
  })

  it('is changed, emptied and deleted by nobody', async () => {
    for (const table of ['fact_entries', 'rulebooks', 'judgements', 'monthly_reports', 'resource_notices'])
      for (const statement of [
        `update ${table} set jurisdiction_id = 'x'`,
        `delete from ${table}`,
        `truncate ${table}`,
      ]) {
        await expect(asApp(statement), statement).rejects.toThrow()
        await expect(world.database.execute(sql.raw(statement)), statement).rejects.toMatchObject({
          cause: { code: expect.stringMatching(/42501|0A000/) },
        })
      }
  })
})

describe('rules altered in the database', () => {
  it('judge nothing and answer nothing', async () => {
    await asOwner('rule_editions', `update rule_editions set rules = jsonb_set(rules, '{title}', '"另一部"')`)
    await asOwner('rulebooks', `update rulebooks set pack = jsonb_set(pack, '{title}', '"另一部"')`)
    const found = await reconcile('2026-11-22')
    expect(found.map(({ check }) => check)).toEqual(expect.arrayContaining(['rules', 'rulebooks']))
  })
})
