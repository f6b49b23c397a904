import { dateOf } from '../../platform/dates.ts'
import { hostingWords } from '../fact-words.ts'
import { about, type Case, noted, scrappedCases, warned } from './case.ts'

const d = dateOf
const operations = ['operations'] as const

const scope: readonly Case[] = [
  {
    clause: 'LC-2',
    name: '非涉密：适用',
    asOf: '2026-11-20',
    facts: {},
    expect: null,
    verdicts: { construction: 'eligible', operations: 'eligible', purchase: 'eligible', upgrade: 'eligible' },
  },
  {
    clause: 'LC-2',
    name: '涉密：不适用，别的事实不看',
    asOf: '2026-11-20',
    facts: { classified: true, dataSharing: false },
    expect: { effect: 'noted', funds: [] },
    scope: 'out',
  },
  {
    clause: 'LC-2',
    name: '是否涉密不知道：四项资金待核实',
    asOf: '2026-11-20',
    facts: { classified: undefined },
    expect: {
      effect: 'undetermined',
      funds: ['construction', 'operations', 'purchase', 'upgrade'],
      since: null,
      missing: ['classified'],
    },
    scope: 'undetermined',
    verdicts: { construction: 'undetermined', upgrade: 'undetermined' },
  },
  {
    clause: 'LC-7b',
    name: '是否涉密不知道，其余条款照样判',
    asOf: '2026-11-20',
    facts: { classified: undefined, dataSharing: false },
    expect: { effect: 'denied', funds: operations },
    scope: 'undetermined',
    verdicts: { operations: 'denied', construction: 'undetermined' },
  },
  {
    clause: 'LC-2',
    name: '施行首日即适用',
    asOf: '2024-09-20',
    facts: { classified: true },
    expect: { effect: 'noted', since: '2024-09-20' },
    scope: 'out',
  },
  {
    clause: 'LC-2',
    name: '什么都不知道，只问要用的',
    asOf: '2024-09-20',
    facts: { classified: undefined, dataSharing: undefined },
    expect: { effect: 'undetermined', missing: ['classified'] },
    scope: 'undetermined',
  },
  {
    clause: 'LC-2',
    name: '施行末日仍适用',
    asOf: '2029-09-19',
    facts: { classified: true },
    expect: { effect: 'noted' },
    scope: 'out',
  },
]

const hosting: readonly Case[] = [
  {
    clause: 'LC-26',
    name: '公有云，评估在判定日当天',
    asOf: '2026-11-20',
    facts: {
      hosting: 'public-cloud',
      migratedOn: null,
      migrationRequired: false,
      publicCloudAssessedOn: d('2026-11-20'),
    },
    expect: { effect: 'noted', funds: [] },
    verdicts: { operations: 'eligible' },
  },
  {
    clause: 'LC-26',
    name: '公有云，评估在次日',
    asOf: '2026-11-20',
    facts: { hosting: 'public-cloud', migratedOn: null, publicCloudAssessedOn: d('2026-11-21') },
    expect: { effect: 'warned', funds: [], since: '2024-09-20' },
  },
  {
    clause: 'LC-26',
    name: '公有云，没有评估：预警，不动资金',
    asOf: '2026-11-20',
    facts: { hosting: 'public-cloud', migratedOn: null, migrationRequired: false },
    expect: { effect: 'warned', funds: [], since: '2024-09-20' },
    verdicts: { operations: 'eligible', construction: 'eligible' },
  },
  {
    clause: 'LC-26',
    name: '公有云，是否评估不知道',
    asOf: '2026-11-20',
    facts: {
      hosting: 'public-cloud',
      migratedOn: null,
      migrationRequired: false,
      publicCloudAssessedOn: undefined,
    },
    expect: { effect: 'undetermined', funds: [], missing: ['publicCloudAssessedOn'] },
    verdicts: { operations: 'eligible' },
  },
  {
    clause: 'LC-26',
    name: '部署位置不知道',
    asOf: '2026-11-20',
    facts: { hosting: undefined },
    expect: { effect: 'undetermined', funds: [], missing: ['hosting'] },
  },
  ...(['own-room', 'industry-cloud'] as const).map(
    (where): Case => ({
      clause: 'LC-26',
      name: `部署在${hostingWords[where]}：提示`,
      asOf: '2026-11-20',
      facts: { hosting: where, migratedOn: null, migrationRequired: false, publicCloudAssessedOn: undefined },
      expect: { effect: 'noted', funds: [], since: '2024-09-20' },
      verdicts: { operations: 'eligible' },
    }),
  ),
  ...about(
    'LC-26',
    [
      '运营商的云也是第三方云，没有评估：预警',
      '2026-11-20',
      { hosting: 'carrier', migratedOn: null },
      { ...warned('2024-09-20'), reason: '部署在运营商托管，且没有开展安全风险评估。' },
    ],
    [
      '运营商的云，已评估',
      '2026-11-20',
      { hosting: 'carrier', migratedOn: null, publicCloudAssessedOn: d('2025-01-06') },
      noted('2025-01-06'),
    ],
    ...(['own-room', 'carrier', 'public-cloud', 'industry-cloud'] as const).map(
      (where) =>
        [
          `原部署在${hostingWords[where]}，已迁移：旧环境待下线`,
          '2026-11-20',
          { hosting: where },
          {
            ...noted('2025-11-12'),
            reason: `2025年11月12日已迁移，登记的部署位置还是${hostingWords[where]}，旧环境待下线。`,
          },
        ] as const,
    ),
    ['迁移确认当日', '2025-11-12', { hosting: 'own-room' }, noted('2025-11-12')],
    ['迁移确认前一日', '2025-11-11', { hosting: 'own-room' }, noted('2024-09-20')],
    ['迁移确认当日，公有云', '2025-11-12', { hosting: 'public-cloud' }, noted('2025-11-12')],
    ['部署在政务云，没有迁移确认', '2026-11-20', { migratedOn: null }, null],
    [
      '部署在政务云，没有迁移确认，做过评估',
      '2026-11-20',
      { migratedOn: null, publicCloudAssessedOn: d('2025-01-06') },
      null,
    ],
    ['迁移确认前一日，公有云', '2025-11-11', { hosting: 'public-cloud' }, warned('2024-09-20')],
    [
      '迁移确认前一日，公有云，已评估',
      '2025-11-11',
      { hosting: 'public-cloud', publicCloudAssessedOn: d('2025-01-06') },
      noted('2025-01-06'),
    ],
    [
      '迁移确认当日，公有云，已评估',
      '2025-11-12',
      { hosting: 'public-cloud', publicCloudAssessedOn: d('2025-01-06') },
      noted('2025-11-12'),
    ],
    [
      '是否迁移不知道：视为没有',
      '2026-11-20',
      { hosting: 'own-room', migratedOn: undefined },
      noted('2024-09-20'),
    ],
    [
      '是否迁移不知道，公有云：视为没有',
      '2026-11-20',
      { hosting: 'public-cloud', migratedOn: undefined },
      warned('2024-09-20'),
    ],
    [
      '是否迁移不知道，公有云，已评估',
      '2026-11-20',
      { hosting: 'public-cloud', migratedOn: undefined, publicCloudAssessedOn: d('2025-01-06') },
      noted('2025-01-06'),
    ],
    ...scrappedCases({ hosting: 'own-room', migratedOn: null }, noted('2024-09-20')),
    ...scrappedCases({ hosting: 'public-cloud', migratedOn: null }, warned('2024-09-20')),
    ...scrappedCases(
      { hosting: 'public-cloud', migratedOn: null, publicCloudAssessedOn: d('2025-01-06') },
      noted('2025-01-06'),
    ),
    ...scrappedCases({ hosting: 'own-room' }, noted('2025-11-12')),
  ),
  {
    clause: 'LC-26',
    name: '部署在政务云：无话可说',
    asOf: '2026-11-20',
    facts: { publicCloudAssessedOn: undefined },
    expect: null,
  },
  {
    clause: 'LC-26',
    name: '施行首日',
    asOf: '2024-09-20',
    facts: { hosting: 'public-cloud', migratedOn: null, publicCloudAssessedOn: d('2024-09-20') },
    expect: { effect: 'noted', since: '2024-09-20' },
  },
]

/** 陵政办发〔2024〕29号: whom it governs, and where systems run. */
export const scopeAndHostingCases: readonly Case[] = [...scope, ...hosting]
