import { addDays, dateOf } from '../../platform/dates.ts'
import { orderKindWords } from '../fact-words.ts'
import type { Facts } from '../facts.ts'
import type { Fund } from '../model.ts'
import { about, type Case, type ExpectedFinding, order, wanting, warned } from './case.ts'

const d = dateOf
const today = '2026-11-20'
const allFunds: readonly Fund[] = ['construction', 'operations', 'purchase', 'upgrade']

interface OrderClause {
  clause: string
  kind: 'supervision' | 'audit'
  other: 'supervision' | 'audit' | 'effectiveness'
  third: 'supervision' | 'audit' | 'effectiveness'
  stopped: (since: string, ...funds: readonly Fund[]) => ExpectedFinding
  funds: readonly Fund[]
  from: string
  consequence?: string
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
  consequence = '',
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
    [
      '两项都逾期：各作一条，写明何时责令、何时到期',
      today,
      { orders: [order(kind, '2026-06-01', '2026-07-31'), order(kind, '2026-05-06', '2026-08-31')] },
      {
        ...stopped('2026-08-01', ...funds),
        reason: `${orderKindWords[kind]}：2026年6月1日责令，2026年7月31日到期，尚未完成${consequence}。`,
      },
      { second: stopped('2026-09-01', ...funds) },
    ],
    ['有没有整改不知道', today, { orders: undefined }, wanting(['orders'], ...funds)],
  )
}
