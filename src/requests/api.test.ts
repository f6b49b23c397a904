import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeWorld, type World } from '../../tests/support/world.ts'
import { approveEdition, compileEdition, publishEdition, submitEdition } from '../catalogue/index.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  const bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
  const { editionId } = await compileEdition(world.as('data-centre'), {
    number: '2026年第1版',
    fileName: 'catalogue.csv',
    bytes,
  })
  await submitEdition(world.as('data-centre'), { editionId })
  await approveEdition(world.as('competent-bureau'), { editionId })
  await approveEdition(world.as('finance'), { editionId })
  await publishEdition(world.as('competent-bureau'), { editionId })
})

const ask = (body: unknown, jurisdiction = 'lingchuan') =>
  world.fetch(`/api/v1/matching/preview?jurisdiction=${jurisdiction}`, {
    method: 'POST',
    // Without a sign-in so many in a minute would be refused: preview-limits.test.ts.
    as: 'department',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const answer = z.strictObject({
  lines: z.array(
    z.strictObject({
      id: z.string(),
      outcome: z.string(),
      items: z.array(z.strictObject({ code: z.string(), quantity: z.int(), monthlyFen: z.int() })),
      monthlyFen: z.int(),
      optimal: z.boolean(),
      reason: z.string().min(1),
      clause: z.string().nullable(),
      alternatives: z.array(
        z.strictObject({
          code: z.string(),
          name: z.string(),
          specification: z.string(),
          quantity: z.int(),
          monthlyFen: z.int().nullable(),
          change: z.string().nullable(),
        }),
      ),
    }),
  ),
  monthlyFen: z.int(),
})
async function matched(lines: unknown[]) {
  const response = await ask({ lines })
  expect(response.status).toBe(200)
  return answer.parse(await response.json())
}
const one = async (line: object) => (await matched([{ id: '1', ...line }])).lines[0]

describe('POST /api/v1/matching/preview', () => {
  it('answers the seven lines of the contract', async () => {
    const { lines, monthlyFen } = await matched([
      { id: '1', quantity: 2, vcpu: 6, memoryGiB: 12, zone: '政务外网', protectionLevel: 3 },
      { id: '2', quantity: 1, vcpu: 16, memoryGiB: 32, splittable: true },
      { id: '3', quantity: 1, vcpu: 4, memoryGiB: 8, domestic: true },
      { id: '4', storageGiB: 600, kind: 'object-storage' },
      { id: '5', bandwidthMbps: 8 },
      { id: '6', text: '建设统一用户认证系统' },
      { id: '7', text: '新建数据中心机房' },
    ])
    const short = lines.map(({ id, outcome, items, monthlyFen: fen, optimal, clause }) => [
      id,
      outcome,
      items.map(({ code, quantity }) => `${quantity}×${code}`).join(' '),
      fen,
      optimal,
      clause,
    ])
    expect(short).toEqual([
      ['1', 'served', '2×ECS-11', 106_900, true, null],
      ['2', 'served', '12×ECS-01 1×ECS-05 1×ECS-07', 85_840, true, null],
      ['3', 'served', '1×ECX-02', 30_100, true, null],
      ['4', 'served', '1×OBS-100 1×OBS-500', 7_150, true, null],
      ['5', 'served', '1×BW-NN', 40_150, true, null],
      ['6', 'must-not-build', '1×SSO-01', 0, false, null],
      ['7', 'must-not-build', '', 0, false, 'LC-7d'],
    ])
    expect(monthlyFen).toBe(106_900 + 85_840 + 30_100 + 7_150 + 40_150)
    expect(lines[5]?.reason).toContain('统一身份认证')
    expect(lines[6]?.reason).toContain('第七条')
  })

  it('prices every part of a line, for as many as are asked', async () => {
    const line = await one({ quantity: 4, vcpu: 8, memoryGiB: 16, storageGiB: 500, attached: ['HSS-01'] })
    expect(line?.items).toEqual([
      { code: 'ECS-11', quantity: 4, monthlyFen: 213_800 },
      { code: 'HSS-01', quantity: 4, monthlyFen: 32_120 },
      { code: 'EVS-01', quantity: 2_000, monthlyFen: 78_000 },
    ])
    expect(line?.monthlyFen).toBe(323_920)
  })

  it('counts what is billed for each machine when it splits', async () => {
    const line = await one({ vcpu: 16, memoryGiB: 32, splittable: true, attached: ['HSS-01'] })
    expect(line?.items.map(({ code, quantity }) => [code, quantity])).toEqual([
      ['ECS-11', 2],
      ['HSS-01', 2],
    ])
    expect(line).toMatchObject({ optimal: true, monthlyFen: 2 * (53_450 + 8_030) })
  })

  it('splits a bandwidth only when it may', async () => {
    expect(await one({ bandwidthMbps: 8, splittable: true })).toMatchObject({
      monthlyFen: 20_240,
      optimal: true,
    })
  })

  it('does not let a few hard lines keep everybody waiting', async () => {
    const lines = Array.from({ length: 2_000 }, (_, id) => ({
      id: `${id}`,
      quantity: 100 + id,
      vcpu: 3 + (id % 60),
      memoryGiB: 5 + ((id * 7) % 250),
      splittable: true,
    }))
    // What this process computed, whatever else the machine had to do meanwhile.
    const begin = process.cpuUsage()
    const { lines: matches } = await matched(lines)
    const { user, system } = process.cpuUsage(begin)
    expect((user + system) / 1000).toBeLessThan(5_000)
    const proven = matches.filter(({ optimal }) => optimal).length
    expect(proven).toBeGreaterThan(1_000)
    for (const { optimal, reason } of matches) if (!optimal) expect(reason).toContain('尚未证明')
  })

  it('says what nearly fits and the smallest change', async () => {
    const large = await one({ vcpu: 40, memoryGiB: 128, zone: '互联网' })
    expect(large?.outcome).toBe('not-in-catalogue')
    expect(large?.reason).toContain('最大规格32核128G')
    expect(large?.reason).toContain('减到32核即可由ECS-19')
    expect(large?.reason).toContain('改到政务外网即可由BMS-01')
    expect(large?.alternatives.map(({ code }) => code)).toContain('ECS-19')
    const files = await one({ storageGiB: 100, kind: 'file-storage', zone: '互联网' })
    expect(files?.reason).toContain('改到政务外网即可由NAS-100')
    const chinese = await one({ vcpu: 32, memoryGiB: 64, domestic: true })
    expect(chinese?.reason).toContain('不限定信创即可由ECS-18')
  })

  it('serves a machine that only another kind can be as substituted', async () => {
    const line = await one({ vcpu: 40, memoryGiB: 200 })
    expect([line?.outcome, line?.items[0]?.code]).toEqual(['substituted', 'BMS-01'])
    expect((await one({ vcpu: 40, memoryGiB: 200, kind: 'bare-metal' }))?.outcome).toBe('served')
  })

  it('finds a level of 4 and classified systems ineligible', async () => {
    const four = await one({ vcpu: 4, memoryGiB: 8, protectionLevel: 4 })
    expect([four?.outcome, four?.clause, four?.monthlyFen]).toEqual(['ineligible', null, 0])
    expect(four?.reason).toMatch(/四级.*三级.*ECS-08/)
    const secret = await one({ vcpu: 4, memoryGiB: 8, classified: true })
    expect([secret?.outcome, secret?.clause]).toEqual(['ineligible', 'LC-2'])
    expect((await one({ text: '短信平台', classified: true }))?.outcome).toBe('ineligible')
  })

  it.each([
    [{ vcpu: 0 }, 'lines.0.vcpu'],
    [{ vcpu: -4, memoryGiB: 8 }, 'lines.0.vcpu'],
    [{ vcpu: 1.5 }, 'lines.0.vcpu'],
    [{ vcpu: 1e12 }, 'lines.0.vcpu'],
    [{ vcpu: '4' }, 'lines.0.vcpu'],
    [{ memoryGiB: 1e300 }, 'lines.0.memoryGiB'],
    [{ storageGiB: -1 }, 'lines.0.storageGiB'],
    [{ bandwidthMbps: 0.5 }, 'lines.0.bandwidthMbps'],
    [{ vcpu: 4, quantity: 0 }, 'lines.0.quantity'],
    [{ vcpu: 4, quantity: 1e9 }, 'lines.0.quantity'],
    [{ vcpu: 4, protectionLevel: 6 }, 'lines.0.protectionLevel'],
    [{ vcpu: 4, zone: '外太空' }, 'lines.0.zone'],
    [{ vcpu: 4, architecture: 'SPARC' }, 'lines.0.architecture'],
    [{ vcpu: 4, attached: ['ECS-01'] }, 'lines.0.attached.0'],
    [{ vcpu: 4, kind: 'toaster' }, 'lines.0.kind'],
    [{ vcpu: 4, kind: 'object-storage' }, 'lines.0.kind'],
    [{ vcpu: 4, text: '短信平台' }, 'lines.0.vcpu'],
    [{ vcpu: 4, vcpus: 4 }, 'lines.0.vcpus'],
    [{ quantity: 2 }, 'lines.0.text'],
    [{ text: '   ' }, 'lines.0.text'],
    [{ text: '云'.repeat(2_001) }, 'lines.0.text'],
  ])('refuses %j at %s', async (line, path) => {
    const response = await ask({ lines: [{ id: '1', ...line }] })
    expect(response.status).toBe(400)
    const { errors } = z
      .object({ errors: z.array(z.object({ path: z.string(), message: z.string() })) })
      .parse(await response.json())
    expect(errors.map((error) => error.path)).toContain(path)
    expect(errors.map(({ message }) => message).join('')).toMatch(/[\u4e00-\u9fff]/)
  })

  it('refuses too many lines naming the limit, doubled ids, foreign keys and what is no JSON', async () => {
    const many = await ask({ lines: Array.from({ length: 10_000 }, (_, id) => ({ id: `${id}`, vcpu: 1 })) })
    expect(many.status).toBe(400)
    expect(await many.text()).toContain('2000')
    expect(
      (
        await ask({
          lines: [
            { id: '1', vcpu: 1 },
            { id: '1', vcpu: 2 },
          ],
        })
      ).status,
    ).toBe(400)
    expect((await ask({ lines: [{ id: '1', vcpu: 1 }], store: true })).status).toBe(400)
    expect((await ask({ lines: [] })).status).toBe(400)
    expect((await ask('{')).status).toBe(400)
    const zone = await ask({ lines: [{ id: '1', vcpu: 4, zone: '内网' }] })
    expect(await zone.text()).toContain('政务外网、互联网')
  })

  it('refuses a text of a megabyte, and one of three before it is read', async () => {
    const textOf = async (times: number) => {
      const response = await ask({ lines: [{ id: '1', text: '云主机'.repeat(times) }] })
      return [response.status, await response.text()]
    }
    expect(await textOf(110_000)).toEqual([400, expect.stringContaining('2000个字')])
    expect(await textOf(350_000)).toEqual([413, expect.stringContaining('2 MB')])
  })

  it('answers whatever comes with an answer or with what is wrong, never with an error of its own', async () => {
    const figure = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -1, 1e300, 2 ** 53, 0.1),
      fc.string(),
      fc.constant(null),
    )
    const near = fc.record(
      {
        id: fc.oneof(fc.string(), fc.constant('1')),
        quantity: fc.oneof(fc.integer({ min: 1, max: 99 }), figure),
        vcpu: fc.oneof(fc.integer({ min: 1, max: 99 }), figure),
        memoryGiB: fc.oneof(fc.integer({ min: 1, max: 999 }), figure),
        storageGiB: figure,
        bandwidthMbps: figure,
        kind: fc.constantFrom('cloud-host', 'object-storage', '', 'x'),
        zone: fc.constantFrom('政务外网', '外太空', ''),
        splittable: fc.oneof(fc.boolean(), figure),
        protectionLevel: fc.oneof(fc.integer({ min: 1, max: 5 }), figure),
        attached: fc.array(fc.constantFrom('HSS-01', 'ECS-01', '')),
      },
      { requiredKeys: [] },
    )
    const words = fc.record({ id: fc.constant('1'), text: fc.string({ unit: 'binary', maxLength: 200 }) })
    const body = fc.oneof(
      fc.record({ lines: fc.array(fc.oneof(near, words), { maxLength: 3 }) }),
      fc.jsonValue(),
    )
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const response = await ask(sent as object)
        expect([JSON.stringify(sent), [200, 400].includes(response.status)]).toEqual([
          JSON.stringify(sent),
          true,
        ])
      }),
      { seed: 20_261_121, numRuns: 300 },
    )
  })

  it('knows no edition of a jurisdiction that is not there', async () => {
    const response = await ask({ lines: [{ id: '1', vcpu: 1 }] }, 'nowhere')
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
  })

  it('takes 2,000 lines', async () => {
    const lines = Array.from({ length: 2_000 }, (_, id) => ({
      id: `${id}`,
      vcpu: 1 + (id % 40),
      memoryGiB: 2,
    }))
    expect((await matched(lines)).lines).toHaveLength(2_000)
  })
})
