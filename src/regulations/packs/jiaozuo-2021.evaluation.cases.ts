import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied, noted, wanting } from './case.ts'

const d = dateOf
const from = '2021-07-06'
const eve = d('2021-07-05')
const today = '2026-11-20'

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
    ['评价达标', today, {}, null, { deadline: null }],
    [
      '评价未达标：停运维经费和升级改造资金',
      today,
      evaluated('2025-05-10', false),
      denied('2025-05-10', ...stopped),
      {
        verdicts: { operations: 'denied', upgrade: 'denied', construction: 'eligible', purchase: 'eligible' },
      },
    ],
    ['评价当日', '2025-05-10', evaluated('2025-05-10', false), denied('2025-05-10', ...stopped)],
    ['评价前一日：满一年尚未评价', '2025-05-09', evaluated('2025-05-10', false), noted('2025-04-01')],
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
    ['有没有评价不知道，运行未满一年', '2025-03-31', { evaluation: undefined }, null],
    ['尚未评价，满一年前一日', '2025-03-31', { evaluation: null }, null, { deadline: null }],
    [
      '尚未评价，满一年当日：提示可以评价，不动资金，没有最后期限',
      '2025-04-01',
      { evaluation: null },
      noted('2025-04-01'),
      { deadline: null, verdicts: { operations: 'eligible', upgrade: 'eligible' } },
    ],
    [
      '未满一年的评价未达标：不是本条的评价',
      today,
      evaluated('2025-03-31', false),
      noted('2025-04-01'),
      { verdicts: { operations: 'eligible', upgrade: 'eligible' } },
    ],
    ['未满一年的评价未达标，满一年之前', '2025-03-31', evaluated('2025-03-31', false), null],
    ['满一年当日的评价未达标', today, evaluated('2025-04-01', false), denied('2025-04-01', ...stopped)],
    [
      '施行首日评价：适用',
      today,
      { liveOn: d('2019-01-04'), ...evaluated(from, false) },
      denied(from, ...stopped),
    ],
    ['施行前一日评价：不适用', today, { liveOn: d('2019-01-04'), ...evaluated('2021-07-05', false) }, null],
    ['施行首日投入运行，满一年', '2022-07-06', { liveOn: d(from), evaluation: null }, noted('2022-07-06')],
    ['施行前一日投入运行：不提示', today, { liveOn: eve, evaluation: null }, null],
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
    ['有评价日期，没有登记结果：本条不说', today, evaluated('2025-05-10', undefined), null],
    ['评价当日，没有登记结果', '2025-05-10', evaluated('2025-05-10', undefined), null],
    ['次日才评价，没有登记结果', '2025-05-09', evaluated('2025-05-10', undefined), null],
    ['施行前一日评价：不适用', today, evaluated('2021-07-05', true), null],
    ['尚未评价', today, { evaluation: null }, null],
    ['有没有评价不知道', today, { evaluation: undefined }, wanting(['evaluation'])],
  ),
]

/** 焦示管办〔2021〕22号: evaluation after a year of operation. */
export const evaluationCases: readonly Case[] = [...evaluation]
