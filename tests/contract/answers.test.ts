import { beforeAll, describe, expect, it } from 'vitest'
import { draftOf } from '../../src/requests/testing.ts'
import { makeWorld, testPassword, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const form = (values: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(values) })

describe('an answer', () => {
  it('names no program and no version', async () => {
    for (const path of ['/sign-in', '/api/v1/openapi.json', '/nowhere', '/assets/app.css']) {
      const { headers } = await world.fetch(path)
      expect([path, headers.get('server'), headers.get('x-powered-by')]).toEqual([path, null, null])
    }
  })

  it('that opens a session binds its cookie to this host alone', async () => {
    const username = 'lingchuan-finance'
    const answer = await world.fetch('/sign-in', form({ username, password: testPassword }))
    const cookies = answer.headers.getSetCookie()
    expect([answer.status, cookies.length > 0]).toEqual([303, true])
    for (const cookie of cookies) expect(cookie).not.toMatch(/;\s*domain=/i)
  })

  it('that ends a session clears what the browser keeps of it', async () => {
    const answer = await world.fetch('/sign-out', { ...form({}), as: 'finance' })
    expect(answer.headers.get('clear-site-data')).toContain('"storage"')
  })

  it('to JSON with a field that nobody knows refuses it by its name, whatever else is right', async () => {
    const answer = await world.fetch('/api/v1/requests', {
      method: 'POST',
      as: 'department',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...draftOf(), organisationId: 1 }),
    })
    expect([answer.status, (await answer.json()).errors]).toEqual([
      400,
      [expect.objectContaining({ path: 'organisationId' })],
    ])
  })

  it('that is a file is an attachment under a name of ours', async () => {
    const answer = await world.fetch('/calendar/2027.xlsx', { as: 'data-centre' })
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringMatching(/^attachment; filename="[^"\\]+"; filename\*=UTF-8''[\w%.-]+$/),
    ])
  })
})
