/** Pure. */

import type { Fen } from '../platform/money.ts'
import { combineNeeds } from './combine-needs.ts'
import { serve, solveNeed } from './cover/solve-need.ts'
import { ineligibility } from './ineligible.ts'
import type { Matching, MatchRun } from './match-run.ts'
import type { Line, Match, StructuredLine, TextLine } from './model.ts'
import { totalOf } from './money.ts'
import { systemAttributesIn } from './text/clauses.ts'
import { matchText } from './text/match-text.ts'

/** Version of the matching engine, frozen with every match: raise it whenever the same lines could give another result. */
export const engineVersion = '5'

/** Work that all lines of one request may take to prove their prices: what is left over is shown as not proven. */
const maxSteps = 10_000_000

export interface Matched {
  lines: readonly Match[]
  /** Of the lines that are served. */
  monthlyFen: Fen
}

/** In: lines. Out: for each, in order, what serves it at the lowest price, or why nothing does. Pure. */
export function matchLines(matching: Matching, lines: readonly Line[]): Matched {
  const matches = [...matchesOf(matching, lines)]
  return { lines: matches, monthlyFen: totalOf(matches.map(({ monthlyFen }) => monthlyFen)) }
}

/** The same line by line, each matched when it is asked for. */
export function* matchesOf(matching: Matching, lines: readonly Line[]): Generator<Match> {
  const run = { ...matching, budget: { steps: maxSteps } }
  for (const line of lines) yield matchLine(run, line)
}

function matchLine(run: MatchRun, given: Line): Match {
  const line = 'text' in given ? withStatedAttributes(given) : given
  const needs = 'text' in line ? [] : line.needs
  const ineligible = ineligibility(run, line, (level) =>
    needs.flatMap(
      (need) => serve(run.catalogue, need, { ...line, protectionLevel: level }, run.budget) ?? [],
    ),
  )
  if (ineligible !== null) return ineligible
  return 'text' in line ? matchText(run, line) : matchFigures(run, line)
}

/** A text can state itself that the system is classified, and at which level it is protected. */
function withStatedAttributes(line: TextLine): TextLine {
  const stated = systemAttributesIn(line.text)
  const level = Math.max(line.protectionLevel ?? 0, stated.protectionLevel)
  return {
    ...line,
    classified: line.classified === true || stated.classified,
    protectionLevel: level === 0 ? undefined : level,
  }
}

function matchFigures(run: MatchRun, line: StructuredLine): Match {
  const solutions = line.needs.map((need) => solveNeed(run.catalogue, need, line, run.budget))
  return combineNeeds(run, line.id, solutions)
}
