import { addDays, dateOf } from '../../platform/dates.ts'
import type { Fund } from '../model.ts'
import { about, type Case, denied, noted, stateSince, wanting } from './case.ts'

const d = dateOf
const today = '2026-11-20'
const allFunds: readonly Fund[] = ['construction', 'operations', 'purchase', 'upgrade']

/** Cases of clauses that several regulations have in the same words. */

/** The clause that leaves classified systems out. `stopping`: a clause that stops O&M money while `unmet` is so. */
export function scopeCases(
  clause: string,
  stopping: string,
  unmet: 'dataSharing' | 'registered',
  from: string,
): readonly Case[] {
  return [
    ...about(
      clause,
      ['非涉密：适用', today, {}, null, { verdicts: { construction: 'eligible', operations: 'eligible' } }],
      [
        '涉密：不适用，别的事实不看',
        today,
        { classified: true, [unmet]: false },
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
        { scope: 'undetermined', verdicts: { purchase: 'undetermined', upgrade: 'undetermined' } },
      ],
      [
        '什么都不知道，本条只问是否涉密',
        today,
        { classified: undefined, [unmet]: undefined },
        wanting(['classified'], ...allFunds),
        { scope: 'undetermined' },
      ],
    ),
    ...about(stopping, [
      '是否涉密不知道，本条照样判',
      today,
      { classified: undefined, [unmet]: false },
      denied(stateSince(from), 'operations'),
      { scope: 'undetermined', verdicts: { operations: 'denied', construction: 'undetermined' } },
    ]),
  ]
}

/** The day on which the regulation comes into force. */
export function forceCases(clause: string, from: string): readonly Case[] {
  const first = d(from)
  return about(
    clause,
    ['施行前一日', addDays(first, -1), {}, null, { notInForce: true }],
    ['施行前一年', addDays(first, -365), {}, null, { notInForce: true }],
    ['施行前一日，涉密也一样', addDays(first, -1), { classified: true }, null, { notInForce: true }],
    ['施行首日', from, {}, null],
    ['施行次日', addDays(first, 1), {}, null],
    ['今天', today, {}, null],
  )
}

/** 未按要求进行业务协同和数据共享的，不再拨付运维经费. */
export function sharingCases(clause: string, from: string): readonly Case[] {
  return about(
    clause,
    [
      '共享未达标；只动运维经费',
      today,
      { dataSharing: false },
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
    ['共享未达标，施行首日', from, { dataSharing: false }, denied(from, 'operations')],
    ['协同未达标', today, { businessCoordination: false }, denied(stateSince(from), 'operations')],
    [
      '两项都未达标：各作一条',
      today,
      { dataSharing: false, businessCoordination: false },
      denied(stateSince(from), 'operations'),
      { second: denied(stateSince(from), 'operations') },
    ],
    [
      '共享未达标，自批准之日起，不早于系统存在',
      today,
      {
        dataSharing: false,
        approvedOn: d('2025-03-03'),
        constructionStartedOn: d('2025-04-01'),
        builtOn: d('2025-05-06'),
        liveOn: null,
      },
      denied('2025-03-03', 'operations'),
    ],
    [
      '何时批准、开工不知道，自建成之日起',
      today,
      {
        dataSharing: false,
        approvedOn: undefined,
        constructionStartedOn: undefined,
        builtOn: d('2025-05-06'),
        liveOn: null,
      },
      denied('2025-05-06', 'operations'),
    ],
    ['两项都达标', today, {}, null],
    ['共享不知道', today, { dataSharing: undefined }, wanting(['dataSharing'], 'operations')],
    [
      '协同不知道',
      today,
      { businessCoordination: undefined },
      wanting(['businessCoordination'], 'operations'),
    ],
    [
      '共享未达标，协同不知道：已停拨，仍列出未知',
      today,
      { dataSharing: false, businessCoordination: undefined },
      { ...denied(stateSince(from), 'operations'), missing: ['businessCoordination'] },
    ],
  )
}

/** 没有迁移上云: not named by the sharing clause of these texts. */
export function unmigratedIsFine(clause: string): readonly Case[] {
  return about(clause, [
    '没有迁移上云：本条不管',
    today,
    { hosting: 'own-room', migratedOn: null },
    null,
    { verdicts: { operations: 'eligible' } },
  ])
}
