import { dateOf } from '../../platform/dates.ts'
import { fenOf } from '../../platform/money.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, noted, wanting, warned } from './case.ts'
import { constructionCases } from './shared.table.ts'

const d = dateOf
const from = '2024-09-20'
const eve = d('2024-09-19')
const today = '2026-11-20'

/** A project of 600,000.00 yuan that was reviewed, replied to, filed and begun in this order. */
const large: Facts = {
  investmentFen: fenOf(60_000_000),
  financeReviewedOn: d('2025-03-03'),
  budgetRepliedOn: d('2025-03-10'),
  budgetFiledOn: d('2025-03-11'),
  approvedOn: d('2025-02-10'),
  constructionStartedOn: d('2025-05-06'),
  builtOn: d('2026-10-01'),
  liveOn: d('2026-10-10'),
  acceptedOn: null,
  acceptanceFiledOn: null,
}
const planned: Facts = {
  ...large,
  financeReviewedOn: null,
  budgetRepliedOn: null,
  budgetFiledOn: null,
  constructionStartedOn: null,
  builtOn: null,
  liveOn: null,
}
const noTrace: Facts = { constructionStartedOn: undefined, builtOn: undefined, liveOn: undefined }

const financeReview = [
  ...about(
    'LC-14',
    [
      '60万元，手续齐全',
      today,
      large,
      null,
      { deadline: { dueOn: '2025-03-13', provisional: false, metOn: '2025-03-11' } },
    ],
    [
      '59万9999.99元：不须评审',
      today,
      { ...large, investmentFen: fenOf(59_999_999), financeReviewedOn: null },
      null,
      { deadline: null },
    ],
    [
      '60万元，没有评审就批复、开工：预警，不动资金',
      today,
      { ...large, financeReviewedOn: null },
      warned('2025-03-10'),
      {
        verdicts: { construction: 'eligible', operations: 'eligible' },
      },
    ],
    [
      '60万零0.01元，没有评审',
      today,
      { ...large, investmentFen: fenOf(60_000_001), financeReviewedOn: null },
      warned('2025-03-10'),
    ],
    [
      '投资规模不知道，没有评审',
      today,
      { ...large, investmentFen: undefined, financeReviewedOn: null },
      wanting(['investmentFen']),
    ],
    ['投资规模不知道，手续齐全', today, { ...large, investmentFen: undefined }, null],
    [
      '施行前一日开工的：不适用',
      today,
      { ...large, constructionStartedOn: eve, financeReviewedOn: null },
      null,
      { deadline: null },
    ],
    [
      '何时开工不知道，施行前一日已建成：不适用',
      today,
      { ...large, ...noTrace, builtOn: eve, financeReviewedOn: null },
      null,
    ],
    [
      '何时开工不知道，施行前一日已运行：不适用',
      today,
      { ...large, ...noTrace, liveOn: eve, financeReviewedOn: null },
      null,
    ],
    [
      '施行首日开工：适用',
      today,
      { ...large, constructionStartedOn: d(from), budgetRepliedOn: null, budgetFiledOn: null },
      warned(from),
    ],
  ),
  ...about(
    'LC-14',
    ['批复当日评审', today, { ...large, financeReviewedOn: d('2025-03-10') }, null],
    ['批复次日才评审', today, { ...large, financeReviewedOn: d('2025-03-11') }, warned('2025-03-10')],
    [
      '施行首日批复，没有评审',
      today,
      { ...planned, budgetRepliedOn: d(from), budgetFiledOn: d(from) },
      warned(from),
    ],
    [
      '施行前一日批复：不适用',
      today,
      { ...planned, budgetRepliedOn: eve, budgetFiledOn: eve },
      null,
      { deadline: null },
    ],
    [
      '是否评审不知道，已批复',
      today,
      { ...large, financeReviewedOn: undefined },
      wanting(['financeReviewedOn']),
    ],
  ),
  ...about(
    'LC-14',
    [
      '没有批复，开工当日评审',
      today,
      { ...large, budgetRepliedOn: null, budgetFiledOn: null, financeReviewedOn: d('2025-05-06') },
      null,
    ],
    [
      '没有批复，开工次日才评审',
      today,
      { ...large, budgetRepliedOn: null, budgetFiledOn: null, financeReviewedOn: d('2025-05-07') },
      warned('2025-05-06'),
    ],
    [
      '应急项目先开工，边建边办',
      today,
      { ...large, budgetRepliedOn: null, budgetFiledOn: null, financeReviewedOn: null, emergency: true },
      null,
      { also: ['LC-15'] },
    ],
    [
      '应急项目，没有评审就批复',
      today,
      { ...large, financeReviewedOn: null, emergency: true },
      warned('2025-03-10'),
      { also: ['LC-15'] },
    ],
    [
      '是否应急不知道，没有评审就开工',
      today,
      { ...large, budgetRepliedOn: null, budgetFiledOn: null, financeReviewedOn: null, emergency: undefined },
      wanting(['emergency']),
      { also: ['LC-15'] },
    ],
  ),
  ...about(
    'LC-14',
    [
      '批复后第三个工作日当日没有报备',
      '2025-03-13',
      { ...large, budgetFiledOn: null },
      null,
      { deadline: { dueOn: '2025-03-13', provisional: false, metOn: null } },
    ],
    [
      '批复后第三个工作日的次日：预警，不动资金',
      '2025-03-14',
      { ...large, budgetFiledOn: null },
      warned('2025-03-14'),
      {
        verdicts: { construction: 'eligible', operations: 'eligible' },
      },
    ],
    [
      '逾期后报备：已消除',
      '2025-04-01',
      { ...large, budgetFiledOn: d('2025-04-01') },
      null,
      { deadline: { dueOn: '2025-03-13', provisional: false, metOn: '2025-04-01' } },
    ],
    ['报备的前一日', '2025-03-31', { ...large, budgetFiledOn: d('2025-04-01') }, warned('2025-03-14')],
    [
      '施行首日批复，没有报备',
      today,
      { ...large, financeReviewedOn: d('2024-09-01'), budgetRepliedOn: d(from), budgetFiledOn: null },
      warned('2024-09-26'),
      { deadline: { dueOn: '2024-09-25', provisional: false, metOn: null } },
    ],
    [
      '施行前一日批复，没有报备：不适用',
      today,
      { ...large, financeReviewedOn: d('2024-09-01'), budgetRepliedOn: eve, budgetFiledOn: null },
      null,
      { deadline: null },
    ],
    ['是否报备不知道，期限已过', today, { ...large, budgetFiledOn: undefined }, wanting(['budgetFiledOn'])],
    [
      '何时批复不知道',
      today,
      { ...large, budgetRepliedOn: undefined, budgetFiledOn: null },
      wanting(['budgetRepliedOn']),
      { deadline: null },
    ],
    [
      '59万9999.99元，没有报备：不适用',
      today,
      { ...large, investmentFen: fenOf(59_999_999), budgetFiledOn: null },
      null,
      { deadline: null },
    ],
  ),
  ...about(
    'LC-14',
    [
      '尚未开工、批复、评审：提示须先评审',
      today,
      planned,
      noted(from),
      { verdicts: { construction: 'eligible' } },
    ],
    ['已评审，尚未批复、开工', today, { ...planned, financeReviewedOn: d('2026-11-20') }, null],
    ['次日才评审', today, { ...planned, financeReviewedOn: d('2026-11-21') }, noted(from)],
    ['开工当日，没有评审', today, { ...planned, constructionStartedOn: d(today) }, warned(today)],
    ['批复当日，没有评审', today, { ...planned, budgetRepliedOn: d(today) }, warned(today)],
    ['施行前已批复，尚未开工', today, { ...planned, budgetRepliedOn: eve }, null],
    ['59万9999.99元，尚未开工', today, { ...planned, investmentFen: fenOf(59_999_999) }, null],
    [
      '何时开工不知道，没有评审也没有批复',
      today,
      { ...planned, ...noTrace },
      wanting(['constructionStartedOn', 'builtOn', 'liveOn']),
    ],
  ),
]

const gone = (on: string, reported: string | null = null): Facts => ({
  decommissionedOn: d(on),
  disposalReportedOn: reported === null ? null : d(reported),
})

const decommissioning = about(
  'LC-32',
  ['没有停用', today, {}, null, { deadline: null }],
  [
    '停用当日：不再支出运维经费',
    '2026-03-02',
    gone('2026-03-02'),
    denied('2026-03-02', 'operations'),
    {
      verdicts: { operations: 'denied', construction: 'eligible', purchase: 'eligible', upgrade: 'eligible' },
      deadline: { dueOn: '2026-04-01', provisional: false, metOn: null },
    },
  ],
  [
    '停用前一日',
    '2026-03-01',
    gone('2026-03-02'),
    null,
    { deadline: null, verdicts: { operations: 'eligible' } },
  ],
  ['停用第三十日没有报送', '2026-04-01', gone('2026-03-02'), denied('2026-03-02', 'operations')],
  [
    '停用第三十日的次日没有报送：另有预警',
    '2026-04-02',
    gone('2026-03-02'),
    denied('2026-03-02', 'operations'),
    {
      second: warned('2026-04-02'),
      deadline: { dueOn: '2026-04-01', provisional: false, metOn: null },
    },
  ],
  [
    '第三十日放假，顺延（民法典第二百零三条）',
    '2026-02-24',
    gone('2026-01-20'),
    denied('2026-01-20', 'operations'),
    {
      deadline: { dueOn: '2026-02-24', provisional: false, metOn: null },
    },
  ],
  [
    '顺延之后的次日',
    '2026-02-25',
    gone('2026-01-20'),
    denied('2026-01-20', 'operations'),
    { second: warned('2026-02-25') },
  ],
  [
    '逾期后报送：预警消除',
    '2026-05-06',
    gone('2026-03-02', '2026-05-06'),
    denied('2026-03-02', 'operations'),
    {
      deadline: { dueOn: '2026-04-01', provisional: false, metOn: '2026-05-06' },
    },
  ],
  [
    '报送的前一日',
    '2026-05-05',
    gone('2026-03-02', '2026-05-06'),
    denied('2026-03-02', 'operations'),
    { second: warned('2026-04-02') },
  ],
  [
    '施行首日停用：适用',
    today,
    gone(from),
    denied(from, 'operations'),
    {
      second: warned('2024-10-22'),
      deadline: { dueOn: '2024-10-21', provisional: false, metOn: null },
    },
  ],
  [
    '施行前一日停用：没有报送期限，仍不再支出',
    today,
    gone('2024-09-19'),
    denied(from, 'operations'),
    { deadline: null },
  ],
  [
    '何时停用不知道：只问，不动资金',
    today,
    { decommissionedOn: undefined },
    wanting(['decommissionedOn']),
    {
      verdicts: { operations: 'eligible' },
      deadline: null,
    },
  ],
  [
    '何时停用不知道，但已报送处置情况',
    today,
    { decommissionedOn: undefined, disposalReportedOn: d('2026-05-06') },
    null,
  ],
  [
    '是否报送不知道，期限已过：已停拨，仍列出未知',
    today,
    { ...gone('2026-03-02'), disposalReportedOn: undefined },
    {
      ...denied('2026-03-02', 'operations'),
      missing: ['disposalReportedOn'],
    },
  ],
)

const validity = about(
  'LC-35',
  ['施行前一日', '2024-09-19', {}, null, { notInForce: true }],
  ['施行首日', from, {}, null],
  ['施行次日', '2024-09-21', {}, null],
  ['有效期末日的前一日', '2029-09-18', {}, null],
  ['有效期末日', '2029-09-19', {}, null],
  ['有效期末日的次日', '2029-09-20', {}, null, { notInForce: true }],
)

/** Cases of building, reviewing and scrapping, and of the time in force. */
export const projectCases: readonly Case[] = [
  ...constructionCases('LC-7c', from, true),
  ...financeReview,
  ...decommissioning,
  ...validity,
]
