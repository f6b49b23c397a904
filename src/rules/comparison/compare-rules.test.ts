import { and, eq, isNull, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { judgeSystems } from '../../funding/judge-systems.ts'
import { verdicts } from '../../funding/schema.ts'
import { addPerson } from '../../identity/index.ts'
import { type Context, transact } from '../../platform/context.ts'
import { transactAs } from '../../platform/database.ts'
import { addDays, dateOf } from '../../platform/dates.ts'
import { packOf } from '../../regulations/index.ts'
import { systems } from '../../systems/schema.ts'
import { type PlannedRules, rulesWithEdition, rulesWithSupplement } from '../editions/planned-rules.ts'
import { proposeAdoption } from '../editions/propose-adoption.ts'
import { readRuleEditions, upgradeAwaits } from '../editions/read-editions.ts'
import { joinRules, rulesInForce } from '../editions/rules-in-force.ts'
import { signAdoption } from '../editions/sign-adoption.ts'
import { withdrawAdoption } from '../editions/withdraw-adoption.ts'
import { approveSupplement } from '../supplements/approve-supplement.ts'
import { definitionArbitrary } from '../supplements/definition.arbitrary.ts'
import type { Definition } from '../supplements/definition.ts'
import { draftSupplement } from '../supplements/draft-supplement.ts'
import { readSupplement } from '../supplements/read-supplements.ts'
import { ruleOf } from '../supplements/rule-of.ts'
import { frozen } from '../supplements/store.ts'
import { submitSupplement } from '../supplements/submit-supplement.ts'
import { adoptOlder, sampleDefinition as sample } from '../testing.ts'
import { type Comparison, compareRules, fundNames } from './compare-rules.ts'

const today = dateOf('2026-11-21')
const tomorrow = addDays(today, 1)
let world: World
const job = () => world.as('job')
const handler = () => world.as('bureau-handler')
const bureau = () => world.as('competent-bureau')

/** A register with every kind of fact unknown, so and otherwise. */
async function fillRegister(): Promise<void> {
  await transact(job(), (tx) =>
    tx.execute(sql`insert into systems (jurisdiction_id, organisation_id, code, name, classified, data_sharing,
        business_coordination, accepted_on, acceptance_filed_on, migration_required, migration_due_on, migrated_on,
        exemption_until, hosting, contract_signed_on, contract_filed_on, emergency, built_on, annual_operations_fen)
      select ${world.jurisdictionId}, ${world.organisations.department}, 'S-' || n, '系统' || n, n % 31 = 0,
        case n % 5 when 0 then null when 1 then false else true end, n % 7 <> 0,
        case n % 4 when 0 then null when 1 then 'infinity'::date else date '2025-01-06' + n end,
        case n % 3 when 0 then 'infinity'::date else date '2025-03-01' + n end,
        n % 2 = 0, date '2026-06-30', case n % 6 when 0 then 'infinity'::date else date '2026-05-01' end,
        'infinity', (array['own-room', 'carrier', 'public-cloud', 'government-cloud', null])[1 + n % 5],
        case n % 4 when 0 then null else date '2026-09-15' + n % 60 end,
        case n % 8 when 1 then null when 2 then date '2026-10-20' else 'infinity'::date end,
        n % 9 = 0, date '2024-01-01', case when n % 11 = 0 then null else n * 1000 end
      from generate_series(1, 300) n`),
  )
}

const judge = (asOf = today) => transact(job(), (tx) => judgeSystems(job(), tx, asOf))
const compare = (planned: PlannedRules, context: Context = bureau()) =>
  transact(context, (tx) => compareRules(context, tx, planned))

/** What stands for each system: what a judging wrote. */
async function standingVerdicts() {
  const rows = await transact(job(), (tx) =>
    tx
      .select({
        code: systems.code,
        fen: systems.annualOperationsFen,
        construction: verdicts.construction,
        operations: verdicts.operations,
        purchase: verdicts.purchase,
        upgrade: verdicts.upgrade,
        packVersion: verdicts.packVersion,
        rulesHash: verdicts.rulesHash,
      })
      .from(verdicts)
      .innerJoin(systems, eq(systems.id, verdicts.systemId))
      .where(and(isNull(verdicts.supersededAt))),
  )
  return new Map(rows.map((row) => [row.code, row]))
}

/** In: what stood before and after. Out: what the comparison should have foretold. */
function differences(
  before: Awaited<ReturnType<typeof standingVerdicts>>,
  after: Awaited<ReturnType<typeof standingVerdicts>>,
) {
  const changed = [...after].flatMap(([code, row]) => {
    const changes = fundNames.flatMap((fund) => {
      const [old, fresh] = [before.get(code)?.[fund] ?? 'out', row[fund] ?? 'out']
      return old === fresh ? [] : [`${fund} ${old} ${fresh}`]
    })
    return changes.length === 0 ? [] : [{ code, fen: row.fen, changes }]
  })
  return changed.sort((a, b) => a.code.localeCompare(b.code))
}

function foretold({ systems: list }: Comparison) {
  return list
    .map(({ code, yearlyFen, changes }) => ({
      code,
      fen: yearlyFen,
      changes: changes.map(({ fund, before, after }) => `${fund} ${before} ${after}`),
    }))
    .sort((a, b) => a.code.localeCompare(b.code))
}

/** Drafted and submitted by the handler; approved by the bureau. Out: its id. */
async function approve(definition: Definition): Promise<number> {
  const { id } = await draftSupplement(handler(), { definition })
  await submitSupplement(handler(), { id })
  await approveSupplement(bureau(), { id, hash: (await readSupplement(bureau(), id)).hash ?? '' })
  return id
}

describe('a new version of the rules', () => {
  beforeEach(async () => {
    world = await makeWorld()
    await fillRegister()
    await transact(job(), (tx) => adoptOlder(job(), tx))
    await judge()
  })
  const editions = () => readRuleEditions(bureau())
  const sign = async (context: Context) => {
    const { proposed } = await editions()
    return signAdoption(context, { adoptionId: proposed?.id ?? 0, hash: proposed?.hash ?? '' })
  }
  const propose = async (context: Context, effectiveFrom: string = tomorrow) =>
    proposeAdoption(context, { hash: (await editions()).installed.hash, effectiveFrom })

  it('changes nothing before two people have signed, and then just what the comparison foretold', async () => {
    const comparison = await transact(bureau(), async (tx) =>
      compareRules(
        bureau(),
        tx,
        await rulesWithEdition(bureau(), tx, tomorrow, (await editions()).installed),
      ),
    )
    expect(comparison.changed.systems).toBeGreaterThan(50)
    expect(upgradeAwaits(await editions())).toBe(true)
    await judge(today)
    const before = await standingVerdicts()
    expect(new Set([...before.values()].map(({ packVersion }) => packVersion))).toEqual(new Set(['2024.1']))

    await propose(handler())
    world.clock.set('2026-11-21T16:00:00+08:00')
    await judge(today)
    expect(await standingVerdicts()).toEqual(before)
    expect(await sign(bureau())).toEqual({ status: 'adopted' })
    await judge(today)
    expect(await standingVerdicts()).toEqual(before)

    world.clock.set('2026-11-22T01:00:00+08:00')
    await judge(tomorrow)
    const after = await standingVerdicts()
    expect(differences(before, after)).toEqual(foretold(comparison))
    const changed = differences(before, after)
    expect(comparison.changed).toEqual({
      systems: changed.length,
      yearlyFen: changed.reduce((sum, { fen }) => sum + (fen ?? 0), 0),
      unknownSums: changed.filter(({ fen }) => fen === null).length,
    })
    for (const { fund, before: old, after: fresh, systems: count } of comparison.transitions)
      expect(changed.filter(({ changes }) => changes.includes(`${fund} ${old} ${fresh}`))).toHaveLength(count)
    const { current } = await editions()
    expect(current.edition.version).toBe(packOf('lingchuan-2024')?.version)
    for (const { code } of changed)
      expect(after.get(code)).toMatchObject({
        packVersion: packOf('lingchuan-2024')?.version,
        rulesHash: current.hash,
      })
    // The past is still judged by what held then.
    const past = await transact(job(), (tx) =>
      rulesInForce(tx, world.jurisdictionId, today, world.clock.now()),
    )
    expect(past.edition.version).toBe('2024.1')
    expect(upgradeAwaits(await editions())).toBe(false)
  })

  it('needs two different people, one of them to approve', async () => {
    await propose(bureau())
    await expect(sign(bureau())).rejects.toMatchObject({ code: 'forbidden' })
    for (const role of ['data-centre', 'finance', 'audit', 'department'] as const)
      await expect(sign(world.as(role)), role).rejects.toMatchObject({ code: 'forbidden' })
    await sign(handler())
    expect((await editions()).coming?.signatures).toHaveLength(2)
  })

  it('is not adopted by two handlers', async () => {
    const second = await transactAs(world.database, 'sign-in', (tx) =>
      addPerson(tx, {
        jurisdictionId: world.jurisdictionId,
        organisationId: world.organisations['bureau-handler'],
        username: 'second-handler',
        name: '另一位经办',
        passwordHash: null,
        roles: ['bureau-handler'],
      }),
    )
    await propose(handler())
    const { actor } = handler()
    if (actor.kind !== 'person') throw new Error('no person')
    await expect(sign({ ...handler(), actor: { ...actor, id: second } })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('is adopted once when two sign at the same moment', async () => {
    await propose(handler())
    const outcomes = await Promise.allSettled([sign(bureau()), sign(bureau()), sign(bureau())])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { coming } = await editions()
    expect(coming?.signatures.map(({ role }) => role)).toEqual(['bureau-handler', 'competent-bureau'])
  })

  it('is proposed once, for a day to come, as it was read', async () => {
    await expect(propose(handler(), today)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(
      proposeAdoption(handler(), { hash: 'other', effectiveFrom: tomorrow }),
    ).rejects.toMatchObject({ code: 'conflict' })
    const outcomes = await Promise.allSettled([propose(handler()), propose(bureau())])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const { proposed } = await editions()
    await withdrawAdoption(handler(), { adoptionId: proposed?.id ?? 0, reason: '再核对一遍' })
    await expect(
      signAdoption(bureau(), { adoptionId: proposed?.id ?? 0, hash: proposed?.hash ?? '' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await propose(bureau())
    // Signed too late, it would change days that are judged already.
    world.clock.set('2026-11-22T09:00:00+08:00')
    await expect(sign(handler())).rejects.toMatchObject({ code: 'conflict' })
  })

  it('takes signatures for the first edition afterwards, and none more', async () => {
    const [first] = (await editions()).adoptions
    const input = { adoptionId: first?.id ?? 0, hash: first?.hash ?? '' }
    expect(await signAdoption(handler(), input)).toEqual({ status: 'adopted' })
    await signAdoption(bureau(), input)
    await expect(signAdoption(bureau(), input)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is held by the database too', async () => {
    await propose(handler())
    const attempt = (statement: string) =>
      transact(job(), (tx) => tx.execute(sql.raw(statement))).then(
        () => 'done',
        (error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error),
      )
    expect(
      await attempt(
        "update rule_adoptions set status = 'adopted', adopted_at = now() where status = 'proposed'",
      ),
    ).toMatch(/lacks two signatures/)
    expect(
      await attempt("update rule_adoptions set effective_from = '2027-01-01' where status = 'proposed'"),
    ).toMatch(/may not go from/)
    expect(
      await attempt(
        `insert into rule_signatures select id, jurisdiction_id, 1, 1, 'competent-bureau', 'x', now() from rule_adoptions where status = 'proposed'`,
      ),
    ).toMatch(/is of other rules/)
    expect(await attempt('update rule_signatures set hash = hash')).toMatch(/permission denied|altered/)
  })
})

describe('a supplementary rule', () => {
  beforeAll(async () => {
    world = await makeWorld()
    await fillRegister()
    await judge()
  })

  it('changes from its approval on just what its preview foretold, cited by document', async () => {
    const preview = await transact(bureau(), async (tx) =>
      compareRules(bureau(), tx, await rulesWithSupplement(bureau(), tx, sample, 'SUP-2026-1')),
    )
    expect(preview.changed.systems).toBeGreaterThan(10)
    expect(preview.systems[0]?.added[0]).toMatchObject({ article: '陵数发〔2026〕12号第三条' })
    const before = await standingVerdicts()
    const { id } = await draftSupplement(handler(), { definition: sample })
    await submitSupplement(handler(), { id })
    await judge()
    expect(await standingVerdicts()).toEqual(before)
    await approveSupplement(bureau(), { id, hash: (await readSupplement(bureau(), id)).hash ?? '' })
    await judge()
    expect(differences(before, await standingVerdicts())).toEqual(foretold(preview))
    expect(preview.systems.every(({ code }) => before.has(code))).toBe(true)
  })

  it('approved while a judging runs is in all of its verdicts or in none', async () => {
    await transact(job(), (tx) =>
      tx.execute(sql`update systems set version = version + 1, data_sharing = not data_sharing`),
    )
    const stricter: Definition = {
      ...sample,
      article: '第四条',
      when: { join: 'all', of: [{ block: 'hosting', among: ['carrier'] }] },
    }
    await Promise.all([judge(addDays(today, 2)), approve(stricter)])
    const fresh = await transact(job(), (tx) =>
      tx
        .selectDistinct({ hash: verdicts.rulesHash })
        .from(verdicts)
        .where(eq(verdicts.asOf, addDays(today, 2))),
    )
    expect(fresh).toHaveLength(1)
    await judge(addDays(today, 3))
    const { hash } = await transact(job(), (tx) =>
      rulesInForce(tx, world.jurisdictionId, addDays(today, 3), world.clock.now()),
    )
    expect([...(await standingVerdicts()).values()].some(({ rulesHash }) => rulesHash === hash)).toBe(true)
  })

  it('of whatever blocks is compared without missing a system that it touches', async () => {
    const { edition, supplements } = await transact(job(), (tx) =>
      rulesInForce(tx, world.jurisdictionId, today, world.clock.now()),
    )
    const definitions = fc.sample(definitionArbitrary, { numRuns: 25, seed: 42 })
    let touched = 0
    for (const definition of definitions) {
      const rule = ruleOf(definition, 'SUP-2026-9')
      const extra = {
        id: 0,
        clause: 'SUP-2026-9',
        title: '',
        documentNumber: '',
        hash: frozen(definition, 'SUP-2026-9').hash,
        rule,
      }
      const [before, after] = [joinRules(edition, supplements), joinRules(edition, [...supplements, extra])]
      const quick = await compare({ asOf: today, before, after })
      // Another scope makes every system a candidate: the same verdicts, the long way.
      const scope = { ...after.pack.scope, demand: `${after.pack.scope.demand} ` }
      const whole = await compare({
        asOf: today,
        before,
        after: { ...after, pack: { ...after.pack, scope } },
      })
      expect({ ...quick, judged: 0 }).toEqual({ ...whole, judged: 0 })
      touched += quick.changed.systems
    }
    expect(touched).toBeGreaterThan(100)
  })
})
