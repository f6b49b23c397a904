import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { routesOf } from '../../tests/support/routes.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import type { Role } from '../platform/permissions.ts'
import { requestJson } from './filing/request-json.ts'
import { draftOf, publishSample, requestIn } from './testing.ts'

const withKeys = z.looseObject({ properties: z.record(z.string(), z.unknown()) })
const answer = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional(),
})
const operation = z.looseObject({ responses: z.record(z.string(), answer) })
const described = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })

let world: World
let document: z.infer<typeof described>
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
  document = described.parse(await (await world.fetch('/api/v1/openapi.json')).json())
})

const ask = async (method: string, path: string, as: Role, body?: object) => {
  const answered = await world.fetch(path, {
    method,
    as,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answered.status, body: await answered.json() }
}

describe('GET /api/v1/openapi.json', () => {
  it('names every address of the JSON API', () => {
    const served = routesOf(world.app)
      .filter(({ path, method }) => path.startsWith('/api/v1/') && method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`)
      .filter((each) => each !== 'GET /api/v1/openapi.json')
    const named = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(named.sort()).toEqual(served.sort())
  })

  it('says which keys each step of a request answers', async () => {
    const lines = [{ quantity: 1, vcpu: 4, memoryGiB: 8 }, { text: '量子加密通道' }]
    const filed = await ask('POST', '/api/v1/requests', 'department', draftOf({ lines }))
    for (const [step, as, body] of [
      ['hand-over', 'department', {}],
      ['submit', 'department-head', {}],
      ['match', 'data-centre', {}],
      ['match-again', 'data-centre', {}],
      ['correct', 'data-centre', { lineId: '2', code: 'VPN-01' }],
      ['review', 'data-centre', { comment: '同意' }],
      ['approve', 'competent-bureau', {}],
      ['provision', 'data-centre', {}],
    ] as const) {
      const answered = await ask('POST', `/api/v1/requests/${filed.body.id}/${step}`, as, body)
      const said = document.paths[`/api/v1/requests/{id}/${step}`]?.post?.responses['200']
      const keys = Object.keys(withKeys.parse(said?.content?.['application/json']?.schema).properties)
      expect([step, answered.status, Object.keys(answered.body).sort()]).toEqual([step, 200, keys.sort()])
    }
  })
})

describe('GET /api/v1/requests/{id}', () => {
  it.each(['draft', 'submitted', 'approved', 'provisioned'] as const)(
    'answers a request that is %s as the document says, with no key besides',
    async (state) => {
      const requestId = await requestIn(world, state, {
        lines: [
          { quantity: 2, vcpu: 4, memoryGiB: 8, attached: ['HSS-01'] },
          { text: '量子加密通道' },
          { vcpu: 4, classified: true },
        ],
      })
      const { body } = await ask('GET', `/api/v1/requests/${requestId}`, 'department')
      expect(requestJson.parse(body)).toEqual(body)
      expect(body.lines).toHaveLength(3)
    },
  )
})
