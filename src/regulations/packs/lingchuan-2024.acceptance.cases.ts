import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import type { Case } from './case.ts'

const d = dateOf
const both = ['construction', 'operations'] as const

/** Built on a day, not accepted. */
const built = (on: string): Facts => ({
  builtOn: d(on),
  acceptedOn: null,
  acceptanceFiledOn: null,
  migratedOn: null,
  migrationRequired: false,
})

const acceptance: readonly Case[] = [
  {
    clause: 'LC-27',
    name: '半年期末日',
    asOf: '2025-11-10',
    facts: built('2025-05-10'),
    expect: null,
    deadline: { dueOn: '2025-11-10', provisional: false, metOn: null },
  },
  {
    clause: 'LC-27',
    name: '半年期末日的次日：预警，不动资金',
    asOf: '2025-11-11',
    facts: built('2025-05-10'),
    expect: { effect: 'warned', funds: [], since: '2025-11-11' },
    verdicts: { operations: 'eligible', construction: 'eligible' },
  },
  {
    clause: 'LC-27',
    name: '到期日放假，顺延到节后第一个工作日（民法典第二百零三条）',
    asOf: '2025-10-09',
    facts: built('2025-04-04'),
    expect: null,
    deadline: { dueOn: '2025-10-09', provisional: false, metOn: null },
  },
  {
    clause: 'LC-27',
    name: '顺延之后的次日',
    asOf: '2025-10-10',
    facts: built('2025-04-04'),
    expect: { effect: 'warned', since: '2025-10-10' },
  },
  {
    clause: 'LC-27',
    name: '没有对应日，以月末为期满（民法典第二百零二条）；该日调休上班，不顺延',
    asOf: '2026-03-01',
    facts: built('2025-08-31'),
    expect: { effect: 'warned', since: '2026-03-01' },
    deadline: { dueOn: '2026-02-28', provisional: false, metOn: null },
  },
  {
    clause: 'LC-27',
    name: '施行首日建成：适用',
    asOf: '2025-03-21',
    facts: built('2024-09-20'),
    expect: { effect: 'warned', since: '2025-03-21' },
    deadline: { dueOn: '2025-03-20', provisional: false, metOn: null },
  },
  {
    clause: 'LC-27',
    name: '施行前一日建成：不适用',
    asOf: '2026-11-20',
    facts: built('2024-09-19'),
    expect: null,
  },
  {
    clause: 'LC-27',
    name: '到期后才验收：已消除',
    asOf: '2026-11-20',
    facts: { ...built('2025-05-10'), acceptedOn: d('2025-12-01'), acceptanceFiledOn: d('2025-12-20') },
    expect: null,
    deadline: { dueOn: '2025-11-10', provisional: false, metOn: '2025-12-01' },
  },
  {
    clause: 'LC-27',
    name: '逾期后验收当日：已消除',
    asOf: '2025-12-01',
    facts: { ...built('2025-05-10'), acceptedOn: d('2025-12-01') },
    expect: null,
    deadline: { dueOn: '2025-11-10', provisional: false, metOn: '2025-12-01' },
  },
  {
    clause: 'LC-27',
    name: '建成当日：列出期限',
    asOf: '2025-05-10',
    facts: built('2025-05-10'),
    expect: null,
    deadline: { dueOn: '2025-11-10', provisional: false, metOn: null },
  },
  {
    clause: 'LC-27',
    name: '次日才验收，今天还没有',
    asOf: '2025-12-01',
    facts: { ...built('2025-05-10'), acceptedOn: d('2025-12-02') },
    expect: { effect: 'warned', since: '2025-11-11' },
    deadline: { dueOn: '2025-11-10', provisional: false, metOn: null },
  },
  {
    clause: 'LC-27',
    name: '是否验收不知道',
    asOf: '2026-11-20',
    facts: { ...built('2025-05-10'), acceptedOn: undefined },
    expect: { effect: 'undetermined', funds: [], missing: ['acceptedOn'] },
  },
  {
    clause: 'LC-27',
    name: '何时建成不知道，没有验收',
    asOf: '2026-11-20',
    facts: { ...built('2025-05-10'), builtOn: undefined },
    expect: { effect: 'undetermined', funds: [], missing: ['builtOn'] },
  },
  {
    clause: 'LC-27',
    name: '何时建成不知道，但已验收',
    asOf: '2026-11-20',
    facts: { builtOn: undefined },
    expect: null,
  },
  {
    clause: 'LC-27',
    name: '尚未建成',
    asOf: '2026-11-20',
    facts: { ...built('2025-05-10'), builtOn: null },
    expect: null,
  },
  {
    clause: 'LC-27',
    name: '到期日在未公布放假安排的年份：暂定',
    asOf: '2027-03-10',
    facts: built('2026-08-05'),
    expect: {
      effect: 'warned',
      reason:
        '2026年8月5日建成，最迟于暂定的2027年2月9日（含当日）完成验收，到期没有验收（所涉年份的放假安排尚未公布，期限暂定，只作预警）。',
    },
    deadline: { dueOn: '2027-02-09', provisional: true, metOn: null },
  },
]

/** Accepted on a day, not filed. */
const accepted = (on: string): Facts => ({
  builtOn: d('2024-09-10'),
  acceptedOn: d(on),
  acceptanceFiledOn: null,
})

const filing: readonly Case[] = [
  {
    clause: 'LC-29',
    name: '第三十个工作日当日',
    asOf: '2025-02-21',
    facts: accepted('2025-01-06'),
    expect: null,
    deadline: { dueOn: '2025-02-21', provisional: false, metOn: null },
  },
  {
    clause: 'LC-29',
    name: '第三十个工作日的次日',
    asOf: '2025-02-22',
    facts: accepted('2025-01-06'),
    expect: { effect: 'denied', funds: both, since: '2025-02-22' },
    verdicts: { construction: 'denied', operations: 'denied', purchase: 'eligible', upgrade: 'eligible' },
  },
  {
    clause: 'LC-29',
    name: '验收当日：列出期限',
    asOf: '2025-01-06',
    facts: accepted('2025-01-06'),
    expect: null,
    deadline: { dueOn: '2025-02-21', provisional: false, metOn: null },
  },
  {
    clause: 'LC-29',
    name: '第三十个工作日的前一日',
    asOf: '2025-02-20',
    facts: accepted('2025-01-06'),
    expect: null,
  },
  {
    clause: 'LC-29',
    name: '施行首日验收：适用',
    asOf: '2024-11-07',
    facts: accepted('2024-09-20'),
    expect: { effect: 'denied', since: '2024-11-07' },
    deadline: { dueOn: '2024-11-06', provisional: false, metOn: null },
  },
  {
    clause: 'LC-29',
    name: '施行前一日验收：不适用',
    asOf: '2026-11-20',
    facts: accepted('2024-09-19'),
    expect: null,
  },
  {
    clause: 'LC-29',
    name: '逾期备案：自备案日起恢复',
    asOf: '2026-03-02',
    facts: { ...accepted('2025-01-06'), acceptanceFiledOn: d('2026-03-02') },
    expect: null,
    deadline: { dueOn: '2025-02-21', provisional: false, metOn: '2026-03-02' },
  },
  {
    clause: 'LC-29',
    name: '备案的前一日：仍停拨',
    asOf: '2026-03-01',
    facts: { ...accepted('2025-01-06'), acceptanceFiledOn: d('2026-03-02') },
    expect: { effect: 'denied', since: '2025-02-22' },
  },
  {
    clause: 'LC-29',
    name: '是否备案不知道，期限已过',
    asOf: '2026-03-01',
    facts: { ...accepted('2025-01-06'), acceptanceFiledOn: undefined },
    expect: { effect: 'undetermined', funds: both, missing: ['acceptanceFiledOn'] },
    verdicts: { construction: 'undetermined', operations: 'undetermined', purchase: 'eligible' },
  },
  {
    clause: 'LC-29',
    name: '是否备案不知道，期限未到',
    asOf: '2025-02-21',
    facts: { ...accepted('2025-01-06'), acceptanceFiledOn: undefined },
    expect: null,
  },
  {
    clause: 'LC-29',
    name: '何时验收不知道，没有备案',
    asOf: '2026-03-01',
    facts: { ...accepted('2025-01-06'), acceptedOn: undefined },
    expect: { effect: 'undetermined', missing: ['acceptedOn'] },
  },
  {
    clause: 'LC-29',
    name: '何时验收不知道，但已备案',
    asOf: '2026-03-01',
    facts: { acceptedOn: undefined },
    expect: null,
  },
  {
    clause: 'LC-29',
    name: '尚未验收',
    asOf: '2026-03-01',
    facts: { acceptedOn: null, acceptanceFiledOn: null },
    expect: null,
  },
  {
    clause: 'LC-29',
    name: '末日在未公布放假安排的年份：暂定，不停拨，只预警',
    asOf: '2027-06-01',
    facts: accepted('2026-12-01'),
    expect: { effect: 'warned', funds: both },
    verdicts: { construction: 'warned', operations: 'warned' },
    deadline: { dueOn: '2027-01-13', provisional: true, metOn: null },
  },
  {
    clause: 'LC-29',
    name: '暂定的末日还没过：不预警',
    asOf: '2027-01-13',
    facts: accepted('2026-12-01'),
    expect: null,
  },
]

/** 陵政办发〔2024〕29号: acceptance and its filing. */
export const acceptanceCases: readonly Case[] = [...acceptance, ...filing]
