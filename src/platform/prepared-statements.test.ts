import { describe, expect, it } from 'vitest'
import { StatementsSeen } from './prepared-statements.ts'

describe('which statements are prepared', () => {
  it('are those asked again', () => {
    const statements = new StatementsSeen()
    expect(statements.isWorthPreparing('select 1')).toBe(false)
    expect(statements.isWorthPreparing('select 1')).toBe(true)
    expect(statements.isWorthPreparing('select 1')).toBe(true)
    expect(statements.isWorthPreparing('select 2')).toBe(false)
  })

  it('are not long ones, nor several in one, nor what has no plan', () => {
    const statements = new StatementsSeen()
    for (const text of [`select '${'长'.repeat(6000)}'`, 'select 1; select 2', 'fetch 5 from cursor'])
      for (let time = 0; time < 3; time += 1) expect(statements.isWorthPreparing(text)).toBe(false)
  })

  it('are a bounded number, whatever is asked', () => {
    const statements = new StatementsSeen()
    let prepared = 0
    for (let n = 0; n < 1000; n += 1)
      for (let time = 0; time < 2; time += 1) if (statements.isWorthPreparing(`select ${n}`)) prepared += 1
    expect(prepared).toBe(200)
  })

  it('still take up what comes after many that are asked once', () => {
    const statements = new StatementsSeen()
    for (let n = 0; n < 20_000; n += 1) statements.isWorthPreparing(`select ${n}`)
    statements.isWorthPreparing('select now()')
    expect(statements.isWorthPreparing('select now()')).toBe(true)
  })
})
