import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { engineVersion } from '../../matching/index.ts'
import { transactAs } from '../../platform/database.ts'
import { type CalendarDate, dateOf } from '../../platform/dates.ts'
import { draftOf, publishSample, requestIn } from '../testing.ts'
import { allowedRequestSteps } from './allowed-steps.ts'
import { approveRequest } from './approve-request.ts'
import { deleteRequestDraft } from './delete-draft.ts'
import { fileRequest } from './file-request.ts'
import { confirmMatch } from './match-request.ts'
import { approvedItems, matchItems, requestMatches } from './match-schema.ts'
import { readRequest } from './read-request.ts'
import { returnRequest } from './return-request.ts'
import { reviewRequest } from './review-request.ts'
import { resourceRequests } from './schema.ts'
import { sendForReview } from './send-for-review.ts'
import { submitRequest } from './submit-request.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
})

const whole = <T>(work: Parameters<typeof transactAs<T>>[2]) =>
  transactAs(world.database, { jurisdictionId: world.jurisdictionId, organisations: 'all' }, work)
const rowOf = (requestId: number) =>
  whole(async (tx) => {
    const [row] = await tx.select().from(resourceRequests).where(eq(resourceRequests.id, requestId))
    if (row === undefined) throw new Error(`no request ${requestId}`)
    return row
  })

describe('a request', () => {
  it('says to its department and to the centre that it should have been opened', async () => {
    const requestId = await requestIn(world, 'approved')
    const words = async (role: 'data-centre' | 'department', today: CalendarDate) => {
      const { actor } = world.as(role)
      if (actor.kind !== 'person') throw new Error('nobody acts')
      return allowedRequestSteps(actor, await readRequest(world.as(role), { requestId }), today).words
    }
    // ECS-08 is opened within 3 working days of Saturday 2026-11-21.
    expect(await words('data-centre', dateOf('2026-11-25'))).toContain('请在开通期限内开通')
    expect(await words('department', dateOf('2026-11-25'))).not.toContain('已过')
    const late = '开通期限 2026-11-25 已过'
    expect(await words('data-centre', dateOf('2026-11-26'))).toContain(`${late}，请尽快开通`)
    expect(await words('department', dateOf('2026-11-26'))).toContain(`${late}，等大数据中心开通`)
  })

  it('goes from draft to provisioned, one step after another, by different hands', async () => {
    const requestId = await requestIn(world, 'provisioned')
    const row = await rowOf(requestId)
    expect(row).toMatchObject({
      status: 'provisioned',
      approvedOn: '2026-11-21',
      provisionedOn: '2026-11-21',
      // ECS-08 is opened within 3 working days; 2026-11-21 is a Saturday.
      dueOn: '2026-11-25',
      dueProvisional: false,
    })
  })

  it('runs no day for which no capacity is held: from its first day, or from its opening when that is later', async () => {
    const first = async (startsOn: string) => {
      const requestId = await requestIn(world, 'provisioned', { startsOn })
      return (await readRequest(world.as('department'), { requestId })).resources[0]?.startsOn
    }
    expect(await first('2026-12-01')).toBe('2026-12-01')
    expect(await first('2026-11-21')).toBe('2026-11-21')
    expect(await first('2026-11-01')).toBe('2026-11-21')
  })

  it('is refused where figure times figure is more than can be kept, with the line it is in', async () => {
    const most = { quantity: 10_000, kind: 'block-storage' as const, storageGiB: 10_485_760 }
    const lines = [{ ...most, zone: '政务外网' }]
    await expect(requestIn(world, 'submitted', { lines })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('is handed over once: a second time writes nothing', async () => {
    const requestId = await requestIn(world, 'draft')
    const events = async () =>
      (await readRequest(world.as('department'), { requestId })).events.filter(
        ({ action }) => action === 'hand-over',
      ).length
    await sendForReview(world.as('department'), { requestId })
    await Promise.all([1, 2].map(() => sendForReview(world.as('department'), { requestId })))
    expect(await events()).toBe(1)
  })

  it('takes no step out of turn', async () => {
    const requestId = await requestIn(world, 'submitted')
    const centre = world.as('data-centre')
    await expect(reviewRequest(centre, { requestId, comment: '同意' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(approveRequest(world.as('competent-bureau'), { requestId })).rejects.toMatchObject({
      code: 'conflict',
    })
    await confirmMatch(centre, { requestId })
    await expect(confirmMatch(centre, { requestId })).rejects.toMatchObject({ code: 'conflict' })
    await expect(deleteRequestDraft(world.as('department'), { requestId })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is not submitted by whoever filed it, nor taken further by the wrong role', async () => {
    const { requestId } = await fileRequest(world.as('department-head'), draftOf())
    await expect(submitRequest(world.as('department-head'), { requestId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(submitRequest(world.as('department'), { requestId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(approveRequest(world.as('data-centre'), { requestId })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('comes back with a reason and is submitted anew, with a match of its own', async () => {
    const requestId = await requestIn(world, 'reviewed')
    const first = await rowOf(requestId)
    await returnRequest(world.as('competent-bureau'), { requestId, reason: '数量请核减' })
    expect((await rowOf(requestId)).status).toBe('returned')
    await submitRequest(world.as('department-head'), { requestId })
    const second = await rowOf(requestId)
    expect(second.status).toBe('submitted')
    expect(second.matchId).not.toBe(first.matchId)
  })

  it('is not submitted incomplete', async () => {
    const { requestId } = await fileRequest(world.as('department'), draftOf({ endsOn: null, lines: [] }))
    await expect(submitRequest(world.as('department-head'), { requestId })).rejects.toMatchObject({
      code: 'invalid-input',
      errors: [{ path: 'endsOn' }, { path: 'lines' }],
    })
  })
})

describe('a frozen match', () => {
  it('keeps request, edition, items with prices and engine version, and is hashed by the database too', async () => {
    const requestId = await requestIn(world, 'submitted')
    const { matchId } = await rowOf(requestId)
    const [row] = await whole((tx) =>
      tx
        .select()
        .from(requestMatches)
        .where(eq(requestMatches.id, matchId ?? 0)),
    )
    const frozen = JSON.parse(row?.content ?? '')
    expect(frozen).toMatchObject({
      engineVersion,
      edition: { number: '2026年第1版' },
      request: { purpose: '应用和数据库迁移上云', lines: [{ id: '1', quantity: 2, vcpu: 4 }] },
      items: [{ code: 'ECS-08', monthlyFen: 26_720 }],
      lines: [{ id: '1', outcome: 'served', optimal: true, monthlyFen: 53_440 }],
      monthlyFen: 53_440,
    })
  })

  it('can be altered by nobody, the owner of the tables neither', async () => {
    await requestIn(world, 'approved')
    for (const table of [requestMatches, matchItems, approvedItems])
      for (const statement of [
        sql`update ${table} set jurisdiction_id = jurisdiction_id`,
        sql`delete from ${table}`,
      ]) {
        await expect(whole((tx) => tx.execute(statement))).rejects.toThrow()
        await expect(world.database.execute(statement)).rejects.toMatchObject({ cause: { code: '55000' } })
      }
  })

  it('bounds what can be approved: another item, another quantity and another match are refused', async () => {
    const requestId = await requestIn(world, 'reviewed')
    const bureau = world.as('competent-bureau')
    for (const item of [
      { line: '1', code: 'ECS-19', quantity: 2 },
      { line: '1', code: 'ECS-08', quantity: 3 },
      { line: '2', code: 'ECS-08', quantity: 2 },
    ])
      await expect(approveRequest(bureau, { requestId, items: [item] })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    await expect(approveRequest(bureau, { requestId, contentHash: 'another' })).rejects.toMatchObject({
      code: 'conflict',
    })
    // Past the app's code, the foreign key and the trigger refuse it as well.
    const { matchId, organisationId } = await rowOf(requestId)
    const outside = (code: string) =>
      whole((tx) =>
        tx.insert(approvedItems).values({
          matchId: matchId ?? 0,
          lineId: '1',
          code,
          organisationId,
          jurisdictionId: world.jurisdictionId,
        }),
      )
    await expect(outside('ECS-08')).rejects.toMatchObject({ cause: { code: '55000' } })
    await approveRequest(bureau, { requestId, items: [{ line: '1', code: 'ECS-08', quantity: 2 }] })
    await expect(outside('ECS-19')).rejects.toMatchObject({ cause: { code: '23503' } })
  })
})
