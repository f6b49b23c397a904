import { healthOrder } from '../migration/index.ts'
import { addDays, dateOf, daysBetween, type Month } from '../platform/dates.ts'
import { fenOf } from '../platform/money.ts'
import { stageOrder } from '../systems/index.ts'
import type { Ground, ListedSystem, MonthlySnapshot } from './model.ts'

/** For tests: a snapshot of a made-up county with as many rows as asked for. */
export function sampleSnapshot(size: {
  units: number
  overdue: number
  restricted: number
}): MonthlySnapshot {
  const asOf = dateOf('2026-10-31')
  const unitOf = (index: number) => `县第${index % size.units}号局`
  const system = (index: number): ListedSystem => ({
    code: `LC-${String(index).padStart(4, '0')}`,
    name: index % 3 === 0 ? `第${index}号综合业务管理与服务平台` : `第${index}号业务系统`,
    unit: unitOf(index),
  })
  const ground: Ground = {
    clause: 'LC-7b',
    article: '第七条',
    reason: '应于2026年6月30日前迁移上云，至今未完成迁移确认，也没有有效的豁免',
    since: dateOf('2026-07-01'),
  }
  const times = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index))
  const units = times(size.units, (index) => ({
    unit: unitOf(index),
    required: index % 5,
    confirmed: index % 3 === 0 ? Math.min(1, index % 5) : 0,
    overdue: index % 2,
  }))
  const sum = (key: 'required' | 'confirmed') => units.reduce((total, unit) => total + unit[key], 0)
  const zeros = <Key extends string>(keys: readonly Key[]) =>
    Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>
  return {
    version: 1,
    jurisdiction: { id: 'lingchuan', name: '陵川县' },
    issuedBy: '陵川县数据局',
    month: '2026-10' as Month,
    asOf,
    madeOn: dateOf('2026-11-01'),
    formulaVersion: 1,
    counts: {
      inScope: sum('required') + 28,
      exempt: 4,
      shutDown: 6,
      integrated: 18,
      required: sum('required'),
      confirmed: sum('confirmed'),
      overdueUnrequested: 2,
      byStage: { ...zeros([...stageOrder, 'unknown']), registered: 12, deployed: 9, confirmed: 1 },
      byHealth: {
        ...zeros(healthOrder),
        overdue: size.overdue,
        exempt: 1,
        'exemption-expired': 1,
        'running-twice': 1,
      },
      byWave: {},
    },
    units,
    overdue: times(size.overdue, (index) => {
      const dueOn = addDays(dateOf('2026-06-30'), index)
      return {
        ...system(index),
        dueOn,
        daysLate: daysBetween(dueOn, asOf),
        stage: stageOrder[index % 9] ?? null,
        grounds: index % 7 === 6 ? [] : [ground],
        annualOperationsFen: index % 11 === 10 ? null : fenOf(12_345_678 + index * 100_000),
      }
    }),
    restricted: times(size.restricted, (index) => ({
      ...system(index),
      verdict: index % 4 === 3 ? 'suspended' : 'denied',
      grounds:
        index % 5 === 4
          ? [
              ground,
              { ...ground, clause: 'LC-29', article: '第二十九条', reason: '验收报告未在30个工作日内备案' },
            ]
          : [ground],
      annualOperationsFen: fenOf(12_345_678 + index * 100_000),
    })),
    verdicts: { denied: size.restricted, suspended: 0, undetermined: 7, warned: 3, eligible: 60 },
    exemptions: [
      { ...system(900), document: '陵数字〔2025〕18号', until: dateOf('2026-12-31'), state: 'running' },
      { ...system(901), document: '陵数字〔2024〕7号', until: dateOf('2026-03-31'), state: 'expired' },
    ],
    runningTwice: [
      { ...system(950), migratedOn: dateOf('2026-09-18'), annualOperationsFen: fenOf(3_860_000) },
    ],
    confirmed: [system(950), system(951)],
    changes: null,
    auditHead: { treeSize: 1234, root: 'a3'.repeat(32), at: '2026-11-01T03:00:00.000Z' },
  }
}
