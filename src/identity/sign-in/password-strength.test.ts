import { describe, expect, it } from 'vitest'
import { weaknessOf } from './password-strength.ts'

const known = ['zhangsan', '张三', '县教育局', 'lingchuan']

describe('a password', () => {
  it.each([
    'qwerty123456',
    'Administrator',
    'lingchuan2026!!',
    'Zhangsan@2026',
    '县教育局张三2026年1月',
    'aaaaaaaaaaaaaaaa',
    '1qaz2wsx3edc4rfv5tgb',
    'abcdefgh12345678',
    'Password-2026-admin',
    'woaini5201314520',
    'abcabcabcabcabc',
  ])('that is guessable is refused: %s', (password) => {
    expect(weaknessOf(password, known)).not.toBeNull()
  })

  it('that was breached is told so', () => {
    expect(weaknessOf('1qazxsw23edcvfr4', known)).toContain('已泄露')
    expect(weaknessOf('CounterStrike', known)).toContain('已泄露')
  })

  it.each([
    'correct horse battery',
    '春眠不觉晓处处闻啼鸟',
    'twelve-chars-1',
    'kV9#tq2LxWb7',
    'zhangsan 爱喝 老陈醋 和 莜面',
  ])('of unrelated words or random signs is accepted: %s', (password) => {
    expect(weaknessOf(password, known)).toBeNull()
  })
})
