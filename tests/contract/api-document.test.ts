import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { nameOf, routesOf } from '../support/routes.ts'
import { makeWorld, type World } from '../support/world.ts'

const answers = z.record(z.string(), z.looseObject({ description: z.string() }))
const described = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: answers }))),
})

let world: World
let operations: { name: string; answers: string[] }[]
beforeAll(async () => {
  world = await makeWorld()
  const { paths } = described.parse(await (await world.fetch('/api/v1/openapi.json')).json())
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      answers: Object.keys(responses),
    })),
  )
})

describe('the description of the API', () => {
  it('names every refusal of every operation', () => {
    expect(operations.length).toBeGreaterThan(30)
    for (const { name, answers: said } of operations) {
      const wanted = ['400', '401', '403', '404', '405', '429', '500', '503']
      const written = name.startsWith('GET ') ? [] : ['409', '413', '415', '422', '507']
      expect([name, said]).toEqual([name, expect.arrayContaining([...wanted, ...written])])
      expect([name, said.some((status) => status.startsWith('2'))]).toEqual([name, true])
    }
  })
})

describe('an address that is a secret', () => {
  it('is kept by no cache, whatever the answer', async () => {
    for (const path of ['/invitation/x', '/sign-in/provider/callback?code=x'])
      expect([path, (await world.fetch(path)).headers.get('cache-control')]).toEqual([path, 'no-store'])
  })
})

describe('a method that an address does not take', () => {
  it('is answered with 405 and with those it takes', async () => {
    for (const [method, path, allow] of [
      ['POST', '/healthz', 'GET, HEAD'],
      ['DELETE', '/api/v1/catalogue', 'GET, HEAD'],
      ['PUT', '/api/v1/requests', 'GET, HEAD, POST'],
      ['PATCH', '/api/v1/requests/1', 'GET, HEAD, PUT, DELETE'],
      ['GET', '/api/v1/requests/1/submit', 'POST'],
      ['DELETE', '/api/v1/catalogue?jurisdiction=nowhere', 'GET, HEAD'],
    ]) {
      const answer = await world.fetch(path ?? '', { method: method ?? '' })
      expect([path, answer.status, answer.headers.get('allow')]).toEqual([path, 405, allow])
    }
    expect((await world.fetch('/api/v1/nowhere', { method: 'PATCH' })).status).toBe(404)
  })

  it('is so on every address of the API', async () => {
    const routes = routesOf(world.app).filter(({ path }) => path.startsWith('/api/') && !path.includes(':'))
    expect(routes.length).toBeGreaterThan(8)
    for (const route of routes) {
      const answer = await world.fetch(route.path, { method: 'PATCH' })
      expect([nameOf(route), answer.status, answer.headers.get('allow')]).toEqual([
        nameOf(route),
        405,
        expect.stringContaining(route.method),
      ])
    }
  })
})
