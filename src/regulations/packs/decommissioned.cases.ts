import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, denied } from './case.ts'

const d = dateOf
const today = '2026-11-20'

const dayOf = (text: string | null | undefined) => (text === null || text === undefined ? text : d(text))
const gone = (on: string | null | undefined, reported: string | null | undefined): Facts => ({
  decommissionedOn: dayOf(on),
  disposalReportedOn: dayOf(reported),
})

/** 已停用: the same under every regulation. In: the day from which it is in force. */
export function decommissionedCases(from: string): readonly Case[] {
  return about(
    null,
    ['没有停用', today, {}, null],
    [
      '停用当日：没有运维支出事项，别的资金不动',
      '2026-03-02',
      gone('2026-03-02', null),
      { ...denied('2026-03-02', 'operations'), reason: '系统已于2026年3月2日停用报废，无运维支出事项。' },
      {
        verdicts: {
          operations: 'denied',
          construction: 'eligible',
          purchase: 'eligible',
          upgrade: 'eligible',
        },
      },
    ],
    ['停用前一日', '2026-03-01', gone('2026-03-02', null), null, { verdicts: { operations: 'eligible' } }],
    [
      '已报送处置情况：一条，自停用之日起',
      today,
      gone('2026-03-02', '2026-03-20'),
      denied('2026-03-02', 'operations'),
    ],
    [
      '同日停用、报送：一条',
      '2026-03-02',
      gone('2026-03-02', '2026-03-02'),
      denied('2026-03-02', 'operations'),
    ],
    [
      '何时停用不知道，报送处置情况当日：证明已经停用',
      '2026-05-06',
      gone(undefined, '2026-05-06'),
      denied('2026-05-06', 'operations'),
      { verdicts: { operations: 'denied' } },
    ],
    ['何时停用不知道，次日才报送', '2026-05-05', gone(undefined, '2026-05-06'), null],
    [
      '是否停用、报送都不知道：视为仍在运行',
      today,
      gone(undefined, undefined),
      null,
      { verdicts: { operations: 'eligible' } },
    ],
    [
      '停用在施行之前：自施行日起',
      today,
      {
        ...gone('2019-01-04', null),
        approvedOn: d('2015-03-02'),
        constructionStartedOn: d('2015-04-01'),
        builtOn: d('2016-01-04'),
        liveOn: d('2016-01-04'),
      },
      denied(from, 'operations'),
    ],
  )
}
