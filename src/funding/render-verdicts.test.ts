import { asc, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { transactAs } from '../platform/database.ts'
import { dateOf } from '../platform/dates.ts'
import { systems } from '../systems/schema.ts'
import { currentVerdict } from './current-verdict.ts'
import { judgeSystems } from './judge-systems.ts'
import { renderVerdicts } from './render-verdicts.ts'
import { rulebooks, verdicts } from './schema.ts'

let world: World
let systemId: number
beforeEach(async () => {
  world = await makeWorld()
  const [system] = await transact(world.as('job'), (tx) =>
    tx
      .insert(systems)
      .values({
        jurisdictionId: world.jurisdictionId,
        organisationId: world.organisations.department,
        code: 'LC-1',
        name: '系统',
        classified: false,
        dataSharing: true,
        businessCoordination: true,
        migrationRequired: false,
        acceptedOn: dateOf('2026-12-20'),
        acceptanceFiledOn: 'infinity',
      })
      .returning({ id: systems.id }),
  )
  systemId = system?.id ?? 0
})

const judge = (asOf: string) =>
  transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, dateOf(asOf)))
const history = () =>
  transact(world.as('finance'), async (tx) => {
    const rows = await tx
      .select()
      .from(verdicts)
      .where(eq(verdicts.systemId, systemId))
      .orderBy(asc(verdicts.id))
    return renderVerdicts(tx, rows)
  })
/** Somebody publishes the days off of a year. */
const publish = (year: number) =>
  transactAs(world.database, 'all-jurisdictions', (tx) =>
    tx.execute(sql`insert into calendar_years (year, notice) values (${year}, '试')`),
  )
const filing = (said: Awaited<ReturnType<typeof history>>[number] | undefined) =>
  said?.findings.find(({ clause }) => clause === 'LC-29')

describe('a verdict read again', () => {
  it('says what it said, by the calendar of then, when another year has been published', async () => {
    await judge('2027-03-15')
    const [then] = await history()
    expect(filing(then)).toMatchObject({ effect: 'warned' })
    expect(filing(then)?.reason).toContain('暂定')
    expect((await currentVerdict(world.as('finance'), systemId))?.findings).toEqual(then?.findings)

    await publish(2027)
    expect(await judge('2027-03-15')).toMatchObject({ changed: 1 })
    const [before, now, ...more] = await history()
    expect(more).toEqual([])
    expect(before).toEqual(then)
    expect(filing(now)).toMatchObject({ effect: 'denied', funds: ['construction', 'operations'] })
    expect(filing(now)?.reason).not.toContain('暂定')
  })

  it('says what it said when the facts have changed', async () => {
    await judge('2026-12-21')
    const [then] = await history()
    await transact(world.as('job'), (tx) =>
      tx
        .update(systems)
        .set({ dataSharing: false, version: sql`version + 1` })
        .where(eq(systems.id, systemId)),
    )
    await judge('2026-12-22')
    expect((await history())[0]).toEqual(then)
  })

  it('keeps the words of rows from before rules were kept beside them', async () => {
    await judge('2026-12-21')
    const words = (await history())[0]
    await transact(world.as('job'), async (tx) => {
      const [row] = await tx.select().from(verdicts)
      if (row === undefined) throw new Error('nothing was judged')
      const { id: _id, ...written } = row
      await tx.update(verdicts).set({ supersededAt: world.clock.now() })
      await tx
        .insert(verdicts)
        .values({ ...written, rulebookId: null, findings: words?.findings ?? [], deadlines: [] })
    })
    expect((await history())[1]).toEqual({ findings: words?.findings, deadlines: [], funds: words?.funds })
  })
})

describe('what judged', () => {
  it('is kept once for all verdicts it gave, and nobody alters it', async () => {
    await judge('2026-12-21')
    await judge('2026-12-22')
    const kept = await transact(world.as('department'), (tx) => tx.select().from(rulebooks))
    expect(kept).toMatchObject([{ regulationId: 'lingchuan-2024', pack: { id: 'lingchuan-2024' } }])
    await expect(
      transact(world.as('job'), (tx) => tx.update(rulebooks).set({ packVersion: '0' })),
    ).rejects.toThrow()
    await expect(transact(world.as('job'), (tx) => tx.delete(rulebooks))).rejects.toThrow()
  })
})
