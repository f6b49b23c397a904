import { addDays, dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import type { Fund } from '../model.ts'
import { about, type Case, denied, noted, order, wanting, warned } from './case.ts'

/** Cases of clauses that several regulations have in the same words. */

const d = dateOf
const today = '2026-11-20'
const allFunds: readonly Fund[] = ['construction', 'operations', 'purchase', 'upgrade']

/** The clause that leaves classified systems out. `sharing`: a clause that stops money for want of sharing. */
export function scopeCases(clause: string, sharing: string, from: string): readonly Case[] {
  return [
    ...about(
      clause,
      ['非涉密：适用', today, {}, null, { verdicts: { construction: 'eligible', operations: 'eligible' } }],
      [
        '涉密：不适用，别的事实不看',
        today,
        { classified: true, dataSharing: false },
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
        { classified: undefined, dataSharing: undefined },
        wanting(['classified'], ...allFunds),
        { scope: 'undetermined' },
      ],
    ),
    ...about(sharing, [
      '是否涉密不知道，本条照样判',
      today,
      { classified: undefined, dataSharing: false },
      denied(from, 'operations'),
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
      '共享未达标，自施行日起；只动运维经费',
      today,
      { dataSharing: false },
      denied(from, 'operations'),
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
    ['协同未达标', today, { businessCoordination: false }, denied(from, 'operations')],
    ['两项都未达标', today, { dataSharing: false, businessCoordination: false }, denied(from, 'operations')],
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
      { ...denied(from, 'operations'), missing: ['businessCoordination'] },
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

const begun = (on: string, approved: string | null): Facts => ({
  constructionStartedOn: d(on),
  approvedOn: approved === null ? null : d(approved),
})
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
    ['次日才开工，今天还没有', '2025-05-31', { ...recent, ...begun('2025-06-01', null) }, null],
    ['尚未开工', today, { ...recent, constructionStartedOn: null, approvedOn: null }, null],
    ['施行首日开工：适用', today, { ...recent, ...begun(from, null) }, warned(from)],
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
            '应急项目也不得变相包装',
            today,
            { ...recent, disguised: true, emergency: true },
            warned(from),
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
      warned(from),
      { verdicts: { construction: 'eligible' } },
    ],
    ['变相包装，施行首日建成', today, { builtOn: d(from), liveOn: d(from), disguised: true }, warned(from)],
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

/** Built under every one of the regulations. */
const recent: Facts = {
  constructionStartedOn: d('2025-06-02'),
  approvedOn: d('2025-06-01'),
  builtOn: d('2026-10-01'),
  liveOn: d('2026-10-10'),
  acceptedOn: null,
  acceptanceFiledOn: null,
}

interface OrderClause {
  clause: string
  kind: 'supervision' | 'audit'
  other: 'supervision' | 'audit' | 'effectiveness'
  third: 'supervision' | 'audit' | 'effectiveness'
  stopped: typeof denied
  funds: readonly Fund[]
  from: string
}

/** 限期整改: open, refused, past its day, resolved. */
export function orderCases({
  clause,
  kind,
  other,
  third,
  stopped,
  funds,
  from,
}: OrderClause): readonly Case[] {
  const issued = (since: Parameters<typeof order>[3] = {}): Facts => ({
    orders: [order(kind, '2026-06-01', '2026-07-31', since)],
  })
  const eve = addDays(d(from), -1)
  return about(
    clause,
    ['没有整改', today, {}, null],
    ['责令前一日', '2026-05-31', issued(), null],
    ['责令当日：预警', '2026-06-01', issued(), warned('2026-06-01', ...funds)],
    ['期限当日仍可完成：预警', '2026-07-31', issued(), warned('2026-06-01', ...funds)],
    [
      '期限次日没有完成',
      '2026-08-01',
      issued(),
      stopped('2026-08-01', ...funds),
      {
        verdicts: Object.fromEntries(
          allFunds.map((fund) => [fund, funds.includes(fund) ? stopped('').effect : 'eligible']),
        ) as Case['verdicts'] & object,
      },
    ],
    ['很久以后，起始日不变', today, issued(), stopped('2026-08-01', ...funds)],
    [
      '期限内拒不整改，自拒绝之日起',
      '2026-06-20',
      issued({ refusedOn: d('2026-06-20') }),
      stopped('2026-06-20', ...funds),
    ],
    [
      '次日才拒绝，今天还没有',
      '2026-06-19',
      issued({ refusedOn: d('2026-06-20') }),
      warned('2026-06-01', ...funds),
    ],
    ['期限当日完成', '2026-08-01', issued({ resolvedOn: d('2026-07-31') }), null],
    ['逾期完成：自完成之日起恢复', '2026-09-10', issued({ resolvedOn: d('2026-09-10') }), null],
    [
      '逾期完成的前一日',
      '2026-09-09',
      issued({ resolvedOn: d('2026-09-10') }),
      stopped('2026-08-01', ...funds),
    ],
    ['拒绝之后又完成', today, issued({ refusedOn: d('2026-06-20'), resolvedOn: d('2026-10-01') }), null],
    [
      '施行首日责令：适用',
      today,
      { orders: [order(kind, from, from)] },
      stopped(addDays(d(from), 1), ...funds),
    ],
    ['施行前一日责令：不适用', today, { orders: [order(kind, eve, from)] }, null],
    ['施行首日责令，尚在期限内', from, { orders: [order(kind, from, '2026-12-31')] }, warned(from, ...funds)],
    ['施行前一日责令，尚在期限内：不适用', from, { orders: [order(kind, eve, '2026-12-31')] }, null],
    [
      '别种整改逾期：本条不管',
      today,
      { orders: [order(other, '2026-06-01', '2026-07-31'), order(third, '2026-06-01', '2026-07-31')] },
      null,
    ],
    [
      '别种整改尚在期限内：本条不管',
      today,
      { orders: [order(other, '2026-06-01', '2026-12-31'), order(third, '2026-06-01', '2026-12-31')] },
      null,
    ],
    [
      '一项逾期，一项尚在期限内',
      today,
      { orders: [order(kind, '2026-06-01', '2026-07-31'), order(kind, '2026-11-02', '2026-12-31')] },
      stopped('2026-08-01', ...funds),
      { second: warned('2026-11-02', ...funds) },
    ],
    ['有没有整改不知道', today, { orders: undefined }, wanting(['orders'], ...funds)],
  )
}
