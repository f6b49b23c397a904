/** Pure. */

import { fenOf } from '../platform/money.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import type { WorkBudget } from './cover/machine-cover.ts'
import type { Match } from './model.ts'
import type { LearntPhrases } from './text/learnt-phrases.ts'

/** What lines are matched against. */
export interface Matching {
  catalogue: CatalogueIndex
  /** The jurisdiction's regulation, whose clauses decide some lines. */
  regulationId: string
  /** What reviewers of this jurisdiction decided that words mean. */
  learnt?: LearntPhrases | undefined
}

/** The lines of one request being matched: they share the work that may go into proving prices. */
export interface MatchRun extends Matching {
  budget: WorkBudget
}

/** A match without items: what isn't served costs nothing and proves nothing. */
export function emptyMatch(id: string): Omit<Match, 'outcome' | 'reason'> {
  return { id, items: [], monthlyFen: fenOf(0), optimal: false, clause: null, alternatives: [] }
}
