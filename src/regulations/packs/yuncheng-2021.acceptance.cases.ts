import { dateOf } from '../../platform/dates.ts'
import { hostingWords } from '../fact-words.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, wanting, warned } from './case.ts'

const d = dateOf
const from = '2021-02-09'
const eve = d('2021-02-08')
const today = '2026-11-20'
const both = ['construction', 'operations'] as const

/** Built and not accepted. */
const unaccepted: Facts = { acceptedOn: null, acceptanceFiledOn: null }

const acceptance = about(
  'YC-17',
  ['三项都具备，尚未验收', today, unaccepted, null],
  [
    '未对接：预警，不动资金',
    today,
    { ...unaccepted, platformConnected: false },
    warned('2024-03-15'),
    {
      verdicts: { construction: 'eligible', operations: 'eligible' },
    },
  ],
  ['未提供信息资源', today, { ...unaccepted, dataSharing: false }, warned('2024-03-15')],
  ...(['own-room', 'carrier', 'public-cloud', 'industry-cloud'] as const).map(
    (hosting) =>
      [
        `部署在${hostingWords[hosting]}，没有上政务云`,
        today,
        { ...unaccepted, hosting, migratedOn: null },
        warned('2024-03-15'),
      ] as const,
  ),
  ['迁移确认当日', '2025-11-12', { ...unaccepted, hosting: 'own-room' }, null],
  ['部署在别处，但已迁移确认', today, { ...unaccepted, hosting: 'own-room' }, null],
  ['部署在政务云，没有迁移确认', today, { ...unaccepted, migratedOn: null }, null],
  ['已验收而现在未对接', today, { platformConnected: false }, warned('2024-03-15')],
  [
    '施行首日验收：适用',
    today,
    { acceptedOn: d(from), acceptanceFiledOn: d(from), platformConnected: false },
    warned('2024-03-15'),
  ],
  [
    '施行前一日验收：不适用',
    today,
    { acceptedOn: eve, acceptanceFiledOn: eve, platformConnected: false },
    null,
  ],
  ['建成当日', '2024-03-15', { platformConnected: false }, warned('2024-03-15')],
  ['建成前一日', '2024-03-14', { platformConnected: false }, null],
  ['尚未建成', today, { ...unaccepted, builtOn: null, platformConnected: false }, null],
  [
    '何时建成不知道',
    today,
    { ...unaccepted, builtOn: undefined, platformConnected: false },
    wanting(['builtOn']),
  ],
  ['是否对接不知道', today, { ...unaccepted, platformConnected: undefined }, wanting(['platformConnected'])],
  ['是否提供信息资源不知道', today, { ...unaccepted, dataSharing: undefined }, wanting(['dataSharing'])],
  [
    '部署位置不知道，没有迁移确认',
    today,
    { ...unaccepted, hosting: undefined, migratedOn: null },
    wanting(['hosting']),
  ],
  [
    '是否迁移不知道，部署在别处',
    today,
    { ...unaccepted, hosting: 'carrier', migratedOn: undefined },
    wanting(['migratedOn']),
  ],
)

const accepted = (on: string, filed: string | null): Facts => ({
  builtOn: d('2021-01-04'),
  acceptedOn: d(on),
  acceptanceFiledOn: filed === null ? null : d(filed),
})

const filing = about(
  'YC-20',
  [
    '验收当日：列出期限',
    '2025-08-01',
    accepted('2025-08-01', null),
    null,
    { deadline: { dueOn: '2025-09-12', provisional: false, metOn: null } },
  ],
  [
    '第三十个工作日当日',
    '2025-09-12',
    accepted('2025-08-01', null),
    null,
    {
      deadline: { dueOn: '2025-09-12', provisional: false, metOn: null },
    },
  ],
  [
    '第三十个工作日的次日',
    '2025-09-13',
    accepted('2025-08-01', null),
    denied('2025-09-13', ...both),
    {
      verdicts: { construction: 'denied', operations: 'denied', purchase: 'eligible', upgrade: 'eligible' },
    },
  ],
  ['第三十个工作日的前一日', '2025-09-11', accepted('2025-08-01', null), null],
  [
    '施行首日验收：适用',
    today,
    accepted(from, null),
    denied('2021-03-30', ...both),
    {
      deadline: { dueOn: '2021-03-29', provisional: false, metOn: null },
    },
  ],
  ['施行前一日验收：不适用', today, accepted('2021-02-08', null), null, { deadline: null }],
  [
    '逾期备案：自备案日起恢复',
    '2026-03-02',
    accepted('2025-08-01', '2026-03-02'),
    null,
    {
      deadline: { dueOn: '2025-09-12', provisional: false, metOn: '2026-03-02' },
    },
  ],
  ['备案的前一日：仍停拨', '2026-03-01', accepted('2025-08-01', '2026-03-02'), denied('2025-09-13', ...both)],
  ['尚未验收', today, unaccepted, null, { deadline: null }],
  ['何时验收不知道', today, { ...unaccepted, acceptedOn: undefined }, wanting(['acceptedOn'], ...both)],
  [
    '是否备案不知道，期限已过',
    today,
    { acceptanceFiledOn: undefined },
    wanting(['acceptanceFiledOn'], ...both),
  ],
  [
    '末日暂定，不停拨，只预警',
    '2027-06-01',
    accepted('2026-12-01', null),
    warned('2027-01-14', ...both),
    {
      verdicts: { construction: 'warned', operations: 'warned' },
      deadline: { dueOn: '2027-01-13', provisional: true, metOn: null },
    },
  ],
)

/** 运政办发〔2021〕7号: acceptance and its filing. */
export const acceptanceCases: readonly Case[] = [...acceptance, ...filing]
