import { type Fen, fenOf } from '../platform/money.ts'
import type { CatalogueIndex } from './catalogue-index.ts'
import type { WorkBudget } from './cover/cover-machines.ts'
import { type ServedDemands, serveDemands } from './cover/serve-demands.ts'
import { serve, solveNeed } from './cover/solve-need.ts'
import { ineligibility } from './ineligible.ts'
import {
  isServed,
  type Line,
  type Match,
  type OrderedItem,
  type Served,
  type Solution,
  type StructuredLine,
  type TextLine,
} from './model.ts'
import { totalOf } from './money.ts'
import { systemSaidIn } from './text/clauses.ts'
import type { LearntPhrases } from './text/learnt-phrases.ts'
import { matchText } from './text/match-text.ts'

/** What lines are matched against. */
export interface Matching {
  catalogue: CatalogueIndex
  /** The jurisdiction's regulation, whose clauses decide some lines. */
  regulationId: string
  /** What reviewers of this jurisdiction decided that words mean. */
  learnt?: LearntPhrases | undefined
}
/** Work that all lines of one request may take to prove their prices: what is left over is shown as not proven. */
const maxSteps = 10_000_000

/** One request being matched. */
export interface MatchRun extends Matching {
  budget: WorkBudget
}
export interface Matched {
  lines: readonly Match[]
  /** Of the lines that are served. */
  monthlyFen: Fen
}

/** In: lines. Out: for each, in order, what serves it at the lowest price, or why nothing does. Pure. */
export function matchLines(matching: Matching, lines: readonly Line[]): Matched {
  const asking = { ...matching, budget: { steps: maxSteps } }
  const matches = lines.map((line) => matchLine(asking, line))
  return { lines: matches, monthlyFen: totalOf(matches.map(({ monthlyFen }) => monthlyFen)) }
}

function matchLine(matching: MatchRun, asked: Line): Match {
  const line = 'text' in asked ? withWhatItSays(asked) : asked
  const needs = 'text' in line ? [] : line.needs
  const ineligible = ineligibility(matching, line, (level) =>
    needs.flatMap(
      (need) => serve(matching.catalogue, need, { ...line, protectionLevel: level }, matching.budget) ?? [],
    ),
  )
  if (ineligible !== null) return ineligible
  return 'text' in line ? matchText(matching, line) : matchStructured(matching, line)
}

/** A text can say itself that the system is classified, and at which level it is protected. */
function withWhatItSays(line: TextLine): TextLine {
  const said = systemSaidIn(line.text)
  const level = Math.max(line.protectionLevel ?? 0, said.protectionLevel)
  return {
    ...line,
    classified: line.classified === true || said.classified,
    protectionLevel: level === 0 ? undefined : level,
  }
}

function matchStructured(matching: MatchRun, line: StructuredLine): Match {
  const solutions = line.needs.map((need) => solveNeed(matching.catalogue, need, line, matching.budget))
  return combineNeeds(matching, line.id, solutions)
}

/**
 * In: what became of each need of one line. Out: the line's match: served only if every need is; where the number of an
 * item in the whole line decides its price, or something goes with it, all needs are solved once more together.
 */
export function combineNeeds(
  { catalogue, budget }: MatchRun,
  id: string,
  solutions: readonly Solution[],
): Match {
  const unserved = solutions.flatMap((solution) => (isServed(solution) ? [] : [solution]))
  if (unserved.length > 0)
    return {
      ...emptyMatch(id),
      outcome: 'not-in-catalogue',
      reason: unserved.map(({ reason }) => reason).join(''),
      alternatives: unserved.flatMap(({ alternatives }) => alternatives),
    }
  const served = solutions.filter(isServed)
  const outcome = served.some(({ substituted }) => substituted) ? 'substituted' : 'served'
  const together = served.length > 1 && served.some(({ isPlain }) => !isPlain)
  const whole = together
    ? serveDemands(
        catalogue,
        served.map(({ part }) => part()),
        budget,
      )
    : null
  const items = whole?.picks ?? mergedPicks(served)
  const certain = served.every(({ isOpen }) => isOpen !== true)
  const optimal = whole === null ? served.every((each) => each.optimal) : whole.optimal && certain
  const atLeastFen = whole?.atLeastFen ?? served.reduce((sum, each) => sum + leastOf(each), 0)
  return {
    ...emptyMatch(id),
    outcome,
    items,
    monthlyFen: totalOf(items.map(({ monthlyFen }) => monthlyFen)),
    optimal,
    ...(optimal ? {} : { atLeastFen }),
    reason: whole === null ? served.map(({ reason }) => reason).join('') : togetherWords(served, whole),
  }
}

/** What was said of each need by itself no longer holds, but why another kind or product took the place of one. */
function togetherWords(served: readonly Served[], { words }: ServedDemands): string {
  return `${served.map(({ instead = '' }) => instead).join('')}各项合计：${words}`
}

function leastOf({ optimal, picks, atLeastFen = 0 }: Served): number {
  return optimal ? totalOf(picks.map(({ monthlyFen }) => monthlyFen)) : atLeastFen
}

/** A match without items: what isn't served costs nothing and proves nothing. */
export function emptyMatch(id: string): Omit<Match, 'outcome' | 'reason'> {
  return { id, items: [], monthlyFen: fenOf(0), optimal: false, clause: null, alternatives: [] }
}

function mergedPicks(served: readonly Served[]): OrderedItem[] {
  const byCode = new Map<string, OrderedItem>()
  for (const pick of served.flatMap(({ picks }) => picks)) {
    const before = byCode.get(pick.code)
    byCode.set(
      pick.code,
      before === undefined
        ? pick
        : {
            code: pick.code,
            quantity: before.quantity + pick.quantity,
            monthlyFen: totalOf([before.monthlyFen, pick.monthlyFen]),
          },
    )
  }
  return [...byCode.values()]
}
