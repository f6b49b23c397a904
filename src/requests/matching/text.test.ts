import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readItems } from '../../catalogue/read-items.ts'
import { readTable } from '../../catalogue/read-table.ts'
import { matchLines } from './match.ts'
import { outcomes } from './model.ts'
import { parseFigures } from './parse-text.ts'
import heldOut from './phrases.held-out.json' with { type: 'json' }
import tuning from './phrases.tuning.json' with { type: 'json' }
import { Pools } from './pools.ts'

const phrases = z.array(
  z.strictObject({
    text: z.string(),
    outcome: z.enum(outcomes),
    /** How the code of the first item begins. */
    item: z.string().optional(),
    clause: z.string().optional(),
    regulation: z.string().optional(),
  }),
)
type Phrase = z.output<typeof phrases>[number]

let pools: Pools
beforeAll(async () => {
  const bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
  pools = new Pools(readItems(await readTable('catalogue.csv', bytes)).items)
})

function matched(text: string, regulationId = 'lingchuan-2024') {
  const [match] = matchLines({ pools, regulationId }, [{ id: '1', text }]).lines
  if (match === undefined) throw new Error('no match')
  return match
}

function isRight({ text, outcome, item, clause, regulation }: Phrase): boolean {
  const match = matched(text, regulation)
  const first = match.items[0]?.code ?? ''
  return (
    match.outcome === outcome &&
    (item === undefined || first.startsWith(item)) &&
    (clause === undefined || match.clause === clause)
  )
}

function measure(set: readonly Phrase[]) {
  const wrong = set.filter((phrase) => !isRight(phrase))
  const buildable = set.filter(({ outcome }) => outcome !== 'must-not-build')
  const forbidden = buildable.filter(
    ({ text, regulation }) => matched(text, regulation).outcome === 'must-not-build',
  )
  return {
    phrases: set.length,
    right: 1 - wrong.length / set.length,
    falseMustNotBuild: forbidden.length / buildable.length,
    wrong: wrong.map(({ text }) => text),
  }
}

describe('phrases of departments', () => {
  it('not used for tuning are answered right, and hardly ever forbidden without cause', () => {
    const set = phrases.parse(heldOut)
    const { wrong, ...figures } = measure(set)
    console.log(`held-out phrases: ${JSON.stringify(figures)}; wrong: ${wrong.join('；')}`)
    expect(set.length).toBeGreaterThanOrEqual(150)
    expect(figures.right).toBeGreaterThanOrEqual(0.92)
    expect(figures.falseMustNotBuild).toBeLessThanOrEqual(0.02)
  })

  it('used for tuning are others', () => {
    const known = new Set(heldOut.map(({ text }) => text))
    expect(tuning.filter(({ text }) => known.has(text)).map(({ text }) => text)).toEqual([])
    expect(measure(phrases.parse(tuning)).wrong).toEqual([])
  })
})

describe('figures in words', () => {
  const machines = (text: string) =>
    parseFigures(text).machines.map(({ quantity, vcpu, memoryGiB }) => [quantity, vcpu, memoryGiB])

  it.each([
    ['4台8核16G，500G数据盘', [[4, 8, 16]]],
    ['４台８核１６Ｇ', [[4, 8, 16]]],
    ['8核16G内存的云主机4台', [[4, 8, 16]]],
    ['8C16G 两台', [[2, 8, 16]]],
    [
      '2台4核8G、3台8核32GB',
      [
        [2, 4, 8],
        [3, 8, 32],
      ],
    ],
    [
      '4核8G2台，8核16G3台',
      [
        [2, 4, 8],
        [3, 8, 16],
      ],
    ],
    ['十二台16核 64G服务器', [[12, 16, 64]]],
    ['16vCPU 64GB', [[1, 16, 64]]],
    ['云服务器，配置为4核16G，共3台', [[3, 4, 16]]],
    ['3台服务器（8核16G）', [[3, 8, 16]]],
    ['CPU8核，内存32G', [[1, 8, 32]]],
    ['2020年8月采购', []],
    ['核心业务16G', []],
  ])('“%s” asks for machines %j', (text, expected) => {
    expect(machines(text)).toEqual(expected)
  })

  it.each([
    ['500G数据盘', [[500, 'block-storage']]],
    ['对象存储2TB', [[2_048, 'object-storage']]],
    ['1.5T对象存储', [[1_536, 'object-storage']]],
    ['200G的SSD', [[200, 'ssd']]],
    ['NAS 1T', [[1_024, 'file-storage']]],
    ['备份空间500G', [[500, 'backup']]],
    ['2台4核8G，每台100G数据盘', [[200, 'block-storage']]],
    ['4核8G，系统盘40G', []],
    ['3台虚拟机（8核/32G/200G）', [[600, 'block-storage']]],
  ])('“%s” asks for storage %j', (text, expected) => {
    expect(parseFigures(text).storage.map(({ storageGiB, kind }) => [storageGiB, kind])).toEqual(expected)
  })

  it.each(['10M互联网带宽', '公网带宽10M', '带宽10兆', '10Mbps出口带宽'])('“%s” asks for 10 M', (text) => {
    expect(parseFigures(text).bandwidths).toEqual([{ mbps: 10 }])
  })
})

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

  it('of one who only wants to use what the city has is served', () => {
    expect(matched('不自建短信平台，接入全市统一消息平台')).toMatchObject({
      outcome: 'served',
      monthlyFen: 0,
    })
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
    ]) {
      const begin = performance.now()
      expect(outcomes).toContain(matched(text).outcome)
      expect(performance.now() - begin).toBeLessThan(500)
    }
  })
})
