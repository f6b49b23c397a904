import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

describe('the app', () => {
  it('is live and ready', async () => {
    expect((await world.fetch('/healthz')).status).toBe(200)
    expect(await (await world.fetch('/readyz')).json()).toEqual({ state: 'ready', reasons: [] })
  })

  it('sends a stranger to sign in and says not found in Chinese', async () => {
    const answer = await world.fetch('/admin/people')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fadmin%2Fpeople')
    const missing = await world.fetch('/api/v1/nothing')
    expect(missing.status).toBe(404)
    expect(missing.headers.get('content-type')).toContain('application/problem+json')
  })

  it('lets the administrator see people and nobody else', async () => {
    expect((await world.fetch('/admin/people', { as: 'system-admin' })).status).toBe(200)
    expect((await world.fetch('/admin/people', { as: 'finance' })).status).toBe(403)
  })
})
