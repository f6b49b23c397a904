import { describe, expect, it } from 'vitest'
import { rowOf } from '../platform/spreadsheet/cells.ts'
import { correctMatch, findHeader, matchColumns, missingColumns } from './columns.ts'

const row = (...cells: string[]) => rowOf(1, cells)
const fields = (...cells: string[]) => matchColumns(row(...cells)).columns.map(({ field }) => field)

describe('matching headers', () => {
  it('knows the names departments use, whatever brackets, blanks and stars', () => {
    expect(fields('信息系统名称', '建设单位', '*系统编号', '建 成 日期', '等保等级')).toEqual([
      'name',
      'unit',
      'code',
      'builtOn',
      'protectionLevel',
    ])
    expect(fields('单位名称（全称）', '系统\n名称', '豁免有效期至')).toEqual([
      'unit',
      'name',
      'exemptionUntil',
    ])
  })

  it('takes 元 from 万元 by the header, and asks when neither is said', () => {
    expect(fields('建设投资（万元）', '年运维费(元)')).toEqual(['investment', 'operationsYuan'])
    expect(fields('建设投资/万元', '存储（TB）')).toEqual(['investment', 'storageTb'])
    const { columns, warnings } = matchColumns(row('建设投资', '年运维费（千元）'))
    expect(columns.map(({ field }) => field)).toEqual([null, null])
    expect(warnings[0]).toContain('没写单位')
    expect(warnings[1]).toContain('换算不了')
  })

  it('uses the better of two names for one thing, and says so', () => {
    const { columns, warnings } = matchColumns(row('建设单位', '主管单位', '系统名称'))
    expect(columns.map(({ field }) => field)).toEqual([null, 'unit', 'name'])
    expect(warnings.join()).toContain('“建设单位”没有导入')
  })

  it('does not make up where a system runs from 是否上云', () => {
    const { columns, warnings } = matchColumns(row('系统名称', '单位', '是否上云'))
    expect(columns[2]?.field).toBeNull()
    expect(warnings.join()).toContain('不据此推断')
  })

  it('lets users correct it, one column a field', () => {
    const match = matchColumns(row('平台', '归口', '系统编号'))
    expect(missingColumns(match.columns)).toEqual(['系统名称', '主管单位'])
    const corrected = correctMatch(match, { '0': 'name', '1': 'unit' })
    expect(missingColumns(corrected.columns)).toEqual([])
    expect(() => correctMatch(match, { '0': 'name', '1': 'name' })).toThrow('请只留一列')
    expect(() => correctMatch(match, { '0': 'investment', '1': 'investmentYuan' })).toThrow('请只留一列')
  })

  it('finds the header among titles', () => {
    const title = rowOf(1, ['台账', null])
    const header = rowOf(4, ['系统名称', '主管单位', '备注'])
    const data = rowOf(5, ['预算系统', '县财政局', '备注'])
    expect(findHeader([title, header, data])).toBe(header)
    expect(findHeader([title, data])).toBeNull()
  })
})
