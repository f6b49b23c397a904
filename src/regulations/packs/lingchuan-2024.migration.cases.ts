import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, scrappedCases } from './case.ts'

const unmigrated: Facts = { migratedOn: null, hosting: 'own-room' }
const d = dateOf
const exemption = (until: string) => ({ documentNumber: '陵数函〔2025〕1号', until: d(until) })
const operations = ['operations'] as const

const migration: readonly Case[] = [
  {
    clause: 'LC-7b',
    name: '迁移：期限前一日',
    asOf: '2025-12-30',
    facts: unmigrated,
    expect: null,
  },
  { clause: 'LC-7b', name: '迁移：期限当日', asOf: '2025-12-31', facts: unmigrated, expect: null },
  {
    clause: 'LC-7b',
    name: '迁移：期限次日',
    asOf: '2026-01-01',
    facts: unmigrated,
    expect: { effect: 'denied', funds: operations, since: '2026-01-01' },
    verdicts: { operations: 'denied', construction: 'eligible', purchase: 'eligible', upgrade: 'eligible' },
  },
  {
    clause: 'LC-7b',
    name: '迁移：很久以后，起始日不变',
    asOf: '2029-09-19',
    facts: unmigrated,
    expect: { effect: 'denied', since: '2026-01-01' },
  },
  {
    clause: 'LC-7b',
    name: '迁移：期限早于施行日，自施行日起',
    asOf: '2024-09-20',
    facts: { ...unmigrated, migrationDueOn: d('2023-12-31') },
    expect: { effect: 'denied', since: '2024-09-20' },
  },
  {
    clause: 'LC-7b',
    name: '迁移：判定日当天迁移确认',
    asOf: '2026-03-01',
    facts: { migratedOn: d('2026-03-01') },
    expect: null,
  },
  {
    clause: 'LC-7b',
    name: '迁移：次日才迁移确认，今天还没有',
    asOf: '2026-03-01',
    facts: { ...unmigrated, migratedOn: d('2026-03-02') },
    expect: { effect: 'denied', since: '2026-01-01' },
  },
  {
    clause: 'LC-7b',
    name: '迁移：不需迁移',
    asOf: '2026-03-01',
    facts: { ...unmigrated, migrationRequired: false, migrationDueOn: undefined },
    expect: null,
  },
  {
    clause: 'LC-7b',
    name: '迁移：豁免在有效期末日',
    asOf: '2026-06-30',
    facts: { ...unmigrated, exemption: exemption('2026-06-30') },
    expect: null,
  },
  {
    clause: 'LC-7b',
    name: '迁移：豁免过期次日，自次日起',
    asOf: '2026-07-01',
    facts: { ...unmigrated, exemption: exemption('2026-06-30') },
    expect: {
      effect: 'denied',
      since: '2026-07-01',
      reason:
        '最迟于2025年12月31日（含当日）迁移上云；豁免（陵数函〔2025〕1号，有效期至2026年6月30日）已经届满，没有完成迁移确认。',
    },
  },
  {
    clause: 'LC-7b',
    name: '迁移：豁免早于期限就过期，自期限次日起',
    asOf: '2026-07-01',
    facts: { ...unmigrated, exemption: exemption('2025-06-30') },
    expect: { effect: 'denied', since: '2026-01-01' },
  },
  ...about(
    'LC-7b',
    [
      '迁移：豁免已过期，不需迁移',
      '2026-07-01',
      { ...unmigrated, migrationRequired: false, exemption: exemption('2026-06-30') },
      null,
    ],
    [
      '迁移：豁免已过期，判定日当天迁移确认',
      '2026-07-01',
      { migratedOn: d('2026-07-01'), exemption: exemption('2026-06-30') },
      null,
    ],
  ),
  ...about('LC-7b', ...scrappedCases(unmigrated, denied('2026-01-01', ...operations))),
  ...about(
    'LC-7b',
    ...scrappedCases(
      { ...unmigrated, exemption: exemption('2026-03-31') },
      denied('2026-04-01', ...operations),
    ),
  ),
  {
    clause: 'LC-7b',
    name: '迁移：有没有豁免不知道',
    asOf: '2026-03-01',
    facts: { ...unmigrated, exemption: undefined },
    expect: { effect: 'undetermined', funds: operations, missing: ['exemption'] },
    verdicts: { operations: 'undetermined' },
  },
  {
    clause: 'LC-7b',
    name: '迁移：有没有豁免不知道，但期限未到',
    asOf: '2025-12-31',
    facts: { ...unmigrated, exemption: undefined },
    expect: null,
  },
  {
    clause: 'LC-7b',
    name: '迁移：豁免没有文号，等于不知道',
    asOf: '2026-03-01',
    facts: { ...unmigrated, exemption: { until: d('2026-12-31') } },
    expect: { effect: 'undetermined', missing: ['exemption'] },
  },
  {
    clause: 'LC-7b',
    name: '迁移：期限不知道',
    asOf: '2026-03-01',
    facts: { ...unmigrated, migrationDueOn: undefined },
    expect: { effect: 'undetermined', since: null, missing: ['migrationDueOn'] },
  },
  {
    clause: 'LC-7b',
    name: '迁移：期限不知道，豁免还在',
    asOf: '2026-03-01',
    facts: { ...unmigrated, migrationDueOn: undefined, exemption: exemption('2026-12-31') },
    expect: null,
  },
  {
    clause: 'LC-7b',
    name: '迁移：没有规定期限',
    asOf: '2026-03-01',
    facts: { ...unmigrated, migrationDueOn: null },
    expect: null,
  },
  {
    clause: 'LC-7b',
    name: '迁移：是否应迁移不知道',
    asOf: '2026-03-01',
    facts: { ...unmigrated, migrationRequired: undefined },
    expect: { effect: 'undetermined', missing: ['migrationRequired'] },
  },
  {
    clause: 'LC-7b',
    name: '迁移：是否已迁移不知道',
    asOf: '2026-03-01',
    facts: { migratedOn: undefined },
    expect: { effect: 'undetermined', missing: ['migratedOn'] },
  },
]

const sharing: readonly Case[] = [
  {
    clause: 'LC-7b',
    name: '共享未达标，自施行日起',
    asOf: '2026-11-20',
    facts: { dataSharing: false },
    expect: { effect: 'denied', funds: operations, since: '2024-09-20' },
    verdicts: { operations: 'denied', construction: 'eligible' },
  },
  {
    clause: 'LC-7b',
    name: '共享未达标，施行首日',
    asOf: '2024-09-20',
    facts: { dataSharing: false },
    expect: { effect: 'denied', since: '2024-09-20' },
  },
  {
    clause: 'LC-7b',
    name: '共享不知道',
    asOf: '2026-11-20',
    facts: { dataSharing: undefined },
    expect: { effect: 'undetermined', funds: operations, missing: ['dataSharing'] },
  },
  {
    clause: 'LC-7b',
    name: '共享未达标：豁免迁移也不能免',
    asOf: '2026-11-20',
    facts: { ...unmigrated, dataSharing: false, exemption: exemption('2026-12-31') },
    expect: { effect: 'denied', since: '2024-09-20' },
  },
  {
    clause: 'LC-7b',
    name: '协同未达标，自施行日起',
    asOf: '2026-11-20',
    facts: { businessCoordination: false },
    expect: { effect: 'denied', funds: operations, since: '2024-09-20' },
  },
  {
    clause: 'LC-7b',
    name: '协同不知道',
    asOf: '2026-11-20',
    facts: { businessCoordination: undefined },
    expect: { effect: 'undetermined', missing: ['businessCoordination'] },
  },
  {
    clause: 'LC-7b',
    name: '三项都未达到：各作一条，各有起始日',
    asOf: '2026-11-20',
    facts: { ...unmigrated, dataSharing: false, businessCoordination: false },
    expect: { effect: 'denied', since: '2026-01-01' },
    second: { effect: 'denied', since: '2024-09-20' },
    third: { effect: 'denied', since: '2024-09-20' },
  },
  {
    clause: 'LC-7b',
    name: '迁移逾期，共享不知道：已停拨，仍列出未知',
    asOf: '2026-11-20',
    facts: { ...unmigrated, dataSharing: undefined },
    expect: { effect: 'denied', since: '2026-01-01', missing: ['dataSharing'] },
  },
  {
    clause: 'LC-7b',
    name: '三项都不知道',
    asOf: '2026-11-20',
    facts: { migratedOn: undefined, dataSharing: undefined, businessCoordination: undefined },
    expect: { effect: 'undetermined', missing: ['migratedOn', 'dataSharing', 'businessCoordination'] },
  },
]

/** 陵政办发〔2024〕29号: migration, sharing and coordination. */
export const migrationCases: readonly Case[] = [...migration, ...sharing]
