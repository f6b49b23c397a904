import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { dateOf } from '../../platform/dates.ts'
import { fenOf } from '../../platform/money.ts'
import { confirmUsage } from '../resources/confirm-usage.ts'
import { previewUsage } from '../resources/preview-usage.ts'
import { addSystem, draftOf, publishSample, requestIn } from '../testing.ts'
import { type Increase, quarterOf, reasonsForPerson } from './auto-approval.ts'
import type { DraftInput } from './draft-input.ts'
import { fileRequest } from './file-request.ts'
import { readRequest } from './read-request.ts'
import { defaultRules } from './request-rules.ts'
import { setRules } from './set-rules.ts'
import { submitRequest } from './submit-request.ts'

const small: Increase = {
  systemIsRunning: true,
  unmetLines: 0,
  interpretedLines: 0,
  substitutedLines: 0,
  vcpu: 8,
  memoryGiB: 32,
  storageGiB: 500,
  monthlyFen: fenOf(100_000),
  earlierInQuarter: 0,
  overQuota: [],
  underused: [],
}

describe('a small increase', () => {
  it('passes at every bound, and not just above it', () => {
    expect(reasonsForPerson(defaultRules, small)).toEqual([])
    const beyond: Partial<Increase>[] = [
      { systemIsRunning: false },
      { unmetLines: 1 },
      { interpretedLines: 1 },
      { substitutedLines: 1 },
      { vcpu: 9 },
      { memoryGiB: 33 },
      { storageGiB: 501 },
      { monthlyFen: fenOf(100_001) },
      { earlierInQuarter: 1 },
      { overQuota: ['超过配额'] },
      { underused: ['闲置'] },
    ]
    for (const change of beyond)
      expect(reasonsForPerson(defaultRules, { ...small, ...change })).toHaveLength(1)
    expect(reasonsForPerson({ ...defaultRules, byRule: false }, small)).toHaveLength(1)
  })

  it('is counted by calendar quarters', () => {
    expect(quarterOf(dateOf('2026-11-21'))).toEqual({ first: '2026-10-01', last: '2026-12-31' })
    expect(quarterOf(dateOf('2026-03-31'))).toEqual({ first: '2026-01-01', last: '2026-03-31' })
  })
})

describe('a submitted increase', () => {
  let world: World
  beforeAll(async () => {
    world = await makeWorld()
    await publishSample(world)
  })
  const increase = { systemName: '', lines: [{ quantity: 1, vcpu: 2, memoryGiB: 4 }] }
  const runs = async (code: string) => {
    await addSystem(world, code)
    return requestIn(world, 'provisioned', { ...increase, system: code })
  }
  const submit = async (code: string, lines: DraftInput['lines'] = increase.lines) => {
    const draft = draftOf({ ...increase, lines, system: code })
    const { requestId } = await fileRequest(world.as('department'), draft)
    const { approved } = await submitRequest(world.as('department-head'), { requestId })
    return { requestId, approved }
  }

  it('is approved by the rule once a quarter, in the rule’s words, with capacity and due day; then a person decides', async () => {
    await runs('S-1')
    const first = await submit('S-1')
    expect(first.approved).toBe(true)
    const view = await readRequest(world.as('department'), first)
    expect(view.row).toMatchObject({ status: 'approved', approvedBy: null, dueOn: '2026-11-25' })
    expect(view.row.decidedByRule).toContain('每季度不超过 1 次')
    expect(view.events.at(-1)).toMatchObject({ action: 'approve-by-rule', by: '办理规则' })
    const second = await submit('S-1')
    expect(second.approved).toBe(false)
    const { row, events } = await readRequest(world.as('department'), second)
    expect(row.status).toBe('submitted')
    expect(events.at(-1)?.comment).toContain('本季度已按规则批复 1 次')
  })

  it.each([
    ['2核4G云主机1台', true],
    ['日志服务', true],
    ['2核4G云主机1台，另加大屏一块', false],
    ['跑业务要用的小机器一台，2核4G就够', false],
    ['云主机', false],
  ])('in words passes where figures or an exact name say all of it: %s', async (text, passes) => {
    const code = `W-${text}`
    await runs(code)
    const { approved, requestId } = await submit(code, [{ text }])
    const { events } = await readRequest(world.as('department'), { requestId })
    expect([approved, events.at(-1)?.comment]).toEqual([
      passes,
      passes ? expect.anything() : expect.stringContaining('按文字理解匹配'),
    ])
  })

  it('passes once when two are submitted at the same moment', async () => {
    await runs('S-2')
    const results = await Promise.all([submit('S-2'), submit('S-2')])
    expect(results.filter(({ approved }) => approved)).toHaveLength(1)
  })

  it('of a system that uses little is left to a person, and the request says so', async () => {
    const requestId = await runs('S-3')
    const [resource] = (await readRequest(world.as('department'), { requestId })).resources
    const bytes = new TextEncoder().encode(
      `资源名称,月份,CPU平均,CPU峰值,内存平均,内存峰值\n${resource?.name},2026-10,2,8,10,20`,
    )
    const { importId } = await previewUsage(world.as('data-centre'), { fileName: 'u.csv', bytes })
    await confirmUsage(world.as('data-centre'), { importId })
    const asked = await submit('S-3')
    expect(asked.approved).toBe(false)
    const { underused } = await readRequest(world.as('department'), asked)
    expect(underused).toEqual([expect.stringContaining('CPU 平均 2%、峰值 8%')])
    // Of the request that brought those machines there is nothing left to justify.
    expect((await readRequest(world.as('department'), { requestId })).underused).toEqual([])
  })

  it('is left to people where the bureau has switched the rule off', async () => {
    await runs('S-4')
    await setRules(world.as('competent-bureau'), { ...defaultRules, byRule: false })
    expect((await submit('S-4')).approved).toBe(false)
    await setRules(world.as('competent-bureau'), defaultRules)
    expect((await submit('S-4')).approved).toBe(true)
    await expect(setRules(world.as('data-centre'), defaultRules)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      setRules(world.as('competent-bureau'), { ...defaultRules, maxVcpu: -1 }),
    ).rejects.toMatchObject({ errors: [{ path: 'maxVcpu' }] })
  })
})
