import { beforeAll, describe, expect, it } from 'vitest'
import { publishSample } from '../../tests/support/scarce-catalogue.ts'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { AppError } from '../platform/errors.ts'
import { previewMatching } from './preview-matching.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world, { 'ECS-08': 60, 'ECS-09': 40, 'ECS-11': 50, 'ECS-12': 20, 'ECX-02': 3 })
})

const lines = (many: number) =>
  Array.from({ length: many }, (_, id) => ({
    id: `${id}`,
    quantity: 1 + (id % 3),
    vcpu: [3, 4, 6, 8][id % 4] ?? 4,
    memoryGiB: [6, 8, 12, 16][(id >> 1) % 4] ?? 8,
  }))
const ask = (body: object) =>
  world.fetch('/api/v1/matching/preview?jurisdiction=lingchuan', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('a preview of lines that compete for what the city has', () => {
  it('serves 100 of them at the proven lowest price', async () => {
    const { lines: matches, monthlyFen } = await previewMatching(world.as('public'), 'lingchuan', {
      lines: lines(100),
    })
    expect(matches.filter(({ outcome }) => outcome === 'served')).toHaveLength(100)
    expect(matches.every(({ optimal }) => optimal)).toBe(true)
    expect(matches.some(({ reason }) => reason.includes('改由'))).toBe(true)
    const used = new Map<string, number>()
    for (const { code, quantity } of matches.flatMap(({ items }) => items))
      used.set(code, (used.get(code) ?? 0) + quantity)
    expect(used.get('ECS-08')).toBeLessThanOrEqual(60)
    // Without a solver it is no cheaper, and what isn't proven shows its bound.
    const quick = await previewMatching({ ...world.as('public'), solve: undefined }, 'lingchuan', {
      lines: lines(100),
    })
    expect(quick.monthlyFen).toBeGreaterThanOrEqual(monthlyFen)
    for (const { optimal, reason, atLeastFen } of quick.lines)
      if (!optimal)
        expect([reason, atLeastFen]).toEqual([expect.stringContaining('不会低于'), expect.any(Number)])
  })

  it('says what is short, and the smallest change that fits, which then is served', async () => {
    const response = await ask({
      lines: [{ id: '1', quantity: 5, vcpu: 4, memoryGiB: 8, domestic: true, zone: '政务外网' }],
    })
    const { lines: matches } = (await response.json()) as { lines: { outcome: string; reason: string }[] }
    expect(matches[0]?.outcome).toBe('served')
    const all = Object.fromEntries(
      ['ECX-02', 'ECX-03', 'ECX-04', 'ECX-05', 'ECX-06'].map((code) => [code, 1]),
    )
    const scarce = await makeWorld({ jurisdictionId: 'scarce' })
    await publishSample(scarce, all)
    const line = { id: '1', quantity: 9, vcpu: 4, memoryGiB: 8, domestic: true }
    const [none] = (await previewMatching(scarce.as('public'), 'scarce', { lines: [line] })).lines
    expect(none).toMatchObject({ outcome: 'no-capacity', items: [], optimal: false })
    expect(none?.reason).toContain('ECX-02 需要9，共余1')
    expect(none?.reason).toContain('数量减到5')
    expect(none?.alternatives.map(({ code }) => code)).toContain('ECX-06')
    const [fewer] = (
      await previewMatching(scarce.as('public'), 'scarce', { lines: [{ ...line, quantity: 5 }] })
    ).lines
    expect(fewer).toMatchObject({ outcome: 'served', optimal: true })
    const [more] = (
      await previewMatching(scarce.as('public'), 'scarce', { lines: [{ ...line, quantity: 6 }] })
    ).lines
    expect(more?.outcome).toBe('no-capacity')
  })

  it('whose solver breaks says what to do; the next one is answered', async () => {
    const broken = new AppError('solver-unavailable', '分配方案没有算出来，请重试。')
    const context = { ...world.as('public'), solve: () => Promise.reject(broken) }
    await expect(previewMatching(context, 'lingchuan', { lines: lines(100) })).rejects.toBe(broken)
    expect((await ask({ lines: lines(100) })).status).toBe(200)
  })

  it('that was cancelled is given up', async () => {
    const context = { ...world.as('public'), signal: AbortSignal.abort(new Error('gone')) }
    await expect(previewMatching(context, 'lingchuan', { lines: lines(100) })).rejects.toThrow('gone')
  })
})
