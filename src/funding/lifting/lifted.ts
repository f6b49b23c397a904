/** Pure. */

import { addDays, type CalendarDate, dateOf } from '../../platform/dates.ts'
import {
  type Facts,
  type Fund,
  type FundVerdict,
  funds,
  fundVerdictWords,
  type Stop,
  type Verdict,
} from '../../regulations/index.ts'
import type { Lifting } from '../../systems/index.ts'

/** How a fund stands; `out`: the law doesn't govern the system, so that nothing stops its money. */
type Stand = FundVerdict | 'out'
const words: Record<Stand, string> = { ...fundVerdictWords, out: '不在本法规适用范围' }

/** From the strictest to the most lenient: what isn't known isn't paid without a person, what is out of scope is. */
const byStrictness: readonly Stand[] = ['denied', 'suspended', 'undetermined', 'warned', 'eligible', 'out']
const fundNames = Object.keys(funds).filter((name): name is Fund => Object.hasOwn(funds, name))

/** In: two verdicts on one system and one day. Out: the funds of which the second is more lenient. */
export function fundsLifted(before: Verdict, after: Verdict): Lifting['funds'] {
  return fundNames.flatMap((fund) => {
    const [was, is] = [before.funds?.[fund] ?? 'out', after.funds?.[fund] ?? 'out'] as const
    if (byStrictness.indexOf(is) <= byStrictness.indexOf(was)) return []
    return [{ fund: funds[fund], before: words[was], after: words[is] }]
  })
}

/**
 * In: the grounds that stop a system's money, before and after. Out: those that went. One of several leaves the verdict
 * as it is, and counts: lifted one by one, none but the last would ever be seen.
 */
export function groundsLifted(before: readonly Stop[], after: readonly Stop[]): Lifting['grounds'] {
  const left = new Set(after.map(({ key }) => key))
  return before
    .filter(({ key }) => !left.has(key))
    .map(({ article, effect, reason }) => ({ article, effect: fundVerdictWords[effect], reason }))
}

/** More days than any system has events to come. */
const maxDays = 40
const day = /"(\d{4}-\d{2}-\d{2})"/g

/**
 * In: facts before and after, the verdicts of today on both, today. Out: the days to come on which one of the two can
 * change: the day after each day named in the facts, and after each last day that runs.
 */
export function daysToCome(
  facts: readonly Facts[],
  verdicts: readonly Verdict[],
  today: CalendarDate,
): CalendarDate[] {
  const named = Array.from(JSON.stringify(facts).matchAll(day), ([, found]) => found ?? '')
  const due = verdicts.flatMap(({ deadlines }) => deadlines.map(({ dueOn }) => dueOn))
  const days = new Set([...named, ...due].filter((each) => each >= today && each < '2100-01-01'))
  return [...days]
    .sort()
    .slice(0, maxDays)
    .map((each) => addDays(dateOf(each), 1))
}
