import { describe, expect, it } from 'vitest'
import { dateOf } from '../src/platform/dates.ts'
import { writeMonthlyReportJob } from './write-monthly-report.ts'

const due = (today: string, hour: number, lastDone: string | null, since: string) =>
  writeMonthlyReportJob.due({ today: dateOf(today), hour }, lastDone, dateOf(since))

describe('the monthly report is due', () => {
  it('from 02:00 of the first day after the month on', () => {
    expect(due('2026-10-31', 23, null, '2026-10-05')).toEqual([])
    expect(due('2026-11-01', 1, null, '2026-10-05')).toEqual([])
    expect(due('2026-11-01', 2, null, '2026-10-05')).toEqual(['2026-10'])
    expect(due('2026-11-02', 0, null, '2026-10-05')).toEqual(['2026-10'])
  })

  it('once', () => {
    expect(due('2026-11-30', 12, '2026-10', '2026-10-05')).toEqual([])
    expect(due('2026-12-01', 1, '2026-10', '2026-10-05')).toEqual([])
    expect(due('2026-12-01', 2, '2026-10', '2026-10-05')).toEqual(['2026-11'])
  })

  it('for every month missed, oldest first, across a new year', () => {
    expect(due('2027-02-01', 2, '2026-10', '2026-01-31')).toEqual(['2026-11', '2026-12', '2027-01'])
    expect(due('2027-02-01', 1, '2026-10', '2026-01-31')).toEqual(['2026-11', '2026-12'])
    expect(due('2026-03-09', 9, null, '2025-12-31')).toEqual(['2025-12', '2026-01', '2026-02'])
  })

  it('for no month before the jurisdiction was there', () => {
    expect(due('2026-11-21', 9, null, '2026-11-01')).toEqual([])
    expect(due('2026-12-01', 2, null, '2026-11-30')).toEqual(['2026-11'])
  })
})
