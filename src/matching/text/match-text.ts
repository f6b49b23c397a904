import { emptyMatch, type Matching, type MatchRun } from '../match-run.ts'
import type { Match, TextLine } from '../model.ts'
import { isGoodsBySize } from './described-services.ts'
import { serviceOfCode } from './learnt-phrases.ts'
import { matchDescribed } from './match-described.ts'
import { prohibitionOf } from './prohibitions.ts'
import { type ReadLine, readLine } from './read-line.ts'
import { leastCertain, requestedServices } from './requested-services.ts'
import { serveText } from './serve-text.ts'
import type { Service } from './service-index.ts'
import { matchSubstitute } from './substitutes.ts'
import { mustNotBuild, uncertain } from './text-outcomes.ts'

/**
 * In: a line in words. Out: the items that certainly serve it; what isn't certain is not-in-catalogue, with the nearest.
 * A regulation decides first, then what a reviewer taught of these words, then names, then what the line describes.
 */
export function matchText(run: MatchRun, line: TextLine): Match {
  const read = readLine(run.catalogue, line)
  if (read.clauses.length === 0)
    return {
      ...emptyMatch(line.id),
      outcome: 'not-in-catalogue',
      certainty: 'uncertain',
      reason: '只写了不需要什么，没有写需要什么；请补充需要的服务或规格。',
    }
  const learnt = run.learnt?.find(read.clauses) ?? null
  const untaught = matchUntaught(run, read)
  // A regulation forbids what it forbids, whatever somebody taught of the words.
  if (learnt === null || untaught.outcome === 'must-not-build') return untaught
  if (learnt.code === null) return { ...uncertain(run.catalogue.services, read), certainty: 'learnt' }
  return matchLearnt(run, read, learnt.code) ?? untaught
}

function matchUntaught(run: MatchRun, read: ReadLine): Match {
  return (
    forbidden(run, read) ??
    matchNamed(run, read) ??
    matchDescribed(run, read) ?? {
      ...uncertain(run.catalogue.services, read),
      certainty: 'uncertain',
    }
  )
}

function forbidden({ regulationId }: Matching, { line, clauses }: ReadLine): Match | null {
  for (const clause of clauses) {
    const prohibition = prohibitionOf(clause, regulationId)
    if (prohibition === null) continue
    const reason = `“${shortened(clause)}”：按${prohibition.article}，${prohibition.reason}`
    return {
      ...emptyMatch(line.id),
      outcome: 'must-not-build',
      certainty: 'rule',
      clause: prohibition.clause,
      reason,
    }
  }
  return null
}

function matchLearnt(run: MatchRun, read: ReadLine, code: string): Match | null {
  const service = serviceOfCode(run.catalogue.services, code)
  const match = service === null ? null : matchServices(run, read, [service])
  return match === null ? null : { ...match, certainty: 'learnt' }
}

function matchNamed(run: MatchRun, read: ReadLine): Match | null {
  const found = requestedServices(run.catalogue.services, read)
  if (found.length === 0 && isGoodsBySize(read)) return null
  const match = matchServices(run, read, found)
  return match === null ? null : { ...match, certainty: leastCertain(found, read) }
}

/** What is shared decides: nobody builds it, whatever else the line asks for. */
function matchServices(run: MatchRun, read: ReadLine, found: readonly Service[]): Match | null {
  const shared = found.filter((service) => service.shared)
  if (shared.length > 0) return mustNotBuild(run, read, shared)
  const substitute = found.length === 0 ? matchSubstitute(run, read) : null
  return substitute ?? serveText(run, read, found)
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
