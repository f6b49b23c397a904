import type { WorkCalendar } from '../calendar/index.ts'
import type { CalendarDate } from '../platform/dates.ts'
import { type Change, changed, changesOf } from './changes.ts'
import { evaluatorFor } from './engine/evaluator.ts'
import { conditionsOf, type Pack, strengthOf } from './engine/rules.ts'
import type { FactName, Facts } from './facts.ts'
import { contradictionsIn } from './facts-input.ts'
import { citationOf, type Effect, effects, type Finding, type Fund, type FundVerdict } from './model.ts'

/** 解除途径: changes that together, and no fewer of them, lift a finding. */
export interface LiftingRemedy {
  changes: Change[]
  /** What the clause still says afterwards; null: nothing. */
  leaves: Effect | null
}

/** What lifts all findings of one clause and effect; none when all it rests on has happened for good. */
export interface Liftable {
  clause: string | null
  effect: Effect
  liftingRemedies: LiftingRemedy[]
}

/** Facts by which one is let off the duty instead of doing it: named last. */
const lifted: readonly FactName[] = [
  'migrationDueOn',
  'acceptanceExtendedTo',
  'exemption',
  'migrationRequired',
]

/** No clause needs more steps than this at a time. */
const largestSet = 4

/**
 * In: a pack, one system's facts, the day judged. Out: for each finding that holds (one that only lacks facts names
 * them itself), the smallest sets of changes that lift it. Nothing is written down beforehand: every set is tried by
 * judging the changed facts, and one that the facts would contradict is no liftingRemedy.
 */
export function liftingRemediesOf(
  pack: Pack,
  facts: Facts,
  asOf: CalendarDate,
  calendar: WorkCalendar,
): Liftable[] {
  const verdict = evaluatorFor(pack, asOf, calendar)(facts)
  if (verdict.scope === 'out') return []
  const faults = contradictionsIn(facts).length
  return pack.rules.flatMap((rule) => {
    const findings = verdict.findings.filter(
      ({ clause, effect }) => clause === rule.clause && effect !== 'undetermined',
    )
    if (findings.length === 0) return []
    const alone = { ...pack, rules: [rule] }
    const judge = evaluatorFor(alone, asOf, calendar)
    const before = findingsOf(rule.clause, judge(facts))
    const needs = new Set<FactName>(conditionsOf(alone).flatMap((condition) => condition.needs))
    const changes = [...needs]
      .sort((a, b) => lifted.indexOf(a) - lifted.indexOf(b))
      .flatMap((fact) => changesOf(fact, facts, asOf))
    const outcomeOf = (set: readonly Change[]): readonly Finding[] | null => {
      const after = changed(facts, set)
      return contradictionsIn(after).length > faults ? null : findingsOf(rule.clause, judge(after))
    }
    return [...new Set(findings.map(({ effect }) => effect))].map((effect) => ({
      clause: rule.clause,
      effect,
      liftingRemedies: smallestSets(changes, (set) => {
        const after = outcomeOf(set)
        return after !== null && isLifted(effect, before, after)
          ? { changes: set, leaves: strongest(after) }
          : null
      }),
    }))
  })
}

function findingsOf(clause: string | null, { findings }: { findings: readonly Finding[] }): Finding[] {
  return findings.filter((finding) => finding.clause === clause)
}

/** The effect is gone, and nothing as strong has come for it: what nobody knew before may still be unknown. */
function isLifted(effect: Effect, before: readonly Finding[], after: readonly Finding[]): boolean {
  const had = new Set(before.map((finding) => finding.effect))
  const unknown = new Set(before.flatMap(({ missing }) => missing))
  return after.every(
    (finding) =>
      finding.effect !== effect &&
      (strengthOf(finding.effect) > strengthOf(effect) ||
        had.has(finding.effect) ||
        (finding.effect === 'undetermined' && finding.missing.every((fact) => unknown.has(fact)))),
  )
}

function strongest(findings: readonly Finding[]): Effect | null {
  const [first = null] = findings.map(({ effect }) => effect).sort((a, b) => strengthOf(a) - strengthOf(b))
  return first
}

/** Out: what `tried` makes of each set that it accepts and that holds no smaller accepted one; the smallest first. */
function smallestSets(
  changes: readonly Change[],
  tried: (set: Change[]) => LiftingRemedy | null,
): LiftingRemedy[] {
  const found: LiftingRemedy[] = []
  for (let size = 1; size <= Math.min(largestSet, changes.length); size += 1)
    for (const set of setsOf(changes, size)) {
      if (found.some((liftingRemedy) => liftingRemedy.changes.every((change) => set.includes(change))))
        continue
      const liftingRemedy = tried(set)
      if (liftingRemedy !== null) found.push(liftingRemedy)
    }
  return found
}

function setsOf<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]]
  return items.flatMap((item, index) =>
    setsOf(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  )
}

/** What would bring one fund back, over all clauses that stop it or warn about it, and what the law then says of it. */
export interface Restoring {
  changes: Change[]
  verdict: FundVerdict
  /** Articles whose findings nothing can lift any more. */
  beyond: string[]
}

/** In: what `liftingRemediesOf` takes, its answer and a fund. Out: the first liftingRemedy of each finding in its way, all together, judged again; null: nothing is in its way, or nothing helps. */
export function restoringOf(
  pack: Pack,
  facts: Facts,
  asOf: CalendarDate,
  calendar: WorkCalendar,
  liftable: readonly Liftable[],
  fund: Fund,
): Restoring | null {
  const judge = evaluatorFor(pack, asOf, calendar)
  const inTheWay = judge(facts).findings.filter(
    ({ effect, funds }) => effect !== 'noted' && effect !== 'undetermined' && funds.includes(fund),
  )
  const liftingRemedies = inTheWay.map((finding) => ({
    finding,
    liftingRemedy: liftable.find(
      ({ clause, effect }) => clause === finding.clause && effect === finding.effect,
    )?.liftingRemedies[0],
  }))
  const changes: Change[] = []
  for (const change of liftingRemedies.flatMap(({ liftingRemedy }) => liftingRemedy?.changes ?? []))
    if (!changes.some(({ words }) => words === change.words)) changes.push(change)
  if (changes.length === 0) return null
  const verdict = judge(changed(facts, changes)).funds?.[fund]
  return verdict === undefined
    ? null
    : {
        changes,
        verdict,
        beyond: liftingRemedies.flatMap(({ finding, liftingRemedy }) =>
          liftingRemedy === undefined ? [citationOf(finding)] : [],
        ),
      }
}

/** "取得迁移确认，并且完成验收备案". */
export function stepsWords({ changes }: LiftingRemedy): string {
  return changes.map(({ words }) => words).join('，并且')
}

/** The same, with what the clause still says afterwards. */
export function liftingRemedyWords(liftingRemedy: LiftingRemedy): string {
  return liftingRemedy.leaves === null
    ? stepsWords(liftingRemedy)
    : `${stepsWords(liftingRemedy)}（本条转为“${effects[liftingRemedy.leaves]}”）`
}
