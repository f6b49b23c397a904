import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { compileEdition, fileUnlistedNeed } from '../../catalogue/index.ts'
import { publishSample, requestIn, sampleCatalogue } from '../testing.ts'
import { readUnlistedNeeds } from '../unlisted-needs/read-unlisted-needs.ts'
import { readEditionImpact } from './read-impact.ts'

let world: World
let open: number
beforeAll(async () => {
  world = await makeWorld()
  await publishSample(world)
  // 2×4核8G is ECS-08 at 267.20 each; one request is open, one runs.
  open = await requestIn(world, 'reviewed')
  await requestIn(world, 'provisioned')
})

const compile = async (number: string, csv: string) => {
  const bytes = new TextEncoder().encode(csv)
  const draft = { number, fileName: 'catalogue.csv', bytes }
  return (await compileEdition(world.as('data-centre'), draft)).editionId
}
const effectOf = (editionId: number) => readEditionImpact(world.as('finance'), { editionId })
const page = async (path: string, as: Parameters<World['fetch']>[1]) => (await world.fetch(path, as)).text()

describe('what an edition does to what is open and what runs', () => {
  it('is nothing for the same items', async () => {
    const editionId = await compile('2027年第1版', await sampleCatalogue())
    const { changed, requests, resources } = await effectOf(editionId)
    expect(changed).toEqual([])
    expect([requests.uses, resources.uses]).toEqual([1, 1])
    expect(await page(`/editions/${editionId}/effect`, { as: 'finance' })).toContain('价格都不变')
  })

  it('is told in money, for requests and resources apart', async () => {
    const csv = (await sampleCatalogue()).replace(',267.2,', ',270,')
    const editionId = await compile('2027年第2版', csv)
    const { changed, requests, resources } = await effectOf(editionId)
    expect(
      changed.map(({ kind, code, monthlyFen, afterFen, outcome }) => [
        kind,
        code,
        monthlyFen,
        afterFen,
        outcome,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['request', 'ECS-08', 53_440, 54_000, 'dearer'],
        ['resource', 'ECS-08', 53_440, 54_000, 'dearer'],
      ]),
    )
    expect([requests.afterFen - requests.beforeFen, resources.afterFen - resources.beforeFen]).toEqual([
      560, 560,
    ])
    const shown = await page(`/editions/${editionId}/effect`, { as: 'competent-bureau' })
    expect(shown).toContain('+5.60')
    expect(shown).toContain(`/requests/${open}`)
    expect(await page(`/editions/${editionId}`, { as: 'finance' })).toContain(`/editions/${editionId}/effect`)
    const item = await page(`/editions/${editionId}/items/ECS-08`, { as: 'audit' })
    expect(item).toContain('现行 267.2')
  })

  it('knows how wide a line is from what was asked, in figures or in words', async () => {
    const wide = await requestIn(world, 'submitted', {
      lines: [
        { quantity: 2, bandwidthMbps: 8 },
        { quantity: 1, bandwidthMbps: 10 },
        { text: '互联网带宽20M' },
        { quantity: 1, bandwidthMbps: 12, splittable: true },
      ],
    })
    const csv = (await sampleCatalogue()).replace('(n-5)×88', '(n-5)×82')
    const editionId = await compile('2027年第4版', csv)
    const { changed, requests } = await effectOf(editionId)
    const lines = changed.filter(({ id, code }) => id === wide && code === 'BW-NN')
    // 137.50 + (n - 5) × 82.00 each.
    expect(lines.map(({ lineId, size, afterFen }) => [lineId, size, afterFen]).sort()).toEqual([
      ['1', 8, 2 * 38_350],
      ['2', 10, 54_750],
      ['3', 20, 136_750],
    ])
    expect(requests.lessFen).toBe(2 * 1_800 + 3_000 + 9_000)
    const shown = await page(`/editions/${editionId}`, { as: 'finance' })
    expect(shown).toContain('-156.00')
    expect(shown).toContain('1 / 2 份')
  })

  it('says what is gone', async () => {
    const csv = (await sampleCatalogue()).replace(/ECS-08,[^\n]*\n/, '')
    const { changed, requests } = await effectOf(await compile('2027年第3版', csv))
    expect(changed.map(({ code, outcome }) => [code, outcome])).toContainEqual(['ECS-08', 'gone'])
    expect(requests.gone).toBe(1)
  })

  it('is no department’s to read', async () => {
    expect((await world.fetch('/editions/1/effect', { as: 'department' })).status).toBe(403)
    expect((await world.fetch('/gaps', { as: 'finance' })).status).toBe(403)
  })
})

describe('the list of gaps', () => {
  it('has needs and unmet lines of all departments, with money, and leads to the draft', async () => {
    const need = { title: '时空数据库', details: '存放轨迹', quantity: '2', unit: '实例', monthlyYuan: '900' }
    const needId = await fileUnlistedNeed(world.as('department'), need)
    await requestIn(world, 'submitted', {
      lines: [{ quantity: 1, vcpu: 400, memoryGiB: 8, zone: '政务外网' }],
    })
    const { needs, unmet, draft } = await readUnlistedNeeds(world.as('data-centre'))
    expect(needs.map(({ title, departments, monthlyFen }) => [title, departments, monthlyFen])).toEqual([
      ['时空数据库', 1, 90_000],
    ])
    expect(unmet).toHaveLength(1)
    expect(unmet[0]).toMatchObject({ outcome: 'not-in-catalogue', departments: 1 })
    const shown = await page('/gaps', { as: 'data-centre' })
    expect(shown).toContain(`/editions/${draft?.id}/items/new?wish=${needId}`)
    const form = await page(`/editions/${draft?.id}/items/new?wish=${needId}`, { as: 'data-centre' })
    expect(form).toContain('value="时空数据库"')
  })
})
