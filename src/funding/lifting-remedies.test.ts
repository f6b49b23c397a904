import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { transact } from '../platform/context.ts'
import { dateOf } from '../platform/dates.ts'
import { systems } from '../systems/schema.ts'
import { recordRegister } from '../systems/testing.ts'
import { judgeSystems } from './judge-systems.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await transact(world.as('job'), async (tx) => {
    const own = { jurisdictionId: world.jurisdictionId, organisationId: world.organisations.department }
    const inOrder = {
      classified: false,
      migrationRequired: true,
      migrationDueOn: dateOf('2025-06-30'),
      migratedOn: 'infinity' as const,
      exemptionUntil: 'infinity' as const,
      hosting: 'own-room' as const,
      builtOn: dateOf('2019-01-01'),
      acceptedOn: dateOf('2025-01-06'),
      acceptanceFiledOn: 'infinity' as const,
      dataSharing: true,
      businessCoordination: true,
    }
    await tx.insert(systems).values([
      { ...own, ...inOrder, code: 'A-1', name: '国土空间规划系统' },
      {
        ...own,
        ...inOrder,
        code: 'A-2',
        name: '别单位的系统',
        organisationId: world.organisations.audit,
      },
    ])
  })
  await recordRegister(world.as('job'))
  await transact(world.as('job'), (tx) => judgeSystems(world.as('job'), tx, dateOf('2026-11-21')))
})

const answer = z.object({
  verdict: z.object({ findings: z.array(z.object({ clause: z.string() })) }),
  liftingRemedies: z.array(
    z.object({ clause: z.string(), words: z.string(), changes: z.array(z.object({ fact: z.string() })) }),
  ),
})

describe('what lifts a finding', () => {
  it('stands on the page of the system, clause by clause, and for the money as a whole', async () => {
    const html = await (await world.fetch('/systems/A-1', { as: 'department' })).text()
    expect(html).toContain('做到下列任何一项，即解除本条：')
    for (const words of [
      '取得迁移确认',
      '经批准豁免迁移，载明文号，有效期尚未届满',
      '完成验收备案，即解除本条。',
    ])
      expect(html).toContain(words)
    expect(html).toMatch(/取得迁移确认、完成验收备案，各项都办到后，运维经费为<strong>可拨付<\/strong>/)
  })

  it('is answered to other systems, with the facts to change', async () => {
    const response = await world.fetch('/api/v1/systems/A-1/eligibility', { as: 'finance' })
    expect(response.status).toBe(200)
    const { verdict, liftingRemedies } = answer.parse(await response.json())
    expect(verdict.findings.map(({ clause }) => clause)).toContain('LC-7b')
    expect(liftingRemedies.filter(({ clause }) => clause === 'LC-29')).toEqual([
      expect.objectContaining({ words: '完成验收备案', changes: [{ fact: 'acceptanceFiledOn' }] }),
    ])
  })

  it("is not told about another department's system", async () => {
    for (const code of ['A-2', 'no-such'])
      expect((await world.fetch(`/api/v1/systems/${code}/eligibility`, { as: 'department' })).status).toBe(
        404,
      )
  })
})
