/** Pure. */

import { fundsOfFindings } from './engine/evaluator.ts'
import { strengthOf } from './engine/rules.ts'
import type { Stop } from './engine/stops.ts'
import type { Deadline, Finding, OfProject, Verdict } from './model.ts'

/** What is said of a system under one of its projects; null: no second project builds it. */
export interface JudgedUnder<Said> {
  project: OfProject | null
  said: Said
}

/** In: a project. Out: how it is named in what is said of it. */
const nameOf = ({ name, number }: OfProject) => `项目“${name}”（${number}）`

/**
 * In: the verdicts on one system under each of its projects, the leading one first. Out: the verdict on the system: of
 * each fund the strongest, and every finding and deadline, naming its project where it isn't said under all of them.
 */
export function uniteVerdicts(under: readonly JudgedUnder<Verdict>[]): Verdict {
  const [first, ...others] = under
  if (first === undefined) throw new Error('no verdict to unite')
  if (others.length === 0 || first.said.scope === 'out') return first.said
  const findings = united(
    under.map(({ project, said }) => ({ project, said: said.findings })),
    ({ clause, effect, funds, reason, remedy, missing }) =>
      JSON.stringify([clause, effect, funds, reason, remedy, missing]),
    earliest,
    (finding, project) => ({ ...finding, reason: `${nameOf(project)}：${finding.reason}`, project }),
  ).sort((a, b) => strengthOf(a.effect) - strengthOf(b.effect))
  return {
    ...first.said,
    funds: fundsOfFindings(findings),
    findings,
    deadlines: united(
      under.map(({ project, said }) => ({ project, said: said.deadlines })),
      (deadline) => JSON.stringify(deadline),
      ([deadline]) => deadline,
      (deadline, project): Deadline => ({ ...deadline, project }),
    ),
    byProject: under.flatMap(({ project, said }) =>
      project === null || said.funds === undefined ? [] : [{ project, funds: said.funds }],
    ),
  }
}

/** The same of the grounds that stop money: what is said under the leading project too is said once. */
export function uniteStops(under: readonly JudgedUnder<readonly Stop[]>[]): Stop[] {
  const [first, ...others] = under
  const leading = first?.said ?? []
  const known = new Set(leading.map(({ key, reason }) => `${key} ${reason}`))
  const further = others.flatMap(({ project, said }) =>
    said
      .filter(({ key, reason }) => !known.has(`${key} ${reason}`))
      .map((stop) => ({
        ...stop,
        key: `${stop.key} ${project?.id ?? ''}`,
        reason: project === null ? stop.reason : `${nameOf(project)}：${stop.reason}`,
      })),
  )
  return [...leading, ...further]
}

/** Things by what makes them the same, in the order in which they come; of those under all projects one is left. */
function united<Thing>(
  under: readonly JudgedUnder<readonly Thing[]>[],
  keyOf: (thing: Thing) => string,
  one: (same: readonly [Thing, ...Thing[]]) => Thing,
  named: (thing: Thing, project: OfProject) => Thing,
): Thing[] {
  const all = new Map<string, [Thing, ...Thing[]]>()
  const places = new Map<string, Set<number>>()
  for (const [place, { said }] of under.entries())
    for (const thing of said) {
      const key = keyOf(thing)
      const same = all.get(key)
      if (same === undefined) all.set(key, [thing])
      else same.push(thing)
      places.set(key, (places.get(key) ?? new Set()).add(place))
    }
  const everywhere = ([key]: [string, unknown]) => places.get(key)?.size === under.length
  return [
    ...[...all].filter(everywhere).map(([, same]) => one(same)),
    ...under.flatMap(({ project, said }) =>
      said
        .filter((thing) => places.get(keyOf(thing))?.size !== under.length)
        .map((thing) => (project === null ? thing : named(thing, project))),
    ),
  ]
}

/** How long a system has existed is its projects' to tell: what holds under all of them has held since the first. */
function earliest(same: readonly [Finding, ...Finding[]]): Finding {
  const [first] = [...same].sort((a, b) => (a.since ?? '').localeCompare(b.since ?? ''))
  return first ?? same[0]
}
