import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { tableOf } from '../../../tests/support/cells-of.ts'
import { fenOf } from '../../platform/money.ts'
import { readTable } from '../../platform/spreadsheet/read-table.ts'
import { contentHash } from '../editions/content-hash.ts'
import { type CatalogueItem, optionalDefaults, publicPrice } from '../model.ts'
import { monthly, plainPrice } from '../pricing/index.ts'
import { anyPrice } from '../pricing/price.arbitrary.ts'
import { columnKeys, columns } from './columns.ts'
import { maxItems, readItems } from './read-items.ts'
import { itemsAsCsv, itemsAsXlsx } from './write-table.ts'

let sample: Uint8Array
beforeAll(async () => {
  sample = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
})
const utf8 = (text: string) => new TextEncoder().encode(text)
const read = async (bytes: Uint8Array, name = 'a.csv') =>
  readItems(await readTable({}, { fileName: name, bytes }, maxItems))

/** As Excel on a Chinese machine saves CSV. The platform only decodes: the table of pairs is made from that. */
function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const pairs = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      pairs.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail])
  return new Uint8Array([...text].flatMap((letter) => pairs.get(letter) ?? [letter.charCodeAt(0)]))
}

const header = columnKeys.map((key) => columns[key].title)
const good: Record<string, string> = {
  编码: 'ECS-01',
  类别: 'IaaS',
  子类: '计算',
  服务名称: '云主机',
  规格: '1核1G',
  计量单位: '台',
  计费方式: '包月',
  '单价（元/月）': '30.5',
  网络区域: '政务外网;互联网',
  信创: '否',
  等保最高级别: '三级',
  公共应用支撑: '否',
}
/** One row: a good one with some cells changed. */
const cellsWith = (change: Record<string, string>) => [
  header,
  header.map((title) => ({ ...good, ...change })[title] ?? ''),
]
const table = (change: Record<string, string>) => tableOf(cellsWith(change))
const issuesOf = (change: Record<string, string>) => readItems(table(change)).issues

describe('what is not billed by the month', () => {
  it.each([
    ['一次性', '一次性：30.5元'],
    ['包年', '按规格：30.5元；按年'],
  ])('(%s) is not published as a price of a month', (billing, formula) => {
    const { items, issues } = readItems(table({ 计费方式: billing }))
    expect(issues).toEqual([])
    expect(items).toMatchObject([{ billing, monthlyFen: null, priceFormula: formula }])
  })
})

describe('the sample catalogue', () => {
  it('has 97 items without an issue', async () => {
    const { items, issues, unknownColumns } = await read(sample)
    expect(items.length).toBe(97)
    expect(issues).toEqual([])
    expect(unknownColumns).toEqual([])
    expect(items[0]).toEqual({
      code: 'ECS-01',
      category: 'IaaS',
      group: '计算',
      name: '云主机',
      specification: '1核1G',
      unit: '台',
      billing: '包月',
      monthlyFen: 3050,
      priceFormula: null,
      vcpu: 1,
      memoryGiB: 1,
      storageGiB: 40,
      zones: ['政务外网', '互联网'],
      architecture: 'X86',
      domestic: false,
      protectionLevel: 3,
      leadTimeWorkingDays: 3,
      availability: '99.9%',
      shared: false,
      aliases: ['虚拟机', '云服务器', '服务器'],
      description: '系统盘40G，含操作系统',
      ...optionalDefaults,
      price: monthly({ kind: 'flavour', fen: fenOf(3050) }),
    })
    expect(items.find(({ code }) => code === 'BW-NN')).toMatchObject({
      billing: '阶梯',
      monthlyFen: null,
      priceFormula: '137.5+(n-5)×88',
      description: 'n 为带宽兆数',
    })
    expect(items.find(({ code }) => code === 'SSO-01')).toMatchObject({ monthlyFen: 0, shared: true })
  })

  it('reads the same without BOM, as GB18030 and as .xlsx', async () => {
    const { items } = await read(sample)
    const hash = await contentHash(items)
    expect(await contentHash((await read(sample.slice(3))).items)).toBe(hash)
    expect(await contentHash((await read(gb18030(new TextDecoder().decode(sample)))).items)).toBe(hash)
    const workbook = await itemsAsXlsx({}, items, '政务云平台服务目录')
    expect(await contentHash((await read(workbook, 'a.xlsx')).items)).toBe(hash)
    expect(await contentHash((await read(itemsAsCsv(items))).items)).toBe(hash)
  })
})

describe('a cell that is not right', () => {
  it.each([
    ['编码', '', '不能为空'],
    ['编码', 'ECS 01', '编码只能用'],
    ['服务名称', '云主\uFFFD机', '乱码'],
    ['类别', 'XaaS', '只能填 IaaS、PaaS、SaaS'],
    ['服务名称', '', '不能为空'],
    ['规格', '长'.repeat(101), '超过 100 个字'],
    ['单价（元/月）', '', '不是金额'],
    ['单价（元/月）', '三十', '不是金额'],
    ['单价（元/月）', '30.555', '不是金额'],
    ['单价（元/月）', '-3', '不是金额'],
    ['单价（元/月）', '1e3', '不是金额'],
    ['单价（元/月）', '0', '计费方式请填 免费'],
    ['vCPU（核）', '1.5', '整数'],
    ['vCPU（核）', '-1', '整数'],
    ['内存（GB）', '16G', '整数'],
    ['存储（GB）', '999999999999', '整数'],
    ['网络区域', '', '不能为空'],
    ['信创', '', '请填 是 或 否'],
    ['信创', '也许', '请填 是 或 否'],
    ['等保最高级别', '六级', '请填 一级 至 五级'],
    ['开通时限（工作日）', '三天', '整数'],
    ['公共应用支撑', '?', '请填 是 或 否'],
  ])('%s “%s”', (column, value, message) => {
    const issues = issuesOf({ [column]: value })
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatchObject({ row: 2, column })
    expect(issues[0]?.message).toContain(message)
  })

  it('a free item costs nothing, a formula has no price beside it', () => {
    expect(issuesOf({ 计费方式: '免费', '单价（元/月）': '0' })).toEqual([])
    expect(issuesOf({ 计费方式: '免费', '单价（元/月）': '' })).toEqual([])
    expect(issuesOf({ 计费方式: '免费', '单价（元/月）': '5' })).toHaveLength(1)
    expect(issuesOf({ 计费方式: '阶梯：10+n×2', '单价（元/月）': '' })).toEqual([])
    expect(issuesOf({ 计费方式: '阶梯：10+n×2', '单价（元/月）': '5' })).toHaveLength(1)
  })

  it('full-width digits and the usual signs are read for what they are', () => {
    const { items, issues } = readItems(
      table({
        'vCPU（核）': '１６',
        信创: '√',
        公共应用支撑: '×',
        等保最高级别: '2',
        '存储（GB）': '/',
        别名: '无',
      }),
    )
    expect(issues).toEqual([])
    expect(items[0]).toMatchObject({
      vcpu: 16,
      domestic: true,
      shared: false,
      protectionLevel: 2,
      storageGiB: null,
    })
  })

  it('a code that comes twice names the row it came in first', () => {
    const [first, row] = cellsWith({})
    if (first === undefined || row === undefined) throw new Error('no table')
    expect(readItems(tableOf([first, row, [''], row])).issues).toEqual([
      { row: 4, column: '编码', value: 'ECS-01', message: '与第 2 行重复' },
    ])
  })

  it('a comma without quotes is noticed', () => {
    const [first, row] = cellsWith({})
    if (first === undefined || row === undefined) throw new Error('no table')
    expect(readItems(tableOf([first, [...row, '多出来的']])).issues[0]).toMatchObject({
      row: 2,
      value: '多出来的',
    })
  })
})

describe('a file that is not right', () => {
  const codeOf = async (name: string, bytes: Uint8Array) => {
    try {
      await read(bytes, name)
      return 'read'
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : String(error)
    }
  }
  it.each([
    ['目录.pdf', utf8('%PDF-1.7'), 'unsupported-file'],
    ['empty.csv', new Uint8Array(), 'unreadable-file'],
    ['old.xls.xlsx', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'unsupported-file'],
    ['broken.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'unreadable-file'],
    ['binary.csv', new Uint8Array([0, 1, 2, 0, 255, 254]), 'unsupported-file'],
    ['quotes.csv', utf8('编码,类别\n"a,b\n'), 'unreadable-file'],
    ['noheader.csv', utf8('a,b,c\n1,2,3\n'), 'unreadable-file'],
    ['onlyheader.csv', utf8(`${header.join(',')}\n`), 'unreadable-file'],
    ['large.csv', new Uint8Array(60 * 1024 * 1024 + 1), 'too-large'],
    ['long.csv', utf8(`${header.join(',')}\n${'ECS-01,\n'.repeat(maxItems + 100)}`), 'too-large'],
  ])('%s is refused', async (name, bytes, code) => {
    expect(await codeOf(name, bytes)).toBe(code)
  })

  it('a price column in 万元 or by the year is not taken for one in 元 by the month', () => {
    const [first, row] = cellsWith({})
    if (first === undefined || row === undefined) throw new Error('no table')
    const yearly = first.map((title) => (title === '单价（元/月）' ? '单价（元/年）' : title))
    expect(() => readItems(tableOf([yearly, row]))).toThrow('单价（元/月）')
  })

  it('a header below a title, with other names, is found', () => {
    const [first, row] = cellsWith({})
    if (first === undefined || row === undefined) throw new Error('no table')
    const renamed = first.map((title) =>
      title === '服务名称' ? '名称' : title === '内存（GB）' ? '内存(G)' : title,
    )
    expect(readItems(tableOf([['陵川县服务目录'], renamed, row])).items).toHaveLength(1)
  })

  it('a workbook is read for what it holds, whatever its directory says of the size', async () => {
    const { items } = await read(sample)
    const bytes = await itemsAsXlsx({}, items, '目录')
    const at = directoryEntry(bytes)
    new DataView(bytes.buffer).setUint32(at + 24, 2_000_000_000, true)
    expect((await read(bytes, 'a.xlsx')).items).toEqual(items)
  })
  const directoryEntry = (bytes: Uint8Array) => {
    const view = new DataView(bytes.buffer)
    for (let at = 0; at < bytes.length - 4; at += 1) if (view.getUint32(at, true) === 0x02014b50) return at
    throw new Error('no zip directory')
  }
})

describe('export and import', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) =>
    // What a spreadsheet cell keeps: no control characters, no separators of lists, no spaces at the ends, not "none".
    `字${text.replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD;；、:：]/gu, '')}`.trim(),
  )
  const dangerous = fc
    .tuple(fc.constantFrom('', '=', '+', '-', '@'), word)
    .map(([sign, text]) => `${sign}${text}`)
  const plain = fc.record({
    code: fc.stringMatching(/^[A-Z]{2,4}-[0-9]{1,4}$/),
    category: fc.constantFrom('IaaS' as const, 'PaaS' as const, 'SaaS' as const),
    group: word,
    name: dangerous,
    specification: dangerous,
    unit: word,
    billing: fc.constant('包月'),
    monthlyFen: fc.integer({ min: 1, max: 99_999_999_999 }).map(fenOf),
    priceFormula: fc.constant(null as string | null),
    vcpu: fc.option(fc.integer({ min: 0, max: 4_096 })),
    memoryGiB: fc.option(fc.integer({ min: 0, max: 4_096 })),
    storageGiB: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    zones: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
    architecture: fc.option(word),
    domestic: fc.boolean(),
    protectionLevel: fc.option(fc.integer({ min: 1, max: 5 })),
    leadTimeWorkingDays: fc.option(fc.integer({ min: 0, max: 365 })),
    availability: fc.option(word),
    shared: fc.boolean(),
    aliases: fc.uniqueArray(word, { maxLength: 3 }),
    description: fc.oneof(fc.constant(''), dangerous),
    dependencies: fc.uniqueArray(fc.stringMatching(/^[A-Z]{2,4}-[0-9]{1,4}$/), { maxLength: 3 }),
    successor: fc.option(fc.stringMatching(/^[A-Z]{2,4}-[0-9]{1,4}$/)),
    pool: fc.option(word),
    poolCapacity: fc.option(fc.integer({ min: 0, max: 100_000_000 })),
    poolUnits: fc.integer({ min: 1, max: 1_000_000 }),
    quotaPerDepartment: fc.option(fc.integer({ min: 0, max: 100_000_000 })),
  })
  const item: fc.Arbitrary<CatalogueItem> = fc
    .tuple(plain, fc.option(anyPrice))
    .map(([said, price]) =>
      price === null
        ? { ...said, price: plainPrice({ ...said, priceFormula: null }) }
        : { ...said, billing: price.shape.kind === 'free' ? '免费' : '包月', ...publicPrice(price), price },
    )
    // What a file may say at most; a price by steps makes its unit longer.
    .filter(({ unit }) => unit.length <= 20)

  it('what is exported comes back the same, by CSV and by .xlsx', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(item, { minLength: 1, maxLength: 5, selector: ({ code }) => code }),
        async (items) => {
          const csv = await read(itemsAsCsv(items))
          expect(csv.issues).toEqual([])
          expect(csv.items).toEqual(items)
          const workbook = await read(await itemsAsXlsx({}, items, '目录'), 'a.xlsx')
          expect(workbook.issues).toEqual([])
          expect(workbook.items).toEqual(items)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('no exported cell can be taken for a formula', async () => {
    const [row] = readItems(table({ 服务名称: '=1+1', 规格: '@SUM(A1)', 计量单位: '-台' })).items
    if (row === undefined) throw new Error('no item')
    const text = new TextDecoder().decode(itemsAsCsv([row]))
    expect(text).toContain("'=1+1,'@SUM(A1),'-台")
    expect(text).not.toMatch(/(^|,)"?[=+\-@]/m)
  })
})
