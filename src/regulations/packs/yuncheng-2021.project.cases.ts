import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, wanting, warned } from './case.ts'

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
    denied('2023-06-01', ...both),
    {
      verdicts: { construction: 'denied', operations: 'denied', purchase: 'eligible', upgrade: 'eligible' },
    },
  ],
  ['批准当日', '2023-05-08', {}, null],
  ['批准前一日', '2023-05-07', {}, denied(from, ...both)],
  [
    '尚未开工也没有批准',
    today,
    { approvedOn: null, constructionStartedOn: null },
    denied('2024-03-15', ...both),
  ],
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
    warned('2027-01-08'),
    {
      deadline: { dueOn: '2027-01-07', provisional: true, metOn: null },
    },
  ],
)

/** 运政办发〔2021〕7号: approval, register and contract. */
export const projectCases: readonly Case[] = [...approval, ...register, ...contract]
