import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { addOrganisation } from '../../identity/index.ts'
import { transactAs } from '../../platform/database.ts'
import { releaseResource } from '../resources/release-resource.ts'
import { addSystem, draftOf, publishSample, requestIn, sampleCatalogue } from '../testing.ts'
import { approveRequest } from './approve-request.ts'
import { cancelRequest } from './cancel-request.ts'
import { fileRequest } from './file-request.ts'
import { readRequest } from './read-request.ts'
import { defaultRules } from './request-rules.ts'
import { returnRequest } from './return-request.ts'
import { setRules } from './set-rules.ts'
import { submitRequest } from './submit-request.ts'

/** One department may have so many machines of 2 cores and 4 GB (ECS-05). */
const quota = 3
let world: World
beforeAll(async () => {
  world = await makeWorld()
  const [head = '', ...rows] = (await sampleCatalogue()).trimEnd().split(/\r?\n/)
  const limited = rows.map((row) => `${row},${row.startsWith('ECS-05,') ? quota : ''}`)
  await publishSample(world, '2026年第1版', [`${head},每部门限额`, ...limited].join('\n'))
  await setRules(world.as('competent-bureau'), { ...defaultRules, maxPerQuarter: 10 })
})

/** A department with one system on the cloud, and what it does. */
async function department(name: string) {
  const { jurisdictionId } = world
  const organisationId = await transactAs(world.database, 'sign-in', (tx) =>
    addOrganisation(tx, jurisdictionId, name),
  )
  const own: World = {
    ...world,
    organisations: { ...world.organisations, department: organisationId },
    as(who) {
      const context = world.as(who)
      const { actor } = context
      return actor.kind === 'person' && (who === 'department' || who === 'department-head')
        ? { ...context, actor: { ...actor, organisationId, organisationIds: [organisationId] } }
        : context
    },
  }
  const system = await addSystem(own, `S-${organisationId}`)
  const asked = (quantity: number) => ({
    system,
    systemName: '',
    lines: [{ quantity, vcpu: 2, memoryGiB: 4 }],
  })
  return {
    /** Opens machines for the system, or for one that isn't there yet. Out: the resource. */
    async open(quantity: number, systemName = '') {
      const other = systemName === '' ? {} : { system: null, systemName }
      const requestId = await requestIn(own, 'provisioned', { ...asked(quantity), ...other })
      const [resource] = (await readRequest(own.as('department'), { requestId })).resources
      if (resource === undefined) throw new Error('nothing runs')
      return resource.id
    },
    /** Submits an increase. Out: the request, and why a person must decide on it; null: the rule approved it. */
    async submit(quantity: number) {
      const { requestId } = await fileRequest(own.as('department'), draftOf(asked(quantity)))
      const { approved } = await submitRequest(own.as('department-head'), { requestId })
      const { events } = await readRequest(own.as('department'), { requestId })
      return { requestId, why: approved ? null : events.at(-1)?.comment }
    },
    /** Files two lines of machines, of which only the first is approved. */
    async approveHalf(quantity: number) {
      const line = { quantity, vcpu: 2, memoryGiB: 4 }
      const requestId = await requestIn(own, 'reviewed', { systemName: '新系统', lines: [line, line] })
      const items = [{ line: '1', code: 'ECS-05', quantity }]
      await approveRequest(own.as('competent-bureau'), { requestId, items })
    },
    release: (resourceId: number) =>
      releaseResource(own.as('department-head'), { resourceId, reason: '不再使用' }),
  }
}

const refused = (already: number, now: number) =>
  `不符合按规则批复的条件：云主机（ECS-05）每部门限 ${quota}台，已有和在办 ${already}台，本次 ${now}台。`

describe('the quota of a department', () => {
  it('may be filled; beyond it a person decides, and everybody reads why', async () => {
    const { open, submit } = await department('县林业局')
    await open(2)
    expect((await submit(1)).why).toBeNull()
    expect((await submit(1)).why).toBe(refused(3, 1))
  })

  it('counts what is asked for and not yet decided', async () => {
    const { open, submit } = await department('县水务局')
    await open(1)
    expect((await submit(3)).why).toBe(refused(1, 3))
    expect((await submit(1)).why).toBe(refused(4, 1))
  })

  it('does not count what was released, returned or cancelled', async () => {
    const { open, submit, release } = await department('县文旅局')
    await open(2)
    const spare = await open(1, '备用系统')
    const beyond = await submit(1)
    expect(beyond.why).toBe(refused(3, 1))
    await returnRequest(world.as('data-centre'), { requestId: beyond.requestId, reason: '超过配额' })
    expect((await submit(2)).why).toBe(refused(3, 2))
    const { requestId } = beyond
    expect((await readRequest(world.as('data-centre'), { requestId })).row.status).toBe('returned')
    await release(spare)
    // Two machines run, two are asked for by the request that waits.
    expect((await submit(1)).why).toBe(refused(4, 1))
  })

  it('counts what was approved, not what was left out of the approval', async () => {
    const { open, submit, approveHalf } = await department('县司法局')
    await open(1)
    await approveHalf(1)
    expect((await submit(1)).why).toBeNull()
    expect((await submit(1)).why).toBe(refused(3, 1))
  })

  it('is free again after a release and a cancellation', async () => {
    const { open, submit, release } = await department('县交通局')
    await open(2)
    await release(await open(1, '备用系统'))
    const filled = await submit(1)
    expect(filled.why).toBeNull()
    await cancelRequest(world.as('data-centre'), { requestId: filled.requestId, reason: '不再需要' })
    expect((await submit(1)).why).toBeNull()
  })

  it('is its own: what another department has does not count', async () => {
    const other = await department('县卫健局')
    await other.open(3)
    const { open, submit } = await department('县民政局')
    await open(2)
    expect((await submit(1)).why).toBeNull()
    expect((await other.submit(1)).why).toBe(refused(3, 1))
  })
})
