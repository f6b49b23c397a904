import { emptyMatch, type Matching, type MatchRun } from '../match.ts'
import type { Match, TextLine } from '../model.ts'
import { isGoodsBySize } from './described-services.ts'
import { serviceOfCode } from './learnt-phrases.ts'
import { matchDescribed } from './match-described.ts'
import { prohibitionOf } from './prohibited.ts'
import { type ReadLine, readLine } from './read-line.ts'
import { serveText } from './serve-text.ts'
import type { Service } from './services.ts'
import { mustNotBuild, otherProduct, shortened, uncertain } from './text-outcomes.ts'
import { leastCertain, wantedServices } from './wanted-services.ts'

/**
 * In: a line in words. Out: the items that certainly serve it; what isn't certain is not-in-catalogue, with the nearest.
 * That a reviewer found nothing for these words decides first, then a regulation, then the item a reviewer taught, then
 * names, then what the line describes.
 */
export function matchText(matching: MatchRun, line: TextLine): Match {
  const read = readLine(matching.catalogue, line)
  if (read.clauses.length === 0)
    return {
      ...emptyMatch(line.id),
      outcome: 'not-in-catalogue',
      certainty: 'uncertain',
      reason: '只写了不需要什么，没有写需要什么；请补充需要的服务或规格。',
    }
  const learnt = matching.learnt?.find(read.clauses) ?? null
  if (learnt?.code === null) return { ...uncertain(matching.catalogue.services, read), certainty: 'learnt' }
  return (
    forbidden(matching, read) ??
    matchLearnt(matching, read, learnt?.code) ??
    matchNamed(matching, read) ??
    matchDescribed(matching, read) ?? {
      ...uncertain(matching.catalogue.services, read),
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

function matchLearnt(matching: MatchRun, read: ReadLine, code: string | undefined): Match | null {
  const service = code === undefined ? null : serviceOfCode(matching.catalogue.services, code)
  const match = service === null ? null : matchFamilies(matching, read, [service])
  return match === null ? null : { ...match, certainty: 'learnt' }
}

function matchNamed(matching: MatchRun, read: ReadLine): Match | null {
  const found = wantedServices(matching.catalogue.services, read)
  if (found.length === 0 && isGoodsBySize(read)) return null
  const match = matchFamilies(matching, read, found)
  return match === null ? null : { ...match, certainty: leastCertain(found, read) }
}

/** What is shared decides: nobody builds it, whatever else the line asks for. */
function matchFamilies(matching: MatchRun, read: ReadLine, found: readonly Service[]): Match | null {
  const shared = found.filter((service) => service.shared)
  if (shared.length > 0) return mustNotBuild(matching, read, shared)
  const product = found.length === 0 ? otherProduct(matching, read) : null
  return product ?? serveText(matching, read, found)
}
