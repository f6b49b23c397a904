import { afterAll, beforeAll, expect, it } from 'vitest'
import { record } from '../../src/audit/index.ts'
import { verifyExport } from '../../src/audit/verify-export.ts'
import { sessionCookie } from '../../src/identity/index.ts'
import { openSession } from '../../src/identity/sign-in/sessions.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact } from '../../src/platform/context.ts'
import { makeWorld, type World } from '../support/world.ts'
import { type RunningWorker, startWorker } from './wrangler.ts'

let world: World
let worker: RunningWorker
beforeAll(async () => {
  world = await makeWorld()
  worker = await startWorker(world.databaseUrl, 45_000)
}, 60_000)
afterAll(() => worker?.stop())

it('the audit log is numbered, hashed and streamed by workerd, and Node finds it right', async () => {
  const context = world.as('data-centre')
  const changes = Array.from({ length: 2500 }, (_, index) => ({
    operation: 'systems.import' as const,
    objectType: 'system',
    objectId: `LC-${index}`,
    after: { stage: 'trial', 备注: '测试' },
  }))
  await transact(context, (tx) => record(context, tx, changes))
  const auditor = world.as('audit').actor
  if (auditor.kind !== 'person') throw new Error('no auditor')
  const token = await openSession(world.database, systemClock, auditor.id, { address: null, agent: null })
  const answer = await fetch(`${worker.url}/api/v1/audit/export`, {
    headers: { cookie: `${sessionCookie}=${token}` },
    signal: AbortSignal.timeout(25_000),
  })
  expect(answer.status).toBe(200)
  const text = await answer.text()
  async function* lines() {
    for (const line of text.split('\n')) yield new TextEncoder().encode(line)
  }
  const { entries, faults } = await verifyExport(lines(), () => [])
  expect([entries, faults]).toEqual([2500, []])
})
