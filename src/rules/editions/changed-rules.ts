/** Pure. */

import type { CalendarDate } from '../../platform/dates.ts'
import type { Expression } from '../../regulations/index.ts'
import { conditionsOf, dataOfRule, isInForce, type Pack, type Rule } from '../../regulations/index.ts'
import { hashOfJson } from './rules-hash.ts'

/** What differs between two packs on a day: only systems for which one of these conditions isn't false can be judged otherwise. */
export type ChangedRules = 'everything' | readonly Expression[]

/** In: two packs and the day judged. Out: the conditions of the rules that only one of them has on that day. */
export function changedRules(before: Pack, after: Pack, asOf: CalendarDate): ChangedRules {
  if (hashOfJson([before.scope, before.force]) !== hashOfJson([after.scope, after.force])) return 'everything'
  const [old, fresh] = [rulesOn(before, asOf), rulesOn(after, asOf)]
  return [only(before, old, fresh), only(after, fresh, old)].flatMap((pack) =>
    conditionsOf(pack).map(({ holds }) => holds),
  )
}

function rulesOn({ rules, force }: Pack, asOf: CalendarDate): Map<string, Rule> {
  const inForce = rules.filter((rule) => isInForce(rule.force ?? force, asOf))
  return new Map(inForce.map((rule) => [hashOfJson(dataOfRule(rule)), rule]))
}

function only(pack: Pack, of: Map<string, Rule>, others: Map<string, Rule>): Pack {
  return { ...pack, rules: [...of].filter(([hash]) => !others.has(hash)).map(([, rule]) => rule) }
}
