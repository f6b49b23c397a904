import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { transact } from '../../platform/context.ts'
import { dateOf } from '../../platform/dates.ts'
import type { Role } from '../../platform/permissions.ts'
import { rulesInForce } from '../editions/rules-in-force.ts'
import { sampleDefinition as definition } from '../testing.ts'
import { approveSupplement } from './approve-supplement.ts'
import { deleteSupplement } from './delete-supplement.ts'
import { draftSupplement } from './draft-supplement.ts'
import { supplementStateOf } from './model.ts'
import { listSupplements, readSupplement } from './read-supplements.ts'
import { approveRepeal, dropRepeal, proposeRepeal } from './repeal-supplement.ts'
import { returnSupplement } from './return-supplement.ts'
import { submitSupplement } from './submit-supplement.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})

const handler = () => world.as('bureau-handler')
const bureau = () => world.as('competent-bureau')
const hashOf = async (id: number) => (await readSupplement(bureau(), id)).hash ?? ''
async function submitted(): Promise<number> {
  const { id } = await draftSupplement(handler(), { definition })
  await submitSupplement(handler(), { id })
  return id
}
async function approved(): Promise<number> {
  const id = await submitted()
  await approveSupplement(bureau(), { id, hash: await hashOf(id) })
  return id
}
const inForce = (asOf = '2026-11-21', knownAt = world.clock.now()) =>
  transact(world.as('job'), async (tx) => {
    const { supplements } = await rulesInForce(tx, world.jurisdictionId, dateOf(asOf), knownAt)
    return supplements.map(({ clause }) => clause)
  })
const standing = async (id: number, on: string) =>
  supplementStateOf(await readSupplement(bureau(), id), dateOf(on))

describe('a supplementary rule', () => {
  it('is drafted, submitted, approved by somebody else, and then judges on its days, known from then on', async () => {
    const { id, clause } = await draftSupplement(handler(), { definition })
    expect(clause).toBe('SUP-2026-1')
    expect(await inForce()).toEqual([])
    await submitSupplement(handler(), { id })
    expect(await inForce()).toEqual([])
    world.clock.set('2026-11-21T15:00:00+08:00')
    await approveSupplement(bureau(), { id, hash: await hashOf(id) })
    expect(await inForce()).toEqual(['SUP-2026-1'])
    expect(await inForce('2026-10-01')).toEqual(['SUP-2026-1'])
    expect(await inForce('2026-09-30')).toEqual([])
    expect(await inForce('2026-11-21', new Date('2026-11-21T14:59:59+08:00'))).toEqual([])
    expect(await standing(id, '2026-09-30')).toBe('coming')
    expect(await standing(id, '2026-11-21')).toBe('in-force')
    const entries = await transact(world.as('audit'), (tx) =>
      tx.execute<{ operation: string }>(
        sql`select operation from audit_entries where object_type = 'supplementary-rule' order by id`,
      ),
    )
    expect(entries.map(({ operation }) => operation)).toEqual([
      'regulations.draft',
      'regulations.draft',
      'regulations.approve',
    ])
  })

  it('is never approved by who wrote in it or submitted it, whatever else they may do', async () => {
    const { id } = await draftSupplement(bureau(), { definition })
    await draftSupplement(handler(), { id, definition })
    await submitSupplement(handler(), { id })
    await expect(approveSupplement(bureau(), { id, hash: await hashOf(id) })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const own = await draftSupplement(handler(), { definition })
    await submitSupplement(bureau(), { id: own.id })
    await expect(
      approveSupplement(bureau(), { id: own.id, hash: await hashOf(own.id) }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect(await inForce()).toEqual([])
  })

  it('is approved as the approver read it, once', async () => {
    const id = await submitted()
    await expect(approveSupplement(bureau(), { id, hash: 'other' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const hash = await hashOf(id)
    const twice = await Promise.allSettled([
      approveSupplement(bureau(), { id, hash }),
      approveSupplement(bureau(), { id, hash }),
    ])
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('goes back with a reason, is mended and submitted again', async () => {
    const id = await submitted()
    const hash = await hashOf(id)
    await returnSupplement(bureau(), { id, reason: '文号不对' })
    expect(await readSupplement(handler(), id)).toMatchObject({
      status: 'draft',
      hash: null,
      returned: { reason: '文号不对' },
    })
    await draftSupplement(handler(), {
      id,
      definition: { ...definition, documentNumber: '陵数发〔2026〕13号' },
    })
    await submitSupplement(handler(), { id })
    await expect(approveSupplement(bureau(), { id, hash })).rejects.toMatchObject({ code: 'conflict' })
    await approveSupplement(bureau(), { id, hash: await hashOf(id) })
    expect((await readSupplement(bureau(), id)).returned).toBeNull()
  })

  it('is numbered by year and jurisdiction, and a deleted draft leaves its number', async () => {
    await approved()
    const { id, clause } = await draftSupplement(handler(), { definition })
    expect(clause).toBe('SUP-2026-2')
    await deleteSupplement(handler(), { id })
    expect((await draftSupplement(handler(), { definition })).clause).toBe('SUP-2026-2')
    world.clock.set('2027-01-04T10:00:00+08:00')
    expect((await draftSupplement(handler(), { definition })).clause).toBe('SUP-2027-1')
    expect(await listSupplements(bureau())).toHaveLength(3)
  })

  it('is repealed from a day by two people, and holds until then', async () => {
    const id = await approved()
    await expect(
      proposeRepeal(handler(), { id, from: '2026-09-01', documentNumber: '陵数发〔2026〕20号' }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
    await proposeRepeal(bureau(), { id, from: '2026-12-01', documentNumber: '陵数发〔2026〕20号' })
    const earlier = { id, from: '2026-12-01', documentNumber: '陵数发〔2026〕20号' }
    await expect(approveRepeal(bureau(), earlier)).rejects.toMatchObject({ code: 'forbidden' })
    await dropRepeal(handler(), { ...earlier, reason: '暂不废止' })
    const asked = { ...earlier, documentNumber: '陵数发〔2026〕21号' }
    await proposeRepeal(handler(), asked)
    // What the page showed was dropped meanwhile; this is another one.
    for (const decide of [
      approveRepeal(bureau(), earlier),
      dropRepeal(handler(), { ...earlier, reason: '不必' }),
    ])
      await expect(decide).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('21号'),
      })
    expect(await standing(id, '2026-12-01')).toBe('repeal-proposed')
    expect(await inForce('2026-12-01')).toEqual(['SUP-2026-1'])
    world.clock.set('2026-11-22T10:00:00+08:00')
    await approveRepeal(bureau(), asked)
    expect(await inForce('2026-11-30')).toEqual(['SUP-2026-1'])
    expect(await inForce('2026-12-01')).toEqual([])
    expect(await inForce('2026-12-01', new Date('2026-11-21T20:00:00+08:00'))).toEqual(['SUP-2026-1'])
    await expect(dropRepeal(bureau(), { ...asked, reason: '反悔了' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('takes each step in its order only', async () => {
    const { id } = await draftSupplement(handler(), { definition })
    await expect(approveSupplement(bureau(), { id, hash: '' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(returnSupplement(bureau(), { id, reason: '不对' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(
      proposeRepeal(handler(), { id, from: '2026-12-01', documentNumber: '一' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await submitSupplement(handler(), { id })
    await expect(submitSupplement(handler(), { id })).rejects.toMatchObject({ code: 'conflict' })
    await expect(draftSupplement(handler(), { id, definition })).rejects.toMatchObject({ code: 'conflict' })
    await expect(deleteSupplement(handler(), { id })).rejects.toMatchObject({ code: 'conflict' })
    await expect(
      approveRepeal(bureau(), { id, from: '2026-12-01', documentNumber: '一' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(submitSupplement(handler(), { id: 999 })).rejects.toMatchObject({ code: 'not-found' })
  })

  it("is the competent bureau's to write and approve, and nobody else's", async () => {
    const id = await submitted()
    const others: Role[] = [
      'department',
      'department-head',
      'data-centre',
      'finance',
      'audit',
      'system-admin',
    ]
    for (const role of others) {
      await expect(draftSupplement(world.as(role), { definition }), role).rejects.toMatchObject({
        code: 'forbidden',
      })
      await expect(approveSupplement(world.as(role), { id, hash: '' }), role).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    await expect(approveSupplement(handler(), { id, hash: await hashOf(id) })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(readSupplement(world.as('department'), id)).rejects.toMatchObject({ code: 'forbidden' })
    // What is not approved yet is hidden from departments by the database too; what is approved is public.
    const seen = () =>
      transact(world.as('public'), (tx) => tx.execute(sql`select clause from supplementary_rules`))
    expect(await seen()).toHaveLength(0)
    await approveSupplement(bureau(), { id, hash: await hashOf(id) })
    expect(await seen()).toHaveLength(1)
  })
})

describe('the database', () => {
  const attempt = (statement: string) =>
    transact(world.as('job'), (tx) => tx.execute(sql.raw(statement))).then(
      () => 'done',
      (error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error),
    )

  it.each([
    ["set definition = jsonb_set(definition, '{reason}', '\"x\"')", /is no draft/],
    ["set rule = '{}'", /is no draft/],
    ["set hash = 'x'", /is no draft/],
    ["set force_until = '2026-12-01'", /is no draft/],
    [
      "set status = 'draft', approved_by = null, rule = null, hash = null, submitted_by = null",
      /may not go from approved/,
    ],
    ['set approved_by = submitted_by', /is no draft|supplementary_rules_approver/],
    ["set clause = 'SUP-2026-9'", /is no draft/],
  ])('keeps an approved rule as it is against "%s"', async (change, refusal) => {
    await approved()
    expect(await attempt(`update supplementary_rules ${change}`)).toMatch(refusal)
    expect(await attempt('delete from supplementary_rules')).toMatch(/may not be deleted/)
  })

  it('lets nobody approve their own rule', async () => {
    await submitted()
    expect(
      await attempt(
        "update supplementary_rules set status = 'approved', approved_at = now(), approved_by = submitted_by",
      ),
    ).toMatch(/supplementary_rules_approver/)
  })
})
