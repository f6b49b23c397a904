import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, noted, suspended, wanting, warned } from './case.ts'
import { forceCases, orderCases } from './shared.table.ts'

const d = dateOf
const from = '2021-07-06'
const eve = d('2021-07-05')
const today = '2026-11-20'
const both = ['construction', 'operations'] as const
const allFunds = ['construction', 'operations', 'purchase', 'upgrade'] as const
const noTrace: Facts = { constructionStartedOn: undefined, builtOn: undefined, liveOn: undefined }

const scope = [
  ...about(
    'JZP-34',
    ['非涉密：适用', today, {}, null, { verdicts: { construction: 'eligible', operations: 'eligible' } }],
    [
      '涉密：不适用，别的事实不看',
      today,
      { classified: true, coConstruction: false },
      noted(from),
      { scope: 'out' },
    ],
    ['施行首日，涉密', from, { classified: true }, noted(from), { scope: 'out' }],
    ['施行首日，非涉密', from, {}, null],
    [
      '是否涉密不知道：四项资金待核实',
      today,
      { classified: undefined },
      wanting(['classified'], ...allFunds),
      {
        scope: 'undetermined',
        verdicts: { purchase: 'undetermined', upgrade: 'undetermined' },
      },
    ],
    [
      '别的也不知道，本条只问是否涉密',
      today,
      { classified: undefined, registered: undefined },
      wanting(['classified'], ...allFunds),
      { scope: 'undetermined' },
    ],
  ),
  ...about('JZP-19a', [
    '是否涉密不知道，本条照样判',
    today,
    { classified: undefined, registered: false },
    denied(from, 'operations'),
    {
      scope: 'undetermined',
      verdicts: { operations: 'denied', construction: 'undetermined' },
    },
  ]),
]

/** 条件具备后逐步迁移: the same situation in both sets of rules. */
const ripeCases = (clause: string): readonly Case[] =>
  about(
    clause,
    ...(['own-room', 'carrier', 'public-cloud', 'industry-cloud'] as const).map(
      (hosting) =>
        [
          `条件具备，部署在${hosting}：提示，不动资金`,
          today,
          { hosting, migratedOn: null },
          noted('2024-01-01'),
          { verdicts: { operations: 'eligible', construction: 'eligible' } },
        ] as const,
    ),
    ['条件具备当日', '2024-01-01', { hosting: 'own-room' }, noted('2024-01-01')],
    ['条件具备前一日：没有迁移责任', '2023-12-31', { hosting: 'own-room' }, null],
    ['条件尚未具备', today, { hosting: 'own-room', migratedOn: null, migrationConditionsRipeOn: null }, null],
    [
      '条件在施行前具备，自施行日起',
      from,
      { hosting: 'own-room', migrationConditionsRipeOn: d('2020-01-01') },
      noted(from),
    ],
    ['迁移确认当日', '2025-11-12', { hosting: 'own-room' }, null],
    ['迁移确认前一日', '2025-11-11', { hosting: 'own-room' }, noted('2024-01-01')],
    ['部署在政务云', today, { migratedOn: null }, null],
    [
      '条件是否具备不知道',
      today,
      { hosting: 'own-room', migratedOn: null, migrationConditionsRipeOn: undefined },
      wanting(['migrationConditionsRipeOn']),
    ],
    ['部署位置不知道', today, { hosting: undefined, migratedOn: null }, wanting(['hosting'])],
    ['是否迁移不知道', today, { hosting: 'own-room', migratedOn: undefined }, wanting(['migratedOn'])],
  )

const migration = [
  ...ripeCases('JZP-4b'),
  ...about(
    'JZP-4b',
    ['没有接入大数据平台', today, { platformConnected: false }, warned(from)],
    [
      '没有接入，也没有迁移',
      today,
      { platformConnected: false, hosting: 'own-room', migratedOn: null },
      warned(from),
      { second: noted('2024-01-01') },
    ],
    ['是否接入不知道', today, { platformConnected: undefined }, wanting(['platformConnected'])],
  ),
  ...ripeCases('JZD-6'),
  ...about('JZD-6', ['没有接入大数据平台：本条不管', today, { platformConnected: false }, null]),
]

const flags = [
  ...about(
    'JZP-5',
    [
      '不符合共建共享：三项资金都不安排',
      today,
      { coConstruction: false },
      denied(from, 'construction', 'operations', 'purchase'),
      {
        verdicts: { construction: 'denied', operations: 'denied', purchase: 'denied', upgrade: 'eligible' },
      },
    ],
    ['施行首日', from, { coConstruction: false }, denied(from, 'construction', 'operations', 'purchase')],
    [
      '施行前建成的也一样',
      today,
      { builtOn: d('2015-01-01'), coConstruction: false },
      denied(from, 'construction', 'operations', 'purchase'),
    ],
    ['符合', today, {}, null],
    [
      '不知道',
      today,
      { coConstruction: undefined },
      wanting(['coConstruction'], 'construction', 'operations', 'purchase'),
      {
        verdicts: { construction: 'undetermined', purchase: 'undetermined', upgrade: 'eligible' },
      },
    ],
    [
      '数据共享未达标：本条不管',
      today,
      { dataSharing: false, businessCoordination: false },
      null,
      { verdicts: { operations: 'eligible' } },
    ],
  ),
  ...about(
    'JZP-19a',
    [
      '未纳入目录：只停运维经费',
      today,
      { registered: false },
      denied(from, 'operations'),
      {
        verdicts: {
          operations: 'denied',
          construction: 'eligible',
          purchase: 'eligible',
          upgrade: 'eligible',
        },
      },
    ],
    ['施行首日', from, { registered: false }, denied(from, 'operations')],
    [
      '施行前建成的也一样',
      today,
      { builtOn: d('2015-01-01'), registered: false },
      denied(from, 'operations'),
    ],
    ['已纳入', today, {}, null],
    [
      '是否纳入不知道',
      today,
      { registered: undefined },
      wanting(['registered'], 'operations'),
      { verdicts: { operations: 'undetermined', construction: 'eligible' } },
    ],
  ),
  ...about(
    'JZP-28',
    [
      '没有接入：建设资金和运维经费都不安排',
      today,
      { platformConnected: false },
      denied(from, ...both),
      {
        verdicts: { construction: 'denied', operations: 'denied', purchase: 'eligible', upgrade: 'eligible' },
      },
    ],
    ['施行首日', from, { platformConnected: false }, denied(from, ...both)],
    [
      '施行前建成的也一样',
      today,
      { builtOn: d('2015-01-01'), platformConnected: false },
      denied(from, ...both),
    ],
    [
      '迁移条件尚未具备，也要接入',
      today,
      { platformConnected: false, migrationConditionsRipeOn: null },
      denied(from, ...both),
    ],
    ['已接入', today, {}, null],
    ['是否接入不知道', today, { platformConnected: undefined }, wanting(['platformConnected'], ...both)],
  ),
]

const review = about(
  'JZP-13',
  [
    '未经审核：只停建设资金',
    today,
    { approvedOn: null },
    denied(from, 'construction'),
    {
      verdicts: { construction: 'denied', operations: 'eligible', purchase: 'eligible', upgrade: 'eligible' },
    },
  ],
  ['审核当日', '2023-05-08', {}, null],
  ['审核前一日', '2023-05-07', {}, denied(from, 'construction')],
  [
    '尚未开工也没有审核',
    today,
    { approvedOn: null, constructionStartedOn: null },
    denied(from, 'construction'),
  ],
  [
    '施行首日开工：适用',
    today,
    { approvedOn: null, constructionStartedOn: d(from) },
    denied(from, 'construction'),
  ],
  ['施行前一日开工：不适用', today, { approvedOn: null, constructionStartedOn: eve }, null],
  ['何时开工不知道，施行前一日已建成：不适用', today, { ...noTrace, approvedOn: null, builtOn: eve }, null],
  ['何时开工不知道，施行前一日已运行：不适用', today, { ...noTrace, approvedOn: null, liveOn: eve }, null],
  [
    '何时开工不知道，施行首日建成',
    today,
    { approvedOn: null, constructionStartedOn: undefined, builtOn: d(from), liveOn: d(from) },
    wanting(['constructionStartedOn'], 'construction'),
  ],
  ['是否审核不知道', today, { approvedOn: undefined }, wanting(['approvedOn'], 'construction')],
)

/** Completed on a day, not accepted. */
const built = (on: string, extendedTo: string | null = null): Facts => ({
  constructionStartedOn: d('2021-01-04'),
  approvedOn: d('2021-01-04'),
  builtOn: d(on),
  liveOn: null,
  acceptedOn: null,
  acceptanceFiledOn: null,
  acceptanceExtendedTo: extendedTo === null ? null : d(extendedTo),
})
const due = (dueOn: string, metOn: string | null = null, provisional = false) => ({
  deadline: { dueOn, provisional, metOn },
})

/** 竣工后6个月: the part that both clauses share. `after`: what follows a deadline that has passed. */
const lateCases = (
  clause: string,
  after: (since: string) => ReturnType<typeof denied>,
  funds: readonly ('construction' | 'operations')[],
): readonly Case[] =>
  about(
    clause,
    ['竣工当日：列出期限', '2026-03-10', built('2026-03-10'), null, due('2026-09-10')],
    ['六个月期末日', '2026-09-10', built('2026-03-10'), null, due('2026-09-10')],
    ['六个月期末日的次日', '2026-09-11', built('2026-03-10'), after('2026-09-11'), due('2026-09-10')],
    ['六个月期末日的前一日', '2026-09-09', built('2026-03-10'), null, due('2026-09-10')],
    [
      '到期日放假，顺延到节后第一个工作日（民法典第二百零三条）',
      '2025-10-09',
      built('2025-04-04'),
      null,
      due('2025-10-09'),
    ],
    ['顺延之后的次日', '2025-10-10', built('2025-04-04'), after('2025-10-10')],
    ['施行首日竣工：适用', today, built(from), after('2022-01-07'), due('2022-01-06')],
    ['施行前一日竣工：不适用', today, built('2021-07-05'), null, { deadline: null }],
    [
      '逾期后验收：已消除',
      '2026-10-20',
      { ...built('2026-03-10'), acceptedOn: d('2026-10-20') },
      null,
      due('2026-09-10', '2026-10-20'),
    ],
    [
      '验收的前一日',
      '2026-10-19',
      { ...built('2026-03-10'), acceptedOn: d('2026-10-20') },
      after('2026-09-11'),
      due('2026-09-10'),
    ],
    ['尚未竣工', today, { ...built(from), builtOn: null }, null, { deadline: null }],
    ['次日才竣工', '2026-03-09', built('2026-03-10'), null, { deadline: null }],
    [
      '何时竣工不知道',
      today,
      { ...built(from), builtOn: undefined },
      wanting(['builtOn'], ...funds),
      { deadline: null },
    ],
    [
      '是否验收不知道，期限已过',
      today,
      { ...built('2026-03-10'), acceptedOn: undefined },
      wanting(['acceptedOn'], ...funds),
    ],
    ['是否验收不知道，期限未到', '2026-09-10', { ...built('2026-03-10'), acceptedOn: undefined }, null],
  )

const acceptance = [
  ...lateCases('JZP-20', (since) => warned(since), []),
  ...about(
    'JZP-20',
    [
      '预警，不动资金；报告了延期也不改本条期限',
      '2026-10-20',
      built('2026-03-10', '2026-12-31'),
      warned('2026-09-11'),
      {
        ...due('2026-09-10'),
        verdicts: { construction: 'eligible', operations: 'eligible' },
      },
    ],
    [
      '到期日暂定：预警',
      '2027-06-01',
      built('2026-08-10'),
      warned('2027-02-11'),
      due('2027-02-10', null, true),
    ],
  ),
  ...lateCases('JZP-21', (since) => denied(since, ...both), both),
  ...about(
    'JZP-21',
    [
      '逾期：建设资金和运维经费都不安排',
      today,
      built('2026-03-10'),
      denied('2026-09-11', ...both),
      {
        verdicts: { construction: 'denied', operations: 'denied', purchase: 'eligible', upgrade: 'eligible' },
      },
    ],
    ['延期当日', '2026-10-31', built('2026-03-10', '2026-10-31'), null, due('2026-10-31')],
    [
      '延期次日',
      '2026-11-01',
      built('2026-03-10', '2026-10-31'),
      denied('2026-11-01', ...both),
      due('2026-10-31'),
    ],
    [
      '延期早于六个月期：仍以六个月为准',
      '2026-09-10',
      built('2026-03-10', '2026-08-31'),
      null,
      due('2026-09-10'),
    ],
    [
      '延期早于六个月期，六个月已过',
      '2026-09-11',
      built('2026-03-10', '2026-08-31'),
      denied('2026-09-11', ...both),
      due('2026-09-10'),
    ],
    [
      '有没有延期不知道，期限已过',
      today,
      { ...built('2026-03-10'), acceptanceExtendedTo: undefined },
      wanting(['acceptanceExtendedTo'], ...both),
    ],
    [
      '到期日暂定：不停拨，只预警',
      '2027-06-01',
      built('2026-08-10'),
      warned('2027-02-11', ...both),
      {
        ...due('2027-02-10', null, true),
        verdicts: { construction: 'warned', operations: 'warned' },
      },
    ],
  ),
]

const evaluated = (
  on: string,
  met: boolean | undefined,
  rectified: string | null | undefined = null,
): Facts => ({
  evaluation: { on: d(on), met, rectifiedOn: rectified === null ? null : d(rectified) },
})
const stopped = ['operations', 'upgrade'] as const

const evaluation = [
  ...about(
    'JZP-23',
    ['评价达标', today, {}, null, due('2025-04-01', '2025-05-10')],
    [
      '评价未达标：停运维经费和升级改造资金',
      today,
      evaluated('2025-05-10', false),
      denied('2025-05-10', ...stopped),
      {
        verdicts: { operations: 'denied', upgrade: 'denied', construction: 'eligible', purchase: 'eligible' },
      },
    ],
    [
      '评价当日',
      '2025-05-10',
      evaluated('2025-05-10', false),
      denied('2025-05-10', ...stopped),
      due('2025-04-01', '2025-05-10'),
    ],
    [
      '评价前一日：满一年尚未评价',
      '2025-05-09',
      evaluated('2025-05-10', false),
      noted('2025-04-02'),
      due('2025-04-01'),
    ],
    ['整改完成当日', '2026-01-05', evaluated('2025-05-10', false, '2026-01-05'), null],
    [
      '整改完成前一日',
      '2026-01-04',
      evaluated('2025-05-10', false, '2026-01-05'),
      denied('2025-05-10', ...stopped),
    ],
    [
      '是否整改不知道',
      today,
      { evaluation: { on: d('2025-05-10'), met: false } },
      wanting(['evaluation'], ...stopped),
    ],
    ['是否达标不知道', today, evaluated('2025-05-10', undefined), wanting(['evaluation'], ...stopped)],
    ['是否达标不知道，但已整改', today, evaluated('2025-05-10', undefined, '2025-12-01'), null],
    [
      '有没有评价不知道',
      today,
      { evaluation: undefined },
      wanting(['evaluation'], ...stopped),
      {
        verdicts: { operations: 'undetermined', upgrade: 'undetermined', construction: 'eligible' },
      },
    ],
    ['有没有评价不知道，运行未满一年', '2025-04-01', { evaluation: undefined }, null],
    ['尚未评价，满一年当日', '2025-04-01', { evaluation: null }, null, due('2025-04-01')],
    [
      '尚未评价，满一年次日：提示，不动资金',
      '2025-04-02',
      { evaluation: null },
      noted('2025-04-02'),
      {
        ...due('2025-04-01'),
        verdicts: { operations: 'eligible', upgrade: 'eligible' },
      },
    ],
    ['未满一年的评价未达标：不是本条的评价', '2025-04-01', evaluated('2024-12-01', false), null],
    [
      '施行首日评价：适用',
      today,
      { liveOn: d('2019-01-04'), ...evaluated(from, false) },
      denied(from, ...stopped),
    ],
    ['施行前一日评价：不适用', today, { liveOn: d('2019-01-04'), ...evaluated('2021-07-05', false) }, null],
    [
      '施行首日投入运行，满一年',
      '2022-07-07',
      { liveOn: d(from), evaluation: null },
      noted('2022-07-07'),
      due('2022-07-06'),
    ],
    ['施行前一日投入运行：没有评价期限', today, { liveOn: eve, evaluation: null }, null, { deadline: null }],
    ['尚未运行', today, { liveOn: null, evaluation: null }, null, { deadline: null }],
    [
      '何时运行不知道，评价未达标',
      today,
      { liveOn: undefined, ...evaluated('2025-05-10', false) },
      wanting(['liveOn'], ...stopped),
    ],
  ),
  ...about(
    'JZP-24',
    ['评价达标：提示，不动资金', today, {}, noted('2025-05-10'), { verdicts: { operations: 'eligible' } }],
    ['评价未达标，也提示', today, evaluated('2025-05-10', false), noted('2025-05-10')],
    ['评价当日', '2025-05-10', {}, noted('2025-05-10')],
    ['评价前一日', '2025-05-09', {}, null],
    ['施行首日评价', today, evaluated(from, true), noted(from)],
    ['施行前一日评价：不适用', today, evaluated('2021-07-05', true), null],
    ['尚未评价', today, { evaluation: null }, null],
    ['有没有评价不知道', today, { evaluation: undefined }, wanting(['evaluation'])],
  ),
]

/** The case table of the pack: below, at and above every bound, unknown facts, exceptions, events before its time. */
export const jiaozuo2021Cases: readonly Case[] = [
  ...scope,
  ...forceCases('JZP-36', from),
  ...forceCases('JZD-39', from),
  ...migration,
  ...flags,
  ...review,
  ...acceptance,
  ...evaluation,
  ...orderCases({
    clause: 'JZP-31',
    kind: 'supervision',
    other: 'audit',
    third: 'effectiveness',
    stopped: suspended,
    funds: ['construction'],
    from,
  }),
  ...orderCases({
    clause: 'JZP-32',
    kind: 'audit',
    other: 'supervision',
    third: 'effectiveness',
    stopped: denied,
    funds: ['operations'],
    from,
  }),
]
