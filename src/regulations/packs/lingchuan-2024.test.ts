import { describe, expect, it } from 'vitest'
import { publishedYears } from '../../calendar/state-council-holidays.ts'
import type { WorkCalendar } from '../../calendar/working-days.ts'
import { dateOf } from '../../platform/dates.ts'
import { evaluatorFor, factsNeededBy } from '../engine/evaluator.ts'
import { inOrder } from './case.ts'
import { lingchuan2024 } from './lingchuan-2024.ts'

const years = publishedYears()
const calendar: WorkCalendar = {
  covers: { from: dateOf(`${years[0]?.year}-01-01`), to: dateOf('2026-12-31') },
  exceptions: new Map(years.flatMap(({ days }) => days.map(({ day, kind }) => [day, kind] as const))),
}

describe('陵政办发〔2024〕29号', () => {
  it('asks only for facts that a clause needs', () => {
    expect(factsNeededBy(lingchuan2024)).toEqual([
      'classified',
      'migrationRequired',
      'decommissionedOn',
      'disposalReportedOn',
      'migratedOn',
      'migrationDueOn',
      'exemption',
      'dataSharing',
      'businessCoordination',
      'constructionStartedOn',
      'builtOn',
      'liveOn',
      'approvedOn',
      'emergency',
      'acceptedOn',
      'buildingOpinionOn',
      'disguised',
      'investmentFen',
      'budgetRepliedOn',
      'financeReviewedOn',
      'budgetFiledOn',
      'hosting',
      'publicCloudAssessedOn',
      'acceptanceFiledOn',
    ])
    const { findings } = evaluatorFor(lingchuan2024, dateOf('2026-11-20'), calendar)({})
    for (const { missing } of findings)
      for (const fact of missing) expect(factsNeededBy(lingchuan2024)).toContain(fact)
  })

  it('gives each unmet requirement a finding, whose reason never names the day judged', () => {
    const facts = {
      ...inOrder,
      migratedOn: null,
      hosting: 'own-room' as const,
      dataSharing: false,
      businessCoordination: false,
    }
    const reasonsOn = (day: string) =>
      evaluatorFor(
        lingchuan2024,
        dateOf(day),
        calendar,
      )(facts).findings.flatMap(({ clause, reason }) => (clause === 'LC-7b' ? [reason] : []))
    expect(reasonsOn('2026-11-20')).toEqual([
      '最迟于2025年12月31日（含当日）迁移上云，到期没有完成迁移确认，也没有豁免。',
      '数据共享未达到要求。',
      '业务协同未达到要求。',
    ])
    expect(reasonsOn('2026-11-21')).toEqual(reasonsOn('2026-11-20'))
  })

  it('dates a finding from the day a fact of state is known to hold, when somebody has recorded it', () => {
    const judge = evaluatorFor(lingchuan2024, dateOf('2026-11-20'), calendar)
    const facts = { ...inOrder, dataSharing: false }
    expect(judge(facts, { dataSharing: dateOf('2026-05-06') }).findings[0]?.since).toBe('2026-05-06')
    expect(judge(facts, { dataSharing: dateOf('2020-05-06') }).findings[0]?.since).toBe('2024-09-20')
  })
})
