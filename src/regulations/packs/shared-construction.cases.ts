import { addDays, dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, type Row, wanting, warned } from './case.ts'

const d = dateOf
const today = '2026-11-20'

const begun = (on: string, approved: string | null): Facts => ({
  constructionStartedOn: d(on),
  approvedOn: approved === null ? null : d(approved),
})
/** Built under every one of the regulations. */
const recent: Facts = {
  constructionStartedOn: d('2025-06-02'),
  approvedOn: d('2025-06-01'),
  builtOn: d('2026-10-01'),
  liveOn: d('2026-10-10'),
  acceptedOn: null,
  acceptanceFiledOn: null,
}

const opinion = (on: string | undefined): Facts => ({
  ...recent,
  ...begun('2025-05-31', '2025-06-01'),
  buildingOpinionOn: on === undefined ? undefined : d(on),
})
/** 先建后批 is dealt with once the authority has said what it thinks of it; nobody is asked for that. */
const opinionRows: readonly Row[] = [
  ['先建后批，处理意见当日：已经处理', '2026-08-03', opinion('2026-08-03'), null],
  ['先建后批，处理意见次日才作出', '2026-08-02', opinion('2026-08-03'), warned('2025-05-31')],
  ['先建后批，开工当日的处理意见', today, opinion('2025-05-31'), null],
  ['先建后批，开工前一日的处理意见说的不是这次建设', today, opinion('2025-05-30'), warned('2025-05-31')],
  ['先建后批，有没有处理意见没有登记：视为没有', today, opinion(undefined), warned('2025-05-31')],
  [
    '先建未批，只有处理意见：还须批准',
    today,
    { ...opinion('2026-08-03'), approvedOn: null },
    warned('2025-05-31'),
  ],
  [
    '先建后批已经处理，又被变相包装',
    today,
    { ...opinion('2026-08-03'), disguised: true },
    { ...warned('2025-05-31'), reason: '项目被变相包装或者纳入其他项目建设。' },
  ],
]
const noTrace: Facts = { constructionStartedOn: undefined, builtOn: undefined, liveOn: undefined }

/** 不得未批先建，不得变相包装. `emergency`: whether an emergency may be built first. */
export function constructionCases(clause: string, from: string, emergency: boolean): readonly Case[] {
  const eve = addDays(d(from), -1)
  return about(
    clause,
    ['批准后开工', today, begun('2025-06-02', '2025-06-01'), null],
    ['批准当日开工', today, { ...recent, ...begun('2025-06-01', '2025-06-01') }, null],
    [
      '批准前一日开工：预警，不动资金',
      today,
      { ...recent, ...begun('2025-05-31', '2025-06-01') },
      warned('2025-05-31'),
      {
        verdicts: { construction: 'eligible' },
      },
    ],
    ['没有批准就开工', '2025-06-01', { ...recent, ...begun('2025-06-01', null) }, warned('2025-06-01')],
    [
      '批准前一日开工，自开工之日起，已补办审批',
      today,
      { ...recent, ...begun('2025-05-31', '2025-06-01') },
      { ...warned('2025-05-31'), reason: '2025年5月31日开工，2025年6月1日才批准，属于未批先建。' },
    ],
    [
      '次日才批准，今天还没有',
      '2025-05-31',
      { ...recent, ...begun('2025-05-31', '2025-06-01') },
      { ...warned('2025-05-31'), reason: '2025年5月31日开工，尚未批准，属于未批先建。' },
    ],
    ['次日才开工，今天还没有', '2025-05-31', { ...recent, ...begun('2025-06-01', null) }, null],
    ['尚未开工', today, { ...recent, constructionStartedOn: null, approvedOn: null }, null],
    ['施行首日开工：适用', today, { ...recent, ...begun(from, null) }, warned(from)],
    [
      '批准当日：已补办审批',
      '2025-06-01',
      { ...recent, ...begun('2025-05-31', '2025-06-01') },
      { ...warned('2025-05-31'), reason: '2025年5月31日开工，2025年6月1日才批准，属于未批先建。' },
    ],
    ['施行首日开工，次日批准：适用', today, { ...recent, ...begun(from, addDays(d(from), 1)) }, warned(from)],
    ['施行前一日开工，施行首日批准：不适用', today, { ...recent, ...begun(eve, from) }, null],
    [
      '何时开工不知道，施行前一日已建成，施行后批准',
      today,
      { ...noTrace, builtOn: eve, approvedOn: d(from) },
      null,
    ],
    [
      '何时开工不知道，施行前一日已运行，施行后批准',
      today,
      { ...noTrace, liveOn: eve, approvedOn: d(from) },
      null,
    ],
    ...opinionRows,
    ['施行前一日开工：不适用', today, { ...recent, ...begun(eve, null) }, null],
    ['何时开工不知道，但施行前一日已建成', today, { ...noTrace, builtOn: eve, approvedOn: null }, null],
    ['何时开工不知道，但施行前一日已运行', today, { ...noTrace, liveOn: eve, approvedOn: null }, null],
    [
      '何时开工不知道，施行首日建成',
      today,
      { constructionStartedOn: undefined, builtOn: d(from), liveOn: d(from), approvedOn: null },
      wanting(['constructionStartedOn']),
    ],
    [
      '何时批准不知道',
      today,
      { ...recent, ...begun('2025-06-01', null), approvedOn: undefined },
      wanting(['approvedOn']),
    ],
    ...(emergency
      ? ([
          [
            '应急项目先行建设',
            today,
            { ...recent, ...begun('2025-06-01', null), emergency: true },
            null,
            { also: ['LC-15'] },
          ],
          [
            '应急项目批准前一日开工',
            today,
            { ...recent, ...begun('2025-05-31', '2025-06-01'), emergency: true },
            null,
            { also: ['LC-15'] },
          ],
          [
            '应急项目验收当日才批准：边建边办',
            today,
            { ...recent, ...begun('2025-06-01', '2026-11-02'), acceptedOn: d('2026-11-02'), emergency: true },
            null,
            { also: ['LC-15'] },
          ],
          [
            '应急项目验收次日才批准，处理意见已作出',
            today,
            {
              ...recent,
              ...begun('2025-06-01', '2026-11-03'),
              acceptedOn: d('2026-11-02'),
              emergency: true,
              buildingOpinionOn: d('2026-11-10'),
            },
            null,
            { also: ['LC-15'] },
          ],
          [
            '应急项目验收次日才批准：例外已经结束',
            today,
            { ...recent, ...begun('2025-06-01', '2026-11-03'), acceptedOn: d('2026-11-02'), emergency: true },
            warned('2025-06-01'),
            { also: ['LC-15'] },
          ],
          [
            '应急项目已经验收，没有批准：例外已经结束',
            '2026-11-02',
            { ...recent, ...begun('2025-06-01', null), acceptedOn: d('2026-11-02'), emergency: true },
            warned('2026-11-02'),
            { also: ['LC-15'] },
          ],
          [
            '应急项目次日才验收，没有批准',
            '2026-11-01',
            { ...recent, ...begun('2025-06-01', null), acceptedOn: d('2026-11-02'), emergency: true },
            null,
            { also: ['LC-15'] },
          ],
          [
            '应急项目也不得变相包装',
            today,
            { ...recent, disguised: true, emergency: true },
            warned('2025-06-01'),
            { also: ['LC-15'] },
          ],
          [
            '非应急项目不得先行建设',
            today,
            { ...recent, ...begun('2025-06-01', null) },
            warned('2025-06-01'),
            { also: ['LC-15'] },
          ],
          [
            '是否应急不知道',
            today,
            { ...recent, ...begun('2025-06-01', null), emergency: undefined },
            wanting(['emergency']),
            { also: ['LC-15'] },
          ],
          [
            '是否应急不知道，但先批后建',
            today,
            { ...recent, ...begun('2025-06-01', '2025-06-01'), emergency: undefined },
            null,
            { also: ['LC-15'] },
          ],
        ] as const)
      : ([
          [
            '应急也不能未批先建：条文没有例外',
            today,
            { ...recent, ...begun('2025-06-01', null), emergency: true },
            warned('2025-06-01'),
          ],
        ] as const)),
    [
      '变相包装：预警，不动资金',
      today,
      { ...recent, disguised: true },
      warned('2025-06-01'),
      { verdicts: { construction: 'eligible' } },
    ],
    ['变相包装，施行首日建成', today, { ...disguisedAt(from), disguised: true }, warned(from)],
    ['变相包装，施行前一日已建成：不适用', today, { builtOn: eve, liveOn: d(from), disguised: true }, null],
    [
      '变相包装，何时建成不知道，施行前一日已运行',
      today,
      { builtOn: undefined, liveOn: eve, disguised: true },
      null,
    ],
    ['是否变相包装不知道', today, { ...recent, disguised: undefined }, wanting(['disguised'])],
  )
}

/** Nothing but the day it was built. */
const disguisedAt = (on: string): Facts => ({
  approvedOn: d(on),
  constructionStartedOn: d(on),
  builtOn: d(on),
  liveOn: d(on),
})
