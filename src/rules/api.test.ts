import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { dateNames, flagNames, hostings } from '../regulations/facts.ts'
import cases from '../regulations/packs/contract-cases.json' with { type: 'json' }

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
    expect(got.findings[0]?.reason).toBe(
      '2025年1月6日竣工验收，最迟于2025年2月21日（含当日）备案，到期没有备案。',
    )
    expect(got.deadlines).toContainEqual({
      clause: 'LC-29',
      dueOn: '2025-02-21',
      provisional: false,
      metOn: null,
    })
  })

  const anOrder = {
    kind: 'audit',
    issuedOn: '2025-03-02',
    dueOn: '2025-04-01',
    resolvedOn: null,
    refusedOn: null,
  }
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
    ...['9999-12-31', '0000-01-01', '1948-12-31', '2101-01-01'].map((day): [string, unknown, string] => [
      `the day ${day}`,
      { regulation: 'lingchuan-2024', asOf: '2026-01-01', facts: { budgetRepliedOn: day } },
      'facts.budgetRepliedOn',
    ]),
    [
      'an order due in the year 9999',
      {
        regulation: 'jiaozuo-2021',
        asOf: '2026-01-01',
        facts: {
          orders: [
            { kind: 'audit', issuedOn: '2025-03-02', dueOn: '9999-12-31', resolvedOn: null, refusedOn: null },
          ],
        },
      },
      'facts.orders.0.dueOn',
    ],
    ['a day judged in the year 9999', { regulation: 'jiaozuo-2021', asOf: '9999-12-31', facts: {} }, 'asOf'],
    ...[' ', '无', '　'].map((documentNumber): [string, unknown, string] => [
      `an exemption numbered “${documentNumber}”`,
      {
        regulation: 'lingchuan-2024',
        asOf: '2026-01-01',
        facts: { exemption: { documentNumber, until: '2026-12-31' } },
      },
      'facts.exemption.documentNumber',
    ]),
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
    ...(
      [
        [
          'built before construction began',
          { constructionStartedOn: '2025-03-02', builtOn: '2025-03-01' },
          'builtOn',
        ],
        [
          'built though construction never began',
          { constructionStartedOn: null, builtOn: '2025-03-01' },
          'builtOn',
        ],
        ['accepted though never built', { builtOn: null, acceptedOn: '2025-03-01' }, 'acceptedOn'],
        [
          'extended to before it was built',
          { builtOn: '2025-03-02', acceptanceExtendedTo: '2025-03-01' },
          'acceptanceExtendedTo',
        ],
        [
          'scrapped before it ran',
          { liveOn: '2025-03-02', decommissionedOn: '2025-03-01' },
          'decommissionedOn',
        ],
        [
          'a filed contract that was never signed',
          { contractSignedOn: null, contractFiledOn: '2025-03-01' },
          'contractFiledOn',
        ],
        [
          'a disposal reported of what is not scrapped',
          { decommissionedOn: null, disposalReportedOn: '2025-03-01' },
          'disposalReportedOn',
        ],
        [
          'an evaluation met that has not been held',
          { evaluation: { on: null, met: true } },
          'evaluation.met',
        ],
        ['an unknown key within an order', { orders: [{ ...anOrder, note: 1 }] }, 'orders.0.note'],
        [
          'an order refused after it was resolved',
          { orders: [{ ...anOrder, resolvedOn: '2025-03-05', refusedOn: '2025-03-06' }] },
          'orders.0.refusedOn',
        ],
        [
          'an order due before it was issued',
          { orders: [{ ...anOrder, dueOn: '2025-03-01' }] },
          'orders.0.dueOn',
        ],
      ] as const
    ).map(([what, facts, path]): [string, unknown, string] => [
      what,
      { regulation: 'lingchuan-2024', asOf: '2026-01-01', facts },
      `facts.${path}`,
    ]),
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

  /** Values of every kind at every place of a request, right ones among them. */
  const someDay = fc.oneof(
    fc.constantFrom(
      '2024-09-20',
      '2026-02-29',
      '2026-11-21',
      '0000-00-00',
      '9999-12-31',
      '-271821-04-20',
      '+275760-09-14',
      '',
    ),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    fc.constant(null),
  )
  const something = fc.oneof(
    someDay,
    fc.boolean(),
    fc.jsonValue({ maxDepth: 2 }),
    fc.maxSafeInteger(),
    fc.double(),
  )
  const someFacts = fc.record(
    Object.fromEntries([
      ...flagNames.map((name) => [name, fc.oneof({ weight: 4, arbitrary: fc.boolean() }, something)]),
      ...dateNames.map((name) => [name, fc.oneof({ weight: 8, arbitrary: someDay }, something)]),
      ['hosting', fc.oneof(fc.constantFrom(...hostings), something)],
      ['investmentFen', fc.oneof(fc.nat(), something)],
      ['exemption', fc.oneof(fc.record({ documentNumber: fc.string(), until: someDay }), something)],
      [
        'evaluation',
        fc.oneof(fc.record({ on: someDay, met: fc.boolean(), rectifiedOn: someDay }), something),
      ],
      [
        'orders',
        fc.oneof(
          fc.array(
            fc.record({
              kind: fc.constantFrom('audit', 'supervision'),
              issuedOn: someDay,
              dueOn: someDay,
              resolvedOn: someDay,
              refusedOn: someDay,
            }),
            { maxLength: 3 },
          ),
          something,
        ),
      ],
    ]),
    { requiredKeys: [] },
  )
  /** A few facts, each possible by itself: days far off, too, at which counting could fail. */
  const possibleDay = fc.oneof(
    fc.constantFrom(
      '0001-01-01',
      '1969-12-31',
      '2024-09-20',
      '2026-12-31',
      '2119-12-31',
      '2200-06-30',
      '9999-12-31',
    ),
    fc
      .date({ min: new Date('2015-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  )
  const fewFacts = fc
    .subarray([...dateNames], { maxLength: 2 })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, possibleDay]))))
  const fewOrders = fc.record({
    orders: fc.array(
      fc.record({
        kind: fc.constantFrom('audit', 'supervision', 'effectiveness'),
        issuedOn: fc.constant('2021-07-06'),
        dueOn: possibleDay,
        resolvedOn: fc.constant(null),
        refusedOn: fc.option(possibleDay),
      }),
    ),
  })
  const someRequest = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        regulation: fc.constantFrom(
          'lingchuan-2024',
          'yuncheng-2021',
          'jincheng-chengqu-2022',
          'jiaozuo-2021',
        ),
        asOf: fc.constantFrom('2026-11-21', '2029-09-19', '2024-09-20', '9999-12-31'),
        facts: someFacts,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record(
        { regulation: something, asOf: something, facts: fc.oneof(someFacts, something) },
        { requiredKeys: [] },
      ),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        regulation: fc.constantFrom(
          'lingchuan-2024',
          'yuncheng-2021',
          'jincheng-chengqu-2022',
          'jiaozuo-2021',
        ),
        asOf: possibleDay,
        facts: fc.oneof(fewFacts, fewOrders),
      }),
    },
    fc.jsonValue(),
  )

  it('answers whatever it is asked: a verdict, or what is wrong and where', async () => {
    const seen = new Set<number>()
    await fc.assert(
      fc.asyncProperty(someRequest, async (body) => {
        const response = await preview(body)
        seen.add(response.status)
        expect([200, 400, 422]).toContain(response.status)
        if (response.status !== 400) return
        const { errors } = problem.parse(await response.json())
        expect(errors?.length).toBeGreaterThan(0)
      }),
      { numRuns: 400, seed: 20240920 },
    )
    expect(seen).toEqual(new Set([200, 400, 422]))
  }, 60_000)
})
