import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { trackMigrations } from '../../../jobs/track-migrations.ts'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { judgeSystems } from '../../funding/judge-systems.ts'
import { transact } from '../../platform/context.ts'
import { addDays } from '../../platform/dates.ts'
import { runOnce } from '../../platform/jobs.ts'
import type { Role } from '../../platform/permissions.ts'
import { packOf } from '../../regulations/index.ts'
import { makeMonthlyReport } from '../../reports/index.ts'
import { systems } from '../../systems/schema.ts'
import { recordRegister } from '../../systems/testing.ts'
import { draftSupplement } from '../supplements/draft-supplement.ts'
import { sampleDefinition } from '../testing.ts'
import { proposeAdoption } from './propose-adoption.ts'
import { readRuleEditions } from './read-editions.ts'
import { hashOfPack } from './rules-hash.ts'

let world: World
const yuncheng = packOf('yuncheng-2021')
const hash = yuncheng === undefined ? '' : hashOfPack(yuncheng)
const page = async (path: string, as: Role) => (await world.fetch(path, { as })).text()
const judge = () => transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, world.clock.today()))

beforeAll(async () => {
  world = await makeWorld({ now: '2026-11-30T23:45:00+08:00' })
  await world.database.transaction(async (tx) => {
    await tx.execute(sql`alter table jurisdictions disable row level security`)
    await tx.execute(sql`update jurisdictions set regulation_id = null`)
    await tx.execute(sql`alter table jurisdictions enable row level security`)
  })
  await transact(world.as('job'), async (tx) => {
    await tx.insert(systems).values({
      jurisdictionId: world.jurisdictionId,
      organisationId: world.organisations.department,
      code: 'A-1',
      name: '公交调度系统',
      classified: false,
      migrationRequired: true,
      dataSharing: false,
      decommissionedOn: 'infinity',
    })
  })
  await recordRegister(world.as('job'))
  await runOnce({ ...world, log: () => {} }, trackMigrations, world.jurisdictionId, world.clock.today())
})

describe('a jurisdiction without a regulation of its own', () => {
  it('judges nothing, keeps and tracks its systems, and says on each page why there is no verdict', async () => {
    expect(await judge()).toMatchObject({ inForce: false, judged: 0 })
    for (const [path, as] of [
      ['/funding', 'finance'],
      ['/funding', 'department'],
      ['/systems/A-1', 'department'],
      ['/', 'competent-bureau'],
      ['/rules', 'finance'],
    ] as const)
      expect(await page(path === '/' ? '/desk' : path, as), `${path} as ${as}`).toContain(
        '尚未采用资金管理办法',
      )
    expect(await page('/systems', 'data-centre')).toContain('公交调度系统')
  })

  it('has no supplementary rules, which would have nothing to supplement', async () => {
    await expect(
      draftSupplement(world.as('bureau-handler'), { definition: sampleDefinition }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('adopts one by two signatures, which judges from its day on, and no other after it', async () => {
    expect(await page('/rules', 'bureau-handler')).toContain('/rules/upgrade?regulation=jiaozuo-2021')
    const shown = await page('/rules/upgrade?regulation=yuncheng-2021', 'bureau-handler')
    expect(shown).toContain('1 个系统')
    expect(shown).toContain('不作判定')
    expect(shown).toContain(hash)
    // It is asked under an article that names no fund: no money waits for it.
    expect(shown).toContain('将变为待核实')
    expect(shown).not.toContain('因为“是否变相包装立项”')
    const tomorrow = addDays(world.clock.today(), 1)
    await expect(
      proposeAdoption(world.as('bureau-handler'), { hash, effectiveFrom: tomorrow }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
    const proposed = await world.fetch('/rules/adoptions?regulation=yuncheng-2021', {
      as: 'bureau-handler',
      method: 'POST',
      body: new URLSearchParams({ hash, effectiveFrom: tomorrow }),
    })
    expect(proposed.status).toBe(303)
    const { proposed: open } = await readRuleEditions(world.as('competent-bureau'))
    expect(open?.regulationId).toBe('yuncheng-2021')
    const signed = await world.fetch(`/rules/adoptions/${open?.id}/sign`, {
      as: 'competent-bureau',
      method: 'POST',
      body: new URLSearchParams({ hash }),
    })
    expect(signed.status).toBe(303)

    // Not before its day.
    expect(await judge()).toMatchObject({ inForce: false })
    expect(await page('/rules', 'competent-bureau')).toContain('已由两人签署')
    world.clock.set(`${tomorrow}T00:15:00+08:00`)
    expect(await judge()).toMatchObject({ inForce: true, judged: 1 })
    expect(await page('/systems/A-1', 'department')).toContain('第八条')
    // The month ended the day before: its report says so.
    await makeMonthlyReport(world.as('data-centre'), { month: '2026-11' })
    expect(await page('/reports/2026-11', 'finance')).toContain('尚未采用资金管理办法，运维经费没有判定')
    const later = addDays(world.clock.today(), 1)
    const lingchuan = packOf('lingchuan-2024')
    await expect(
      proposeAdoption(world.as('bureau-handler'), {
        regulationId: 'lingchuan-2024',
        hash: lingchuan === undefined ? '' : hashOfPack(lingchuan),
        effectiveFrom: later,
      }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })
})
