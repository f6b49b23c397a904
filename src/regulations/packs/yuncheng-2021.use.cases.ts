import { dateOf } from '../../platform/dates.ts'
import { hostingWords } from '../fact-words.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, noted, order, scrappedCases, stateSince, wanting, warned } from './case.ts'

const d = dateOf
const from = '2021-02-09'
const today = '2026-11-20'

const told = (on: string, resolved: string | null = null): Facts => ({
  orders: [order('effectiveness', on, on, { resolvedOn: resolved === null ? null : d(resolved) })],
})

const effectiveness = about(
  'YC-24',
  [
    '第十个工作日当日',
    '2026-03-16',
    told('2026-03-02'),
    null,
    {
      deadline: { dueOn: '2026-03-16', provisional: false, metOn: null },
    },
  ],
  [
    '第十个工作日的次日：预警，不动资金',
    '2026-03-17',
    told('2026-03-02'),
    warned('2026-03-17'),
    {
      verdicts: { construction: 'eligible', operations: 'eligible' },
    },
  ],
  ['第十个工作日的前一日', '2026-03-13', told('2026-03-02'), null],
  [
    '逾期报送：已消除',
    '2026-05-06',
    told('2026-03-02', '2026-05-06'),
    null,
    {
      deadline: { dueOn: '2026-03-16', provisional: false, metOn: '2026-05-06' },
    },
  ],
  [
    '报送的前一日',
    '2026-05-05',
    told('2026-03-02', '2026-05-06'),
    warned('2026-03-17'),
    {
      deadline: { dueOn: '2026-03-16', provisional: false, metOn: null },
    },
  ],
  [
    '施行首日通知：适用',
    today,
    told(from),
    warned('2021-03-02'),
    {
      deadline: { dueOn: '2021-03-01', provisional: false, metOn: null },
    },
  ],
  ['施行前一日通知：不适用', today, told('2021-02-08'), null, { deadline: null }],
  ['次日才通知', '2026-03-01', told('2026-03-02'), null, { deadline: null }],
  [
    '两次通知都逾期：各作一条',
    today,
    {
      orders: [
        order('effectiveness', '2026-05-06', '2026-06-01'),
        order('effectiveness', '2026-03-02', '2026-06-01'),
      ],
    },
    warned('2026-05-20'),
    { second: warned('2026-03-17') },
  ],
  [
    '登记了收到日期的，自收到之日起算',
    '2026-12-14',
    { orders: [order('effectiveness', '2026-11-02', '2026-12-31', { receivedOn: d('2026-11-30') })] },
    null,
    { deadline: { dueOn: '2026-12-14', provisional: false, metOn: null } },
  ],
  [
    '自收到之日起第十个工作日的次日',
    '2026-12-15',
    { orders: [order('effectiveness', '2026-11-02', '2026-12-31', { receivedOn: d('2026-11-30') })] },
    warned('2026-12-15'),
  ],
  [
    '监督检查整改和审计整改逾期：本条不管',
    today,
    {
      orders: [order('supervision', '2026-03-02', '2026-03-16'), order('audit', '2026-03-02', '2026-03-16')],
    },
    null,
    { deadline: null },
  ],
  ['有没有整改不知道', today, { orders: undefined }, wanting(['orders']), { deadline: null }],
  [
    '末日暂定：预警',
    '2027-03-01',
    told('2026-12-28'),
    warned('2027-01-13'),
    {
      deadline: { dueOn: '2027-01-12', provisional: true, metOn: null },
    },
  ],
)

/** Not on the cloud. */
const in_ = (hosting: Facts['hosting']): Facts => ({ hosting, migratedOn: null })

const migration = [
  ...about(
    'YC-30b',
    ...(['own-room', 'carrier', 'public-cloud'] as const).map(
      (hosting) =>
        [
          `部署在${hostingWords[hosting]}：提示，不动资金`,
          today,
          in_(hosting),
          noted('2024-03-15'),
          { verdicts: { operations: 'eligible', construction: 'eligible' } },
        ] as const,
    ),
    ['部署在行业云：由第三十三条管', today, in_('industry-cloud'), null],
    ['部署在政务云', today, in_('government-cloud'), null],
    ['迁移确认当日', '2025-11-12', { hosting: 'own-room' }, null],
    ...scrappedCases(in_('own-room'), noted('2024-03-15')),
    ['迁移确认前一日', '2025-11-11', { hosting: 'own-room' }, noted('2024-03-15')],
    ['建成当日', '2024-03-15', { ...in_('own-room'), liveOn: null }, noted('2024-03-15')],
    ['尚未建成', '2024-03-14', { ...in_('own-room'), liveOn: null }, null],
    ['何时建成不知道，已运行', today, { ...in_('own-room'), builtOn: undefined }, noted('2024-04-01')],
    ['施行前建成的，自施行日起', from, { ...in_('own-room'), builtOn: d('2015-01-01') }, noted(from)],
    ['部署位置不知道', today, in_(undefined), wanting(['hosting'])],
    ['是否迁移不知道', today, { hosting: 'own-room', migratedOn: undefined }, wanting(['migratedOn'])],
  ),
  ...about(
    'YC-33',
    ...(['own-room', 'carrier', 'public-cloud'] as const).map(
      (hosting) =>
        [
          `部署在${hostingWords[hosting]}：提示，不动资金`,
          today,
          in_(hosting),
          noted(stateSince(from)),
          { verdicts: { operations: 'eligible', construction: 'eligible' } },
        ] as const,
    ),
    ['在建的也要迁移', today, { ...in_('own-room'), builtOn: null, liveOn: null }, noted(stateSince(from))],
    [
      '行业云：另作一种情形',
      today,
      in_('industry-cloud'),
      { ...noted(stateSince(from)), reason: '部署在行业云，该行业云应当纳入市级政务云平台统一管理。' },
    ],
    ...(['own-room', 'carrier', 'public-cloud'] as const).map(
      (hosting) => [`原部署在${hostingWords[hosting]}，已迁移确认`, today, { hosting }, null] as const,
    ),
    ['行业云，已迁移确认：仍要纳入统一管理', today, { hosting: 'industry-cloud' }, noted(stateSince(from))],
    ['部署在政务云', today, in_('government-cloud'), null],
    ['迁移确认当日', '2025-11-12', { hosting: 'own-room' }, null],
    ...scrappedCases(in_('own-room'), noted(stateSince(from))),
    ...scrappedCases(in_('industry-cloud'), noted(stateSince(from))),
    ['迁移确认前一日', '2025-11-11', { hosting: 'own-room' }, noted(stateSince(from))],
    ['部署位置不知道', today, in_(undefined), wanting(['hosting'])],
    ['是否迁移不知道', today, { hosting: 'carrier', migratedOn: undefined }, wanting(['migratedOn'])],
  ),
]

/** 运政办发〔2021〕7号: effectiveness in use, and migration. */
export const useCases: readonly Case[] = [...effectiveness, ...migration]
