/** Pure. */

import type { FundVerdict, OfProject, Restoring } from '../regulations/index.ts'

/** What brings a fund back under one project of a system, and how it stands without that. */
export interface RestoringUnder {
  project: OfProject | null
  stands: FundVerdict
  restoring: Restoring | null
}

const byStrength: readonly FundVerdict[] = ['denied', 'suspended', 'undetermined', 'warned', 'eligible']

/** In: a system's projects. Out: what brings the fund back under all of them; null: nothing is in its way, or nothing helps. */
export function restoringUnderProjects(under: readonly RestoringUnder[]): Restoring | null {
  const [only, ...others] = under
  if (only === undefined || others.length === 0) return only?.restoring ?? null
  if (under.every(({ restoring }) => restoring === null)) return null
  const changes = under.flatMap(({ project, restoring }) =>
    (restoring?.changes ?? []).map((change) => {
      const everywhere = under.every((one) =>
        one.restoring?.changes.some(({ words }) => words === change.words),
      )
      return everywhere || project === null
        ? change
        : { ...change, words: `${change.words}（${project.name}）` }
    }),
  )
  const after = under.map(({ stands, restoring }) => restoring?.verdict ?? stands)
  return {
    changes: changes.filter(({ words }, place) => changes.findIndex((one) => one.words === words) === place),
    verdict: byStrength.find((verdict) => after.includes(verdict)) ?? 'eligible',
    beyond: [...new Set(under.flatMap(({ restoring }) => restoring?.beyond ?? []))],
  }
}
