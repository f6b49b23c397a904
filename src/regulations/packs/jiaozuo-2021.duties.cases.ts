import { dateOf } from '../../platform/dates.ts'
import { hostingWords } from '../fact-words.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, noted, scrappedCases, stateSince, wanting, warned } from './case.ts'

const d = dateOf
const from = '2021-07-06'
const eve = d('2021-07-05')
const today = '2026-11-20'
const both = ['construction', 'operations'] as const
/** Built long before the regulation. */
const old: Facts = {
  approvedOn: d('2014-01-06'),
  constructionStartedOn: d('2014-03-03'),
  builtOn: d('2015-01-01'),
  liveOn: d('2015-02-02'),
}
const noTrace: Facts = { constructionStartedOn: undefined, builtOn: undefined, liveOn: undefined }

/** 条件具备后逐步迁移: the same situation in both sets of rules. */
const ripeCases = (clause: string): readonly Case[] =>
  about(
    clause,
    ...(['own-room', 'carrier', 'public-cloud', 'industry-cloud'] as const).map(
      (hosting) =>
        [
          `条件具备，部署在${hostingWords[hosting]}：提示，不动资金`,
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
    ...scrappedCases({ hosting: 'own-room', migratedOn: null }, noted('2024-01-01')),
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
    ['没有接入大数据平台', today, { platformConnected: false }, warned(stateSince(from))],
    [
      '没有接入，也没有迁移',
      today,
      { platformConnected: false, hosting: 'own-room', migratedOn: null },
      warned(stateSince(from)),
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
      denied(stateSince(from), 'construction', 'operations', 'purchase'),
      {
        verdicts: { construction: 'denied', operations: 'denied', purchase: 'denied', upgrade: 'eligible' },
      },
    ],
    ['施行首日', from, { coConstruction: false }, denied(from, 'construction', 'operations', 'purchase')],
    [
      '施行前建成的也一样',
      today,
      { ...old, coConstruction: false },
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
      { verdicts: { operations: 'denied', purchase: 'eligible' } },
    ],
  ),
  ...about(
    'JZP-19b',
    [
      '数据共享未达标：建设资金和升级改造资金都不安排',
      today,
      { dataSharing: false },
      denied(stateSince(from), 'construction', 'upgrade'),
      { verdicts: { construction: 'denied', upgrade: 'denied', operations: 'denied', purchase: 'eligible' } },
    ],
    ['施行首日', from, { dataSharing: false }, denied(from, 'construction', 'upgrade')],
    ['施行前建成的也一样', today, { ...old, dataSharing: false }, denied(from, 'construction', 'upgrade')],
    ['业务协同未达标：本条不管', today, { businessCoordination: false }, null],
    ['达标', today, {}, null],
    [
      '不知道',
      today,
      { dataSharing: undefined },
      wanting(['dataSharing'], 'construction', 'upgrade'),
      { verdicts: { construction: 'undetermined', upgrade: 'undetermined', purchase: 'eligible' } },
    ],
  ),
  ...about(
    'JZP-19a',
    [
      '未纳入目录：只停运维经费',
      today,
      { registered: false },
      denied(stateSince(from), 'operations'),
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
    ['施行前建成的也一样', today, { ...old, registered: false }, denied(from, 'operations')],
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
      denied(stateSince(from), ...both),
      {
        verdicts: { construction: 'denied', operations: 'denied', purchase: 'eligible', upgrade: 'eligible' },
      },
    ],
    ['施行首日', from, { platformConnected: false }, denied(from, ...both)],
    ['施行前建成的也一样', today, { ...old, platformConnected: false }, denied(from, ...both)],
    [
      '迁移条件尚未具备，也要接入',
      today,
      { platformConnected: false, migrationConditionsRipeOn: null },
      denied(stateSince(from), ...both),
    ],
    ['已接入', today, {}, null],
    ['是否接入不知道', today, { platformConnected: undefined }, wanting(['platformConnected'], ...both)],
    [
      '数据共享未达标：同样不安排',
      today,
      { dataSharing: false },
      denied(stateSince(from), ...both),
      { verdicts: { construction: 'denied', operations: 'denied', purchase: 'eligible' } },
    ],
    ['数据共享不知道', today, { dataSharing: undefined }, wanting(['dataSharing'], ...both)],
    [
      '没有接入，也没有共享：各作一条',
      today,
      { platformConnected: false, dataSharing: false },
      denied(stateSince(from), ...both),
      { second: denied(stateSince(from), ...both) },
    ],
  ),
]

const review = about(
  'JZP-13',
  [
    '未经审核：只停建设资金',
    today,
    { approvedOn: null },
    denied('2023-06-01', 'construction'),
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
    denied('2024-03-15', 'construction'),
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

/** 焦示管办〔2021〕22号: migration, sharing, register and review. */
export const dutyCases: readonly Case[] = [...migration, ...flags, ...review]
