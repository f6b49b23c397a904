import { dateOf } from '../../platform/dates.ts'
import { fenOf } from '../../platform/money.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, noted, wanting, warned } from './case.ts'

const d = dateOf
const from = '2024-09-20'
const eve = d('2024-09-19')
const today = '2026-11-20'
const noTrace: Facts = { constructionStartedOn: undefined, builtOn: undefined, liveOn: undefined }

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
        second: warned('2025-05-06'),
        verdicts: { construction: 'eligible', operations: 'eligible' },
      },
    ],
    [
      '60万零0.01元，没有评审',
      today,
      { ...large, investmentFen: fenOf(60_000_001), financeReviewedOn: null },
      warned('2025-03-10'),
      { second: warned('2025-05-06') },
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
      noted('2025-02-10'),
      { verdicts: { construction: 'eligible' } },
    ],
    ['已评审，尚未批复、开工', today, { ...planned, financeReviewedOn: d('2026-11-20') }, null],
    ['次日才评审', today, { ...planned, financeReviewedOn: d('2026-11-21') }, noted('2025-02-10')],
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

/** 陵政办发〔2024〕29号: the finance review. */
export const financeCases: readonly Case[] = [...financeReview]
