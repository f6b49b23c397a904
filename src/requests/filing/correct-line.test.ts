import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { draftOf, machine, publishSample, requestIn } from '../testing.ts'
import { fileRequest } from './file-request.ts'
import { readRequest } from './read-request.ts'
import { submitRequest } from './submit-request.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
})

/** A nickname that only people of the county know. */
const need = '接到陵川一点通去'
const lines = [machine, { text: need, confirmed: true }]
const answerOf = async (requestId: number) => {
  const { match, events } = await readRequest(world.as('data-centre'), { requestId })
  const line = match?.frozen.lines.find(({ id }) => id === '2')
  return { outcome: line?.outcome, item: line?.items[0]?.code, said: events.at(-1)?.comment }
}
const correct = (requestId: number, form: Record<string, string>, as: 'data-centre' | 'department-head') =>
  world.fetch(`/requests/${requestId}/correct`, {
    as,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })

describe('correcting what a line in words was matched with', () => {
  it('matches the request again, and the next one of the same words at once', async () => {
    const requestId = await requestIn(world, 'submitted', draftOf({ lines }))
    expect((await answerOf(requestId)).outcome).toBe('not-in-catalogue')
    const page = await (await world.fetch(`/requests/${requestId}`, { as: 'data-centre' })).text()
    expect(page).toContain('订正文字需求的匹配')
    const answer = await correct(requestId, { lineId: '2', code: 'SSO-01' }, 'data-centre')
    expect(answer.status).toBe(303)
    expect(await answerOf(requestId)).toEqual({
      outcome: 'must-not-build',
      item: 'SSO-01',
      said: '订正第 2 行，按2026年第1版重新匹配',
    })
    const { requestId: next } = await fileRequest(world.as('department'), draftOf({ lines }))
    await submitRequest(world.as('department-head'), { requestId: next })
    expect((await answerOf(next)).item).toBe('SSO-01')
  })

  it('is refused for a line in figures, an unknown item, a reviewed request and to everybody else', async () => {
    const requestId = await requestIn(world, 'submitted', draftOf({ lines }))
    expect((await correct(requestId, { lineId: '1', code: 'SSO-01' }, 'data-centre')).status).toBe(400)
    const unknown = await correct(requestId, { lineId: '2', code: 'NOPE-1' }, 'data-centre')
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('NOPE-1')])
    expect((await correct(requestId, { lineId: '2', code: 'SSO-01' }, 'department-head')).status).toBe(403)
    const reviewed = await requestIn(world, 'reviewed', draftOf({ lines }))
    expect((await correct(reviewed, { lineId: '2', code: 'SSO-01' }, 'data-centre')).status).toBe(409)
  })
})
