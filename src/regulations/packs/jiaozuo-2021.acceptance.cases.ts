import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, noted, wanting, warned } from './case.ts'

const d = dateOf
const from = '2021-07-06'
const today = '2026-11-20'
const both = ['construction', 'operations'] as const

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
export const due = (dueOn: string, metOn: string | null = null, provisional = false) => ({
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
      '报告了延期：提示延至何日，不预警，不动资金',
      '2026-12-31',
      built('2026-03-10', '2026-12-31'),
      { ...noted('2026-09-11'), reason: '2026年3月10日竣工，已报告延期至2026年12月31日。' },
      {
        ...due('2026-09-10'),
        verdicts: { construction: 'eligible', operations: 'eligible' },
      },
    ],
    [
      '延期期内验收当日',
      '2026-11-02',
      { ...built('2026-03-10', '2026-12-31'), acceptedOn: d('2026-11-02') },
      null,
    ],
    [
      '延期次日：预警，写明延期届满',
      '2027-01-01',
      built('2026-03-10', '2026-12-31'),
      { ...warned('2027-01-01'), reason: '2026年3月10日竣工，验收延期至2026年12月31日，延期届满没有验收。' },
    ],
    [
      '有没有延期不知道，期限已过',
      today,
      { ...built('2026-03-10'), acceptanceExtendedTo: undefined },
      wanting(['acceptanceExtendedTo']),
    ],
    [
      '延期以后验收',
      '2027-02-01',
      { ...built('2026-03-10', '2026-12-31'), acceptedOn: d('2027-02-01') },
      null,
    ],
    ['延期早于六个月期：仍以六个月为准', '2026-09-10', built('2026-03-10', '2026-08-31'), null],
    ['延期早于六个月期，六个月已过', '2026-09-11', built('2026-03-10', '2026-08-31'), warned('2026-09-11')],
    [
      '到期日暂定，延期指定了日子：不再暂定',
      '2027-05-21',
      built('2026-08-10', '2027-05-20'),
      { ...warned('2027-05-21'), reason: '2026年8月10日竣工，验收延期至2027年5月20日，延期届满没有验收。' },
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
      '到期日暂定，延期指定了日子：次日起停',
      '2027-05-21',
      built('2026-08-10', '2027-05-20'),
      denied('2027-05-21', ...both),
      due('2027-05-20'),
    ],
    ['到期日暂定，延期当日', '2027-05-20', built('2026-08-10', '2027-05-20'), null, due('2027-05-20')],
    [
      '延期以后验收',
      '2027-02-01',
      { ...built('2026-03-10', '2026-12-31'), acceptedOn: d('2027-02-01') },
      null,
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

/** 焦示管办〔2021〕22号: acceptance. */
export const acceptanceCases: readonly Case[] = [...acceptance]
