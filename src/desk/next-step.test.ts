import { describe, expect, it } from 'vitest'
import { dateOf } from '../platform/dates.ts'
import type { Finding } from '../regulations/index.ts'
import { nextStepOf } from './next-step.ts'

const today = dateOf('2026-11-21')
const finding = (values: Partial<Finding>): Finding => ({
  clause: 'LC-7c',
  article: '第七条',
  effect: 'denied',
  funds: ['operations'],
  since: dateOf('2026-11-01'),
  reason: '到期没有完成迁移确认。',
  remedy: '',
  missing: [],
  ...values,
})
const judged = (operations: 'eligible' | 'denied' | 'undetermined', findings: Finding[]) => ({
  funds: { construction: operations, operations, purchase: operations, upgrade: operations },
  findings,
})
const late = {
  row: { stage: 'assessed', migrationRequired: true },
  health: { dueOn: dateOf('2026-10-31') },
} as const

describe('what is to be done about a system next', () => {
  it('is what is missing, where the verdict waits for it', () => {
    const verdict = judged('undetermined', [
      finding({ effect: 'undetermined', since: null, missing: ['acceptedOn', 'acceptanceFiledOn'] }),
    ])
    expect(nextStepOf(late, verdict, { liftable: [] }, today)).toMatchObject({
      title: '登记“竣工验收日期”等 2 项',
      facts: ['acceptedOn', 'acceptanceFiledOn'],
      until: null,
    })
  })

  it('is the migration where nothing stands in the way of the money, with its last day', () => {
    const step = nextStepOf(late, judged('eligible', []), { liftable: [] }, today)
    expect(step?.title).toMatch(/^迁移上云：/)
    expect(step?.until).toBe('2026年10月31日，逾期 21 天')
  })

  it('names the last day of the migration only for what that day decides', () => {
    const read = (fact: 'migrationDueOn' | 'dataSharing') =>
      judged('denied', [finding({ read: [{ fact, value: dateOf('2026-10-31') }] })])
    expect(nextStepOf(late, read('migrationDueOn'), { liftable: [] }, today)?.until).toContain('逾期')
    expect(nextStepOf(late, read('dataSharing'), { liftable: [] }, today)?.until).toBeNull()
  })

  it('is nothing for one that is done', () => {
    const done = { row: { stage: 'decommissioned', migrationRequired: true }, health: null } as const
    expect(nextStepOf(done, judged('eligible', []), { liftable: [] }, today)).toBeNull()
  })
})
