import { strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type MadeCell, makeXlsx } from '../../tests/support/make-xlsx.ts'
import { dateOf } from '../platform/dates.ts'
import { openWorkbook } from '../platform/spreadsheet/read-workbook.ts'
import type { Mapping } from './columns.ts'
import type { LedgerRow } from './ledger-rows.ts'
import { readLedger } from './read-ledger.ts'

const today = dateOf('2026-11-21')

async function read(bytes: Uint8Array, mapping: Mapping = {}, known = new Map<string, string | null>()) {
  const ledger = await readLedger(await openWorkbook({ fileName: 'ledger', bytes }), { mapping, today })
  const rows: LedgerRow[] = []
  if (ledger.missing.length === 0) for await (const batch of ledger.rows(known)) rows.push(...batch)
  return { ledger, rows }
}
const xlsx = (...rows: MadeCell[][]) => makeXlsx([{ rows }])

/** In: headers and cells of one row beside number, name and unit. Out: what the register is told, or the issues. */
async function one(headers: string[], cells: MadeCell[]) {
  const { rows } = await read(
    xlsx(['系统编号', '系统名称', '主管单位', ...headers], ['A-1', '预算系统', '县财政局', ...cells]),
  )
  const [row] = rows
  if (row?.kind === 'system') return { ...row.assumed, ...row.values, warnings: row.warnings }
  return row?.kind === 'rejected' ? row.issues.map(({ column, message }) => `${column}：${message}`) : row
}

describe('finding the ledger in a workbook', () => {
  it('takes the first visible sheet with a header and says which others it left', async () => {
    const { ledger, rows } = await read(
      makeXlsx([
        { name: '填报说明', rows: [['一、请如实填写']] },
        {
          name: '台账',
          rows: [
            ['系统名称', '主管单位'],
            ['预算系统', '县财政局'],
          ],
        },
        {
          name: '旧表',
          rows: [
            ['系统名称', '主管单位'],
            ['作废', '作废'],
          ],
        },
      ]),
    )
    expect(ledger.sheetName).toBe('台账')
    expect(ledger.warnings.join()).toContain('没有读取“填报说明”、“旧表”')
    expect(rows).toHaveLength(1)
  })

  it('refuses a workbook without a header, naming what it saw', async () => {
    const noHeader = read(xlsx(['通讯录'], ['张三', '13800000000']))
    await expect(noHeader).rejects.toThrow('前十行里没有找到表头')
    await expect(read(xlsx(['通讯录'], ['张三', '138']))).rejects.toThrow('张三')
    await expect(read(makeXlsx([{ rows: [] }]))).rejects.toThrow('没有任何内容')
    const late = [...Array.from({ length: 10 }, (_, i) => [`第${i}行`]), ['系统名称', '主管单位']]
    await expect(read(xlsx(...late))).rejects.toThrow('前十行')
  })

  it('says that a sheet of formulas has to be calculated first', async () => {
    const cells = ['系统名称', '主管单位'].map((text) => ({ formula: `"${text}"` }))
    await expect(read(xlsx(cells))).rejects.toThrow('没有计算结果的公式')
    const { rows } = await read(xlsx(['系统名称', '主管单位'], [{ formula: 'A9' }, '县财政局']))
    expect(rows).toMatchObject([
      { kind: 'rejected', issues: [{ message: '公式没有计算结果，请用 Excel 打开并保存一次' }] },
    ])
    const computed = await read(xlsx(['系统名称', '主管单位'], [{ formula: 'A9', result: '甲' }, '县财政局']))
    expect(computed.rows).toMatchObject([{ kind: 'system', values: { name: '甲' } }])
  })

  it('names the columns it lacks, and takes the ones users point out', async () => {
    const bytes = xlsx(['系统编号', '平台', '归口', '备注'], ['A-1', '预算系统', '县财政局', '甲'])
    expect((await read(bytes)).ledger.missing).toEqual(['系统名称', '主管单位'])
    const { rows } = await read(bytes, { '1': 'name', '2': 'unit', '3': null })
    expect(rows).toMatchObject([{ kind: 'system', unit: '县财政局', values: { name: '预算系统' } }])
    expect(rows[0]).not.toHaveProperty('values.notes')
  })

  it.each([
    ['统计截止：2026年10月31日', '2026-10-31', ''],
    ['（截止日期 2026.9.30）', '2026-09-30', ''],
    ['数据截至2026-08-31', '2026-08-31', ''],
    ['填报单位：县数据局', '2026-11-21', ''],
    ['统计截止：2026年10月', '2026-11-21', '看不出是哪一天'],
    ['统计截止：2026年12月31日', '2026-11-21', '还没到'],
  ])('facts under “%s” hold from %s', async (note, day, warning) => {
    const { ledger } = await read(xlsx([note], ['系统名称', '主管单位'], ['预算系统', '县财政局']))
    expect(ledger.holdsFrom).toBe(day)
    expect(ledger.warnings.join()).toContain(warning)
  })
})

describe('rows', () => {
  it('fills units down with their credit code, merged or left empty', async () => {
    const { rows } = await read(
      makeXlsx([
        {
          rows: [
            ['系统名称', '主管单位', '统一社会信用代码'],
            ['甲', '县数据局', '111405244367018280'],
            ['乙'],
            ['丙', '县财政局', '11140524601139307H'],
            ['丁'],
          ],
          merges: ['B4:B5', 'C4:C5'],
        },
      ]),
    )
    expect(rows.map((row) => row.kind === 'system' && [row.unit, row.creditCode])).toEqual([
      ['县数据局', '111405244367018280'],
      ['县数据局', '111405244367018280'],
      ['县财政局', '11140524601139307H'],
      ['县财政局', '11140524601139307H'],
    ])
  })

  it('holds a unit to one credit code', async () => {
    const header = ['系统名称', '主管单位', '统一社会信用代码']
    const known = new Map([['县财政局', '11140524601139307H']])
    const { rows } = await read(xlsx(header, ['甲', '县财政局', '111405244367018280']), {}, known)
    expect(rows).toMatchObject([{ kind: 'rejected', issues: [{ column: '统一社会信用代码' }] }])
    const number = await read(xlsx(header, ['甲', '县财政局', 111405244367018270]))
    expect(number.rows).toMatchObject([{ issues: [{ message: expect.stringContaining('存成了数字') }] }])
  })

  it('tells totals, signatures and repeated headers from data, and data from them', async () => {
    const { rows } = await read(
      xlsx(
        ['序号', '系统编号', '系统名称', '主管单位'],
        [1, 'A-1', '合计监管系统', '县财政局'],
        ['序号', '系统编号', '系统名称', '主管单位'],
        ['小计', null, '1个'],
        [2, 'A-2', '说明书管理系统', '县财政局'],
        ['合计', null, '2个'],
        ['填表人：张三', null, null, '审核人：李四'],
        [3],
      ),
    )
    expect(rows.map(({ kind, row }) => [row, kind])).toEqual([
      [2, 'system'],
      [3, 'not-data'],
      [4, 'not-data'],
      [5, 'system'],
      [6, 'not-data'],
      [7, 'not-data'],
      [8, 'not-data'],
    ])
  })

  it('rejects what can be told from nothing: no unit above, the same name twice without a number', async () => {
    const { rows } = await read(xlsx(['系统名称', '主管单位'], ['甲'], ['乙', '县财政局'], ['乙']))
    expect(rows.map(({ kind }) => kind)).toEqual(['rejected', 'system', 'rejected'])
  })
})

describe('what a row tells the register', () => {
  it('a blank says nothing, a stroke on an event says it has not happened, none set for a due day', async () => {
    const headers = ['竣工验收时间', '建成时间', '要求完成时间', '是否接入共享平台', '年运维费（万元）']
    const told = await one(headers, [null, '/', '—', null, null])
    expect(told).toMatchObject({ builtOn: 'infinity', migrationDueOn: null })
    for (const column of ['acceptedOn', 'platformConnected', 'annualOperationsFen'])
      expect(told).not.toHaveProperty(column)
  })

  it.each<[MadeCell, MadeCell, string | null | undefined]>([
    [null, null, 'infinity'],
    ['无', null, 'infinity'],
    [null, '无', 'infinity'],
    ['陵数函〔2025〕32号', null, undefined],
    ['陵数函〔2025〕32号', '2026-06-30', '2026-06-30'],
    [null, '未知', null],
  ])('exemption document %j until %j: %j', async (document, until, expected) => {
    const told = await one(['豁免文号', '豁免有效期至'], [document, until])
    if (expected === undefined) expect(told).not.toHaveProperty('exemptionUntil')
    else expect(told).toHaveProperty('exemptionUntil', expected)
  })

  it.each<[string, MadeCell, string | null | undefined, string]>([
    ['部署测试', null, 'infinity', ''],
    ['部署测试', '未知', null, ''],
    ['迁移确认', '2026-05-01', '2026-05-01', ''],
    ['迁移确认', null, undefined, '没有迁移确认时间'],
    ['旧环境下线', '/', null, '没有迁移确认时间'],
    ['部署测试', '2026-05-01', '2026-05-01', '却填了迁移确认时间'],
  ])('stage %s, confirmed %j: %j', async (stage, migratedOn, expected, warning) => {
    const told = await one(['当前阶段', '迁移确认时间'], [stage, migratedOn])
    if (expected === undefined) expect(told).not.toHaveProperty('migratedOn')
    else expect(told).toHaveProperty('migratedOn', expected)
    expect(told).toHaveProperty('warnings', warning === '' ? [] : [expect.stringContaining(warning)])
  })

  it.each<[MadeCell, boolean | null]>([
    ['迁移', true],
    ['保留', true],
    ['整合', false],
    ['关停', false],
    ['未知', null],
  ])('disposition %j: migration required %j', async (disposition, required) => {
    expect(await one(['处置意见'], [disposition])).toMatchObject({
      migrationRequired: required,
      registered: true,
    })
  })

  it('says nothing of columns the ledger does not have', async () => {
    const told = await one(['备注'], ['甲'])
    expect(told).toEqual({ name: '预算系统', registered: true, notes: '甲', warnings: [] })
  })

  it('keeps nothing of a classified system but number, name and unit, issues of other cells included', async () => {
    const told = await one(['是否涉密', '建成时间', '备注', '联系电话'], ['是', '2018.5', '秘密', '138'])
    expect(told).toMatchObject({
      name: '预算系统',
      classified: true,
      builtOn: null,
      notes: null,
      contactPhone: null,
    })
    expect(JSON.stringify(told)).not.toContain('秘密')
  })

  it('reports every fault of a row, not the first', async () => {
    expect(await one(['建成时间', '年运维费（万元）', '部署位置'], ['2018.5', '十二万', '隔壁'])).toEqual([
      '建成时间：只写到月，不知道是哪一天，请写到日，如 2018-05-20',
      '年运维费（万元）：不是数字，请只填数字，如 12.5',
      '部署位置：不认识这个写法，可以填：本单位机房、运营商托管、公有云、行业云、政务云',
    ])
  })

  it('reads a CSV just the same, serial numbers of days included', async () => {
    const { rows } = await read(strToU8('系统名称,主管单位,建成时间\n甲,县财政局,42717\n'))
    expect(rows).toMatchObject([{ kind: 'system', values: { builtOn: '2016-12-13' } }])
  })
})
