import { beforeAll, describe, expect, it } from 'vitest'
import { sampleCatalogue } from './sample-catalogue.fixture.ts'
import {
  type CatalogueQuery,
  indexItems,
  type SearchIndex,
  searchItems,
  termsFoundNowhere,
} from './search.ts'

let index: SearchIndex
beforeAll(async () => {
  index = indexItems(await sampleCatalogue())
})
const codes = (text: string, filters: CatalogueQuery = {}) =>
  searchItems(index, { ...filters, text }).map(({ code }) => code)

describe('search', () => {
  it.each([
    ['8核16G 国产', ['ECX-04']],
    ['８核１６Ｇ　国产', ['ECX-04']],
    ['8c16g 国产', ['ECX-04']],
    ['8核16GB 国产', ['ECX-04']],
    ['k8s', ['CCE-01']],
    ['kubernetes', ['CCE-01']],
    ['ecs-07', ['ECS-07']],
    ['rdm-4c16g', ['RDM-4C16G']],
    ['SSL VPN接入', ['VPN-01']],
    ['单点登录', ['SSO-01']],
    // What departments say besides the aliases of the catalogue.
    ['短信群发', ['SMS-01']],
    ['官网', ['WEB-01']],
    ['流量清洗', ['DDS-01']],
    ['密评', ['ENC-01']],
    ['云硬盘(ssd)', ['EVS-02']],
  ])('“%s” finds exactly %s', (text, expected) => {
    expect(codes(text)).toEqual(expected)
  })

  it('finds by alias, and by two characters', () => {
    expect(codes('虚拟机')).toEqual(
      Array.from({ length: 19 }, (_, place) => `ECS-${String(place + 1).padStart(2, '0')}`),
    )
    expect(codes('印章')).toEqual(['SEA-01'])
    expect(codes('地图')).toEqual(['MAP-01'])
  })

  it('puts the exact name first, then the rest in the order of the catalogue', () => {
    expect(codes('云主机').slice(0, 2)).toEqual(['ECS-01', 'ECS-02'])
    expect(codes('云主机').indexOf('ECX-01')).toBe(19)
    expect(codes('BW-01')[0]).toBe('BW-01')
    expect(codes('缓存')[0]).toBe('RDS-1G')
  })

  it('finds a number whole: 6核 is not in 16核', () => {
    expect(codes('6核64G')).toEqual([])
    expect(codes('4核8G')).toEqual(['ECS-08', 'ECX-02'])
  })

  it('wants every term', () => {
    expect(codes('云主机 金仓')).toEqual([])
    expect(termsFoundNowhere(index, '云主机 火箭')).toEqual(['火箭'])
  })

  it('without text lists all, in the order of the catalogue', () => {
    expect(codes('')).toEqual(index.entries.map(({ item }) => item.code))
    expect(codes('  ，')).toHaveLength(97)
  })

  it('filters, also together with text', () => {
    expect(codes('', { category: 'SaaS' })).toHaveLength(16)
    expect(codes('数据库', { domestic: true }).every((code) => /^(DM8|KES)/.test(code))).toBe(true)
    expect(codes('带宽', { zone: '政务外网' })).toEqual([])
    expect(codes('', { protectionLevel: 2 })).toHaveLength(97)
    expect(codes('', { protectionLevel: 3 })).toHaveLength(97)
    expect(codes('', { protectionLevel: 4 })).toEqual([])
  })

  it('is fast: 2,000 items in a few milliseconds', () => {
    const many = Array.from({ length: 21 }, () => index.entries.map(({ item }) => item)).flat()
    const large = indexItems(many)
    const begin = performance.now()
    expect(searchItems(large, { text: '8核16G 国产' })).toHaveLength(21)
    expect(performance.now() - begin).toBeLessThan(250)
  })
})
