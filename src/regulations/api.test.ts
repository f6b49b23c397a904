import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeWorld, type World } from '../../tests/support/world.ts'
import cases from './packs/contract-cases.json' with { type: 'json' }

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const preview = (body: unknown) =>
  world.fetch('/api/v1/eligibility/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const answer = z.strictObject({
  regulation: z.strictObject({ id: z.string(), title: z.string(), documentNumber: z.string() }),
  scope: z.string(),
  funds: z.record(z.string(), z.string()).optional(),
  findings: z.array(
    z.strictObject({
      clause: z.string(),
      article: z.string(),
      effect: z.string(),
      funds: z.array(z.string()),
      since: z.string().nullable(),
      reason: z.string(),
      remedy: z.string(),
      missing: z.array(z.string()),
    }),
  ),
  deadlines: z.array(
    z.strictObject({
      clause: z.string(),
      dueOn: z.string(),
      provisional: z.boolean(),
      metOn: z.string().nullable(),
    }),
  ),
})
const expected = z.strictObject({
  status: z.number(),
  scope: z.string().optional(),
  funds: z.record(z.string(), z.string()).optional(),
  finding: z
    .strictObject({
      clause: z.string(),
      effect: z.string(),
      since: z.string().optional(),
      missing: z.array(z.string()).optional(),
    })
    .optional(),
  notDenying: z.array(z.string()).optional(),
})
const problem = z.object({
  type: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

describe('POST /api/v1/eligibility/preview', () => {
  it.each(cases.map((entry) => [entry.name, entry] as const))(
    'answers the given case: %s',
    async (_, entry) => {
      const expect_ = expected.parse(entry.expect)
      const response = await preview(entry.request)
      expect(response.status).toBe(expect_.status)
      if (expect_.status !== 200) return
      const got = answer.parse(await response.json())
      if (expect_.scope !== undefined) expect(got.scope).toBe(expect_.scope)
      if (expect_.scope === 'out') {
        expect(got.funds).toBeUndefined()
        expect(got.findings.map(({ clause }) => clause)).toEqual(['LC-2'])
      }
      if (expect_.funds !== undefined) expect(got.funds).toMatchObject(expect_.funds)
      if (expect_.finding !== undefined)
        expect(got.findings).toContainEqual(expect.objectContaining(expect_.finding))
      for (const clause of expect_.notDenying ?? [])
        expect(
          got.findings
            .filter(({ effect }) => effect === 'denied' || effect === 'suspended')
            .map((f) => f.clause),
        ).not.toContain(clause)
    },
  )

  it('answers the example of the contract to the letter', async () => {
    const got = answer.parse(
      await (
        await preview({
          regulation: 'lingchuan-2024',
          asOf: '2026-11-21',
          facts: {
            classified: false,
            builtOn: '2024-12-02',
            acceptedOn: '2025-01-06',
            acceptanceFiledOn: null,
            migrationRequired: true,
            migrationDueOn: '2025-06-30',
            migratedOn: null,
            exemption: { documentNumber: '陵数函〔2025〕1号', until: '2026-12-31' },
            hosting: 'own-room',
            dataSharing: true,
            businessCoordination: true,
          },
        })
      ).json(),
    )
    expect(got.funds).toEqual({
      construction: 'denied',
      operations: 'denied',
      purchase: 'eligible',
      upgrade: 'eligible',
    })
    expect(got.findings[0]).toMatchObject({
      clause: 'LC-29',
      article: '第二十九条',
      effect: 'denied',
      funds: ['construction', 'operations'],
      since: '2025-02-22',
      missing: [],
    })
    expect(got.findings[0]?.reason).toBe('2025年1月6日竣工验收，应于2025年2月21日前备案，到期没有备案。')
    expect(got.deadlines).toContainEqual({
      clause: 'LC-29',
      dueOn: '2025-02-21',
      provisional: false,
      metOn: null,
    })
  })

  const refused: [string, unknown, string][] = [
    ['an unknown key', { regulation: 'lingchuan-2024', asOf: '2026-01-01', facts: {}, note: 1 }, 'note'],
    [
      'an unknown fact',
      { regulation: 'lingchuan-2024', asOf: '2026-01-01', facts: { colour: 'red' } },
      'facts.colour',
    ],
    ['an impossible day judged', { regulation: 'lingchuan-2024', asOf: '2026-02-30', facts: {} }, 'asOf'],
    [
      'an impossible day',
      { regulation: 'lingchuan-2024', asOf: '2026-01-01', facts: { builtOn: '2025-13-01' } },
      'facts.builtOn',
    ],
    [
      'a flag that is null',
      { regulation: 'lingchuan-2024', asOf: '2026-01-01', facts: { dataSharing: null } },
      'facts.dataSharing',
    ],
    [
      'filed before accepted',
      {
        regulation: 'lingchuan-2024',
        asOf: '2026-01-01',
        facts: { acceptedOn: '2025-03-02', acceptanceFiledOn: '2025-03-01' },
      },
      'facts.acceptanceFiledOn',
    ],
    [
      'filed though never accepted',
      {
        regulation: 'lingchuan-2024',
        asOf: '2026-01-01',
        facts: { acceptedOn: null, acceptanceFiledOn: '2025-03-01' },
      },
      'facts.acceptanceFiledOn',
    ],
    [
      'migrated before built',
      {
        regulation: 'lingchuan-2024',
        asOf: '2026-01-01',
        facts: { builtOn: '2025-03-02', migratedOn: '2025-03-01' },
      },
      'facts.migratedOn',
    ],
    [
      'an order resolved before it was issued',
      {
        regulation: 'lingchuan-2024',
        asOf: '2026-01-01',
        facts: {
          orders: [
            {
              kind: 'audit',
              issuedOn: '2025-03-02',
              dueOn: '2025-04-01',
              resolvedOn: '2025-03-01',
              refusedOn: null,
            },
          ],
        },
      },
      'facts.orders.0.resolvedOn',
    ],
    ['an unknown regulation', { regulation: 'mars-2030', asOf: '2026-01-01', facts: {} }, 'regulation'],
    ['a body without facts', { regulation: 'lingchuan-2024', asOf: '2026-01-01' }, 'facts'],
  ]
  it.each(refused)('refuses %s, naming the path', async (_, body, path) => {
    const response = await preview(body)
    expect(response.status).toBe(400)
    const got = problem.parse(await response.json())
    expect(got.errors?.map((error) => error.path)).toContain(path)
  })

  it.each(['2024-09-19', '2029-09-20'])(
    'says on %s that the regulation is not in force, and when it is',
    async (asOf) => {
      const response = await preview({ regulation: 'lingchuan-2024', asOf, facts: {} })
      expect(response.status).toBe(422)
      const got = problem.parse(await response.json())
      expect(got.type).toMatch(/regulation-not-in-force$/)
      expect(got.detail).toContain('2024-09-20')
      expect(got.detail).toContain('2029-09-19')
    },
  )

  it.each(['2024-09-20', '2029-09-19'])('answers on %s, a bound of its time in force', async (asOf) => {
    expect((await preview({ regulation: 'lingchuan-2024', asOf, facts: {} })).status).toBe(200)
  })

  it('refuses what is no JSON', async () => {
    const response = await world.fetch('/api/v1/eligibility/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect(response.status).toBe(400)
  })
})
