import { beforeAll, describe, expect, it } from 'vitest'
import { sampleCatalogue } from '../../catalogue/items/sample-catalogue.fixture.ts'
import { CatalogueIndex } from '../catalogue-index.ts'
import { matchLines } from '../match.ts'
import { outcomes } from '../model.ts'

let catalogue: CatalogueIndex
beforeAll(async () => {
  catalogue = new CatalogueIndex(await sampleCatalogue())
})

function matched(text: string, regulationId = 'lingchuan-2024') {
  const [match] = matchLines({ catalogue, regulationId }, [{ id: '1', text }]).lines
  if (match === undefined) throw new Error('no match')
  return match
}

describe('a text line', () => {
  it('of figures is priced like the same figures', () => {
    const match = matched('4台8核16G，500G数据盘')
    expect(match.items).toEqual([
      { code: 'ECS-11', quantity: 4, monthlyFen: 213_800 },
      { code: 'EVS-01', quantity: 500, monthlyFen: 19_500 },
    ])
    expect([match.outcome, match.optimal, match.monthlyFen]).toEqual(['served', true, 233_300])
  })

  it('counts what is billed for each machine', () => {
    const { items } = matched('3台8核16G云主机，含主机安全')
    expect(items.map(({ code, quantity }) => [code, quantity])).toEqual([
      ['ECS-11', 3],
      ['HSS-01', 3],
    ])
  })

  it('without a size is priced by the cheapest flavour, and nothing is proven', () => {
    const match = matched('MySQL数据库')
    expect([match.outcome, match.items[0]?.code, match.optimal]).toEqual(['served', 'RDM-1C2G', false])
    expect(match.reason).toContain('没有写规格')
    expect(matched('MySQL数据库4核16G')).toMatchObject({ optimal: true, items: [{ code: 'RDM-4C16G' }] })
  })

  it('that is not certain names the nearest, and never serves', () => {
    const match = matched('防火墙')
    expect([match.outcome, match.items, match.monthlyFen]).toEqual(['not-in-catalogue', [], 0])
    expect(match.alternatives.map(({ code }) => code)).toEqual(['CFW-01', 'WAF-01'])
    expect(match.reason).toContain('云防火墙')
  })

  it.each([
    ['lingchuan-2024', '新建机房', 'LC-7d'],
    ['lingchuan-2024', '新建业务专网', null],
    ['yuncheng-2021', '新建业务专网', 'YC-8c'],
    ['yuncheng-2021', '新建机房', null],
    ['yuncheng-2021', '县级政务云平台建设', 'YC-30a'],
    ['jiaozuo-2021', '新建业务专网', 'JZP-4a'],
    ['jiaozuo-2021', '建设云平台', null],
    ['jincheng-chengqu-2022', '新建机房', null],
    ['yuncheng-2021', '短信平台建设', 'YC-28b'],
  ])('under %s “%s” is decided by %s', (regulation, text, clause) => {
    const match = matched(text, regulation)
    expect([match.outcome, match.clause]).toEqual([
      clause === null ? 'not-in-catalogue' : 'must-not-build',
      clause,
    ])
  })

  it('of one who only wants to use what the city has is told that connecting is the way', () => {
    for (const text of ['不自建短信平台，接入全市统一消息平台', '申请接入统一身份认证']) {
      const match = matched(text)
      expect(match).toMatchObject({ outcome: 'must-not-build', monthlyFen: 0 })
      expect(match.items).toHaveLength(1)
      expect(match.reason).toContain('直接申请接入')
    }
    expect(matched('短信平台')).toMatchObject({ outcome: 'must-not-build', items: [{ code: 'SMS-01' }] })
  })

  it('takes 2,000 characters of anything', () => {
    for (const text of [
      '云'.repeat(2_000),
      '8核16G'.repeat(333),
      '不需要'.repeat(600),
      '（'.repeat(2_000),
      '1'.repeat(2_000),
      '局'.repeat(2_000),
      '一台'.repeat(1_000),
      '现1m带宽'.repeat(400),
      `${'原来1m'.repeat(400)}带宽提`,
      '由1g扩到'.repeat(330),
      '内存cpu'.repeat(400),
      '内存不低于1'.repeat(330),
      '1核云主'.repeat(500),
      '8核16g,'.repeat(280),
      '数据盘1'.repeat(500),
    ]) {
      const begin = performance.now()
      expect(outcomes).toContain(matched(text).outcome)
      expect(performance.now() - begin).toBeLessThan(500)
    }
  })
})
