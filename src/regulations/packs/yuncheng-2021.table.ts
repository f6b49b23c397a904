import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, noted, order, suspended, wanting, warned } from './case.ts'
import {
  constructionCases,
  forceCases,
  orderCases,
  scopeCases,
  sharingCases,
  unmigratedIsFine,
} from './shared.table.ts'

const d = dateOf
const from = '2021-02-09'
const eve = d('2021-02-08')
const today = '2026-11-20'
const both = ['construction', 'operations'] as const
const noTrace: Facts = { constructionStartedOn: undefined, builtOn: undefined, liveOn: undefined }

const approval = about(
  'YC-5a',
  [
    '新建项目未经批准：两项资金都不安排',
    today,
    { approvedOn: null },
    denied(from, ...both),
    {
      verdicts: { construction: 'denied', operations: 'denied', purchase: 'eligible', upgrade: 'eligible' },
    },
  ],
  ['批准当日', '2023-05-08', {}, null],
  ['批准前一日', '2023-05-07', {}, denied(from, ...both)],
  ['尚未开工也没有批准', today, { approvedOn: null, constructionStartedOn: null }, denied(from, ...both)],
  ['施行首日开工：新建', today, { approvedOn: null, constructionStartedOn: d(from) }, denied(from, ...both)],
  ['施行前一日开工：不是新建', today, { approvedOn: null, constructionStartedOn: eve }, null],
  ['何时开工不知道，施行前一日已建成：不是新建', today, { ...noTrace, approvedOn: null, builtOn: eve }, null],
  ['何时开工不知道，施行前一日已运行：不是新建', today, { ...noTrace, approvedOn: null, liveOn: eve }, null],
  [
    '何时开工不知道，施行首日建成',
    today,
    { approvedOn: null, constructionStartedOn: undefined, builtOn: d(from), liveOn: d(from) },
    wanting(['constructionStartedOn'], ...both),
  ],
  [
    '是否批准不知道',
    today,
    { approvedOn: undefined },
    wanting(['approvedOn'], ...both),
    {
      verdicts: { construction: 'undetermined', operations: 'undetermined', purchase: 'eligible' },
    },
  ],
  ['是否批准不知道，但不是新建', today, { approvedOn: undefined, constructionStartedOn: eve }, null],
  ['何时开工不知道，但已批准', today, noTrace, null],
)

const register = about(
  'YC-5c',
  [
    '已建成未纳入目录：预警，不动资金',
    today,
    { registered: false },
    warned('2024-03-15'),
    {
      verdicts: { operations: 'eligible', construction: 'eligible' },
    },
  ],
  ['建成当日', '2024-03-15', { registered: false, liveOn: null }, warned('2024-03-15')],
  ['建成前一日', '2024-03-14', { registered: false, liveOn: null }, null],
  ['何时建成不知道，已运行', today, { registered: false, builtOn: undefined }, warned('2024-04-01')],
  ['施行前建成的也要纳入，自施行日起', from, { registered: false, builtOn: d('2015-01-01') }, warned(from)],
  ['尚未建成', today, { registered: false, builtOn: null, liveOn: null }, null],
  [
    '何时建成、何时运行都不知道',
    today,
    { registered: false, builtOn: undefined, liveOn: undefined },
    wanting(['builtOn', 'liveOn']),
  ],
  ['是否纳入不知道', today, { registered: undefined }, wanting(['registered'])],
  ['已纳入', today, {}, null],
)

const signed = (on: string, filed: string | null): Facts => ({
  contractSignedOn: d(on),
  contractFiledOn: filed === null ? null : d(filed),
})

const contract = about(
  'YC-13',
  [
    '签订当日：列出期限',
    '2025-05-12',
    signed('2025-05-12', null),
    null,
    { deadline: { dueOn: '2025-05-19', provisional: false, metOn: null } },
  ],
  [
    '第五个工作日当日',
    '2025-05-19',
    signed('2025-05-12', null),
    null,
    {
      deadline: { dueOn: '2025-05-19', provisional: false, metOn: null },
    },
  ],
  [
    '第五个工作日的次日：预警，不动资金',
    '2025-05-20',
    signed('2025-05-12', null),
    warned('2025-05-20'),
    {
      verdicts: { construction: 'eligible', operations: 'eligible' },
    },
  ],
  ['第五个工作日的前一日', '2025-05-16', signed('2025-05-12', null), null],
  [
    '国庆假期不计',
    '2025-10-14',
    signed('2025-09-29', null),
    warned('2025-10-14'),
    {
      deadline: { dueOn: '2025-10-13', provisional: false, metOn: null },
    },
  ],
  [
    '逾期后备案：已消除',
    '2025-07-01',
    signed('2025-05-12', '2025-07-01'),
    null,
    {
      deadline: { dueOn: '2025-05-19', provisional: false, metOn: '2025-07-01' },
    },
  ],
  ['备案的前一日', '2025-06-30', signed('2025-05-12', '2025-07-01'), warned('2025-05-20')],
  [
    '施行首日签订：适用',
    today,
    signed(from, null),
    warned('2021-02-23'),
    {
      deadline: { dueOn: '2021-02-22', provisional: false, metOn: null },
    },
  ],
  ['施行前一日签订：不适用', today, signed('2021-02-08', null), null, { deadline: null }],
  ['尚未签订', today, { contractSignedOn: null, contractFiledOn: null }, null, { deadline: null }],
  ['次日才签订', '2025-05-11', signed('2025-05-12', null), null, { deadline: null }],
  [
    '何时签订不知道',
    today,
    { contractSignedOn: undefined, contractFiledOn: null },
    wanting(['contractSignedOn']),
  ],
  [
    '是否备案不知道，期限已过',
    today,
    { ...signed('2025-05-12', null), contractFiledOn: undefined },
    wanting(['contractFiledOn']),
  ],
  [
    '是否备案不知道，期限未到',
    '2025-05-19',
    { ...signed('2025-05-12', null), contractFiledOn: undefined },
    null,
  ],
  [
    '末日在未公布放假安排的年份：暂定',
    '2027-02-01',
    signed('2026-12-30', null),
    warned('2027-01-07'),
    {
      deadline: { dueOn: '2027-01-06', provisional: true, metOn: null },
    },
  ],
)

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
        `部署在${hosting}，没有上政务云`,
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
    warned('2027-01-13', ...both),
    {
      verdicts: { construction: 'warned', operations: 'warned' },
      deadline: { dueOn: '2027-01-12', provisional: true, metOn: null },
    },
  ],
)

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
    '两次通知都逾期，自较早的起',
    today,
    {
      orders: [
        order('effectiveness', '2026-05-06', '2026-06-01'),
        order('effectiveness', '2026-03-02', '2026-06-01'),
      ],
    },
    warned('2026-03-17'),
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
    warned('2027-01-12'),
    {
      deadline: { dueOn: '2027-01-11', provisional: true, metOn: null },
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
          `部署在${hosting}：提示，不动资金`,
          today,
          in_(hosting),
          noted('2024-03-15'),
          { verdicts: { operations: 'eligible', construction: 'eligible' } },
        ] as const,
    ),
    ['部署在行业云：由第三十三条管', today, in_('industry-cloud'), null],
    ['部署在政务云', today, in_('government-cloud'), null],
    ['迁移确认当日', '2025-11-12', { hosting: 'own-room' }, null],
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
          `部署在${hosting}：提示，不动资金`,
          today,
          in_(hosting),
          noted(from),
          { verdicts: { operations: 'eligible', construction: 'eligible' } },
        ] as const,
    ),
    ['在建的也要迁移', today, { ...in_('own-room'), builtOn: null, liveOn: null }, noted(from)],
    [
      '行业云：另作一种情形',
      today,
      in_('industry-cloud'),
      { ...noted(from), reason: '部署在行业云，该行业云应当纳入市级政务云平台统一管理。' },
    ],
    ...(['own-room', 'carrier', 'public-cloud'] as const).map(
      (hosting) => [`原部署在${hosting}，已迁移确认`, today, { hosting }, null] as const,
    ),
    ['行业云，已迁移确认：仍要纳入统一管理', today, { hosting: 'industry-cloud' }, noted(from)],
    ['部署在政务云', today, in_('government-cloud'), null],
    ['迁移确认当日', '2025-11-12', { hosting: 'own-room' }, null],
    ['迁移确认前一日', '2025-11-11', { hosting: 'own-room' }, noted(from)],
    ['部署位置不知道', today, in_(undefined), wanting(['hosting'])],
    ['是否迁移不知道', today, { hosting: 'carrier', migratedOn: undefined }, wanting(['migratedOn'])],
  ),
]

/** The case table of the pack: below, at and above every bound, unknown facts, exceptions, events before its time. */
export const yuncheng2021Cases: readonly Case[] = [
  ...scopeCases('YC-1', 'YC-8b', from),
  ...forceCases('YC-42', from),
  ...approval,
  ...constructionCases('YC-5b', from, false),
  ...register,
  ...sharingCases('YC-8b', from),
  ...unmigratedIsFine('YC-8b'),
  ...contract,
  ...acceptance,
  ...filing,
  ...orderCases({
    clause: 'YC-23',
    kind: 'supervision',
    other: 'audit',
    third: 'effectiveness',
    stopped: suspended,
    funds: both,
    from,
  }),
  ...effectiveness,
  ...migration,
]
