import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../../tests/support/published-calendar.ts'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { transact } from '../../platform/context.ts'
import { dateOf } from '../../platform/dates.ts'
import { evaluatorFor } from '../../regulations/engine/evaluator.ts'
import type { Pack } from '../../regulations/engine/rules.ts'
import { lingchuan2024 } from '../../regulations/packs/lingchuan-2024.ts'
import { ruleAdoptions } from '../schema.ts'
import { adoptOlder, olderLingchuan } from '../testing.ts'
import { adoptFirst } from './adopt-first.ts'
import { hashOfPack } from './rules-hash.ts'
import { rulesInForce } from './rules-in-force.ts'

const day = dateOf('2026-11-21')
let world: World
const read = (asOf = day, knownAt = world.clock.now()) =>
  transact(world.as('job'), (tx) => rulesInForce(tx, world.jurisdictionId, asOf, knownAt))
const adopt = () => transact(world.as('job'), (tx) => adoptFirst(world.as('job'), tx))

describe('the rules in force', () => {
  beforeEach(async () => {
    world = await makeWorld()
  })

  it('are the installed ones before anything is adopted, and the kept ones from then on', async () => {
    const before = await read()
    expect(before.edition).toMatchObject({ id: null, version: lingchuan2024.version })
    await adopt()
    const after = await read()
    expect(after.edition).toMatchObject({ version: lingchuan2024.version, hash: hashOfPack(lingchuan2024) })
    expect(after.edition.id).not.toBeNull()
    expect(after.hash).toBe(before.hash)
    const facts = { classified: false, dataSharing: false, acceptedOn: dateOf('2025-01-06') }
    expect(evaluatorFor(after.pack, day, publishedCalendar)(facts)).toEqual(
      evaluatorFor(lingchuan2024, day, publishedCalendar)(facts),
    )
  })

  it('are adopted once, whoever judges first', async () => {
    await Promise.all([adopt(), adopt(), adopt()])
    await adopt()
    const adoptions = await transact(world.as('job'), (tx) => tx.select().from(ruleAdoptions))
    expect(adoptions).toHaveLength(1)
    expect(adoptions[0]).toMatchObject({ status: 'adopted', automatic: true, effectiveFrom: '2024-09-20' })
  })

  it('stay the adopted ones when the software brings others', async () => {
    await transact(world.as('job'), (tx) => adoptOlder(world.as('job'), tx))
    await adopt()
    const { edition, pack } = await read()
    expect(edition.version).toBe('2024.1')
    expect(pack.rules.map(({ clause }) => clause)).not.toContain('LC-29')
    // Of the past too: there was no other.
    expect((await read(dateOf('2024-10-01'), new Date('2024-10-01T00:00:00Z'))).edition.version).toBe(
      '2024.1',
    )
  })

  it('have another hash as soon as anything that decides or is shown is another', () => {
    const [first, ...others] = lingchuan2024.rules
    if (first === undefined) throw new Error('no rule')
    const packs: Pack[] = [
      lingchuan2024,
      olderLingchuan,
      { ...lingchuan2024, version: '2024.9' },
      { ...lingchuan2024, rules: [{ ...first, demand: '别的要求。' }, ...others] },
      { ...lingchuan2024, rules: [...others, first] },
    ]
    expect(new Set(packs.map(hashOfPack)).size).toBe(packs.length)
    expect(hashOfPack({ ...lingchuan2024, coverage: {}, numbers: {} })).toBe(hashOfPack(lingchuan2024))
  })
})

describe('what was kept', () => {
  beforeAll(async () => {
    world = await makeWorld()
    await adopt()
  })
  const attempt = (statement: string) =>
    transact(world.as('job'), (tx) => tx.execute(sql.raw(statement))).then(
      () => 'done',
      (error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error),
    )

  it.each([
    ["update rule_editions set version = '9'", /permission denied|altered/],
    ['delete from rule_editions', /permission denied|altered/],
    ["update rule_adoptions set effective_from = '2026-01-01'", /may not go from/],
    [
      "update rule_adoptions set status = 'withdrawn', withdrawn_at = now(), adopted_at = null",
      /may not go from/,
    ],
    ['delete from rule_adoptions', /permission denied|deleted/],
    [
      `insert into rule_adoptions (jurisdiction_id, edition_id, effective_from, status, automatic, proposed_at, adopted_at)
       select jurisdiction_id, id, '2026-01-01', 'adopted', true, now(), now() from rule_editions`,
      /only the first adoption/,
    ],
    [
      `insert into rule_adoptions (jurisdiction_id, edition_id, effective_from, status, proposed_at, adopted_at)
       select jurisdiction_id, id, '2026-01-01', 'adopted', now(), now() from rule_editions`,
      /begins as a proposal/,
    ],
  ])('is not altered by "%s"', async (statement, refusal) => {
    expect(await attempt(statement)).toMatch(refusal)
  })

  it("is another jurisdiction's to nobody", async () => {
    const elsewhere = {
      ...world.as('job'),
      actor: { kind: 'job' as const, job: 'test', jurisdictionId: 'other' },
    }
    expect(await transact(elsewhere, (tx) => tx.select().from(ruleAdoptions))).toEqual([])
  })
})
