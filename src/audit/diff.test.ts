import '../slices.ts'
import { describe, expect, it } from 'vitest'
import { fieldChanges } from './diff.ts'

describe('what an entry changed', () => {
  it('is told field by field, in Chinese, nested ones by their path', () => {
    expect(
      fieldChanges(
        { status: 'draft', roles: ['finance', 'audit'], disabled: false, gone: 1 },
        {
          status: 'published',
          roles: ['finance', 'audit'],
          disabled: true,
          approvals: [{ by: '县数据局', on: null }],
        },
      ),
    ).toEqual([
      { field: '状态', before: '编制中', after: '已发布', kind: 'changed' },
      { field: '岗位', before: '财政、审计', after: '财政、审计', kind: 'same' },
      { field: '已停用', before: '否', after: '是', kind: 'changed' },
      { field: '会签 › 第 1 项 › 经办', before: null, after: '县数据局', kind: 'added' },
      { field: '会签 › 第 1 项 › 日期', before: null, after: '无', kind: 'added' },
      { field: 'gone', before: '1', after: null, kind: 'removed' },
    ])
  })

  it('says money in yuan, and what there was nothing of before as a first value', () => {
    expect(
      fieldChanges(null, { monthlyFen: 53_450, annualOperationsFen: null, rules: { maxMonthlyFen: 5 } }),
    ).toEqual([
      { field: '每月费用', before: null, after: '534.50 元', kind: 'first' },
      { field: '年运维费', before: null, after: '无', kind: 'first' },
      { field: 'rules › 每月费用上限', before: null, after: '0.05 元', kind: 'first' },
    ])
    expect(fieldChanges({ changeFen: 0 }, { changeFen: -1_200 })).toEqual([
      { field: '每月费用增减', before: '0.00 元', after: '-12.00 元', kind: 'changed' },
    ])
  })

  it('is nothing when the entry holds nothing, and one line when it holds a plain value', () => {
    expect(fieldChanges(null, null)).toEqual([])
    expect(fieldChanges(null, '已办')).toEqual([
      { field: '内容', before: null, after: '已办', kind: 'first' },
    ])
    expect(fieldChanges(null, [])).toEqual([{ field: '内容', before: null, after: '无', kind: 'first' }])
  })
})
