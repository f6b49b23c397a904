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
      { field: '状态', before: '编制中', after: '已发布', changed: true },
      { field: '岗位', before: '财政、审计', after: '财政、审计', changed: false },
      { field: '已停用', before: '否', after: '是', changed: true },
      { field: '会签 › 第 1 项 › 经办', before: null, after: '县数据局', changed: true },
      { field: '会签 › 第 1 项 › 日期', before: null, after: '无', changed: true },
      { field: 'gone', before: '1', after: null, changed: true },
    ])
  })

  it('is nothing when the entry holds nothing, and one line when it holds a plain value', () => {
    expect(fieldChanges(null, null)).toEqual([])
    expect(fieldChanges(null, '已办')).toEqual([
      { field: '内容', before: null, after: '已办', changed: true },
    ])
    expect(fieldChanges(null, [])).toEqual([{ field: '内容', before: null, after: '无', changed: true }])
  })
})
