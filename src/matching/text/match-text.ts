import { type Asking, type Matching, nothing } from '../match.ts'
import type { Match, TextLine } from '../model.ts'
import { isGoodsBySize } from './described-services.ts'
import { familyOfCode } from './learnt-phrases.ts'
import { matchDescribed } from './match-described.ts'
import { prohibitionOf } from './prohibited.ts'
import { type ReadLine, readLine } from './read-line.ts'
import { serveText } from './serve-text.ts'
import type { Family } from './services.ts'
import { mustNotBuild, otherProduct, shortened, uncertain } from './text-outcomes.ts'
import { leastCertain, wantedFamilies } from './wanted-services.ts'

/**
 * In: a line in words. Out: the items that certainly serve it; what isn't certain is not-in-catalogue, with the nearest.
 * That a reviewer found nothing for these words decides first, then a regulation, then the item a reviewer taught, then
 * names, then what the line describes.
 */
export function matchText(matching: Asking, line: TextLine): Match {
  const read = readLine(matching.pools, line)
  if (read.clauses.length === 0)
    return {
      ...nothing(line.id),
      outcome: 'not-in-catalogue',
      certainty: 'uncertain',
      reason: '只写了不需要什么，没有写需要什么；请补充需要的服务或规格。',
    }
  const learnt = matching.learnt?.find(read.clauses) ?? null
  if (learnt?.code === null) return { ...uncertain(matching.pools.families, read), certainty: 'learnt' }
  return (
    forbidden(matching, read) ??
    matchLearnt(matching, read, learnt?.code) ??
    matchNamed(matching, read) ??
    matchDescribed(matching, read) ?? { ...uncertain(matching.pools.families, read), certainty: 'uncertain' }
  )
}

function forbidden({ regulationId }: Matching, { line, clauses }: ReadLine): Match | null {
  for (const clause of clauses) {
    const prohibition = prohibitionOf(clause, regulationId)
    if (prohibition === null) continue
    const reason = `“${shortened(clause)}”：按${prohibition.article}，${prohibition.reason}`
    return {
      ...nothing(line.id),
      outcome: 'must-not-build',
      certainty: 'rule',
      clause: prohibition.clause,
      reason,
    }
  }
  return null
}

function matchLearnt(matching: Asking, read: ReadLine, code: string | undefined): Match | null {
  const family = code === undefined ? null : familyOfCode(matching.pools.families, code)
  const match = family === null ? null : matchFamilies(matching, read, [family])
  return match === null ? null : { ...match, certainty: 'learnt' }
}

function matchNamed(matching: Asking, read: ReadLine): Match | null {
  const found = wantedFamilies(matching.pools.families, read)
  if (found.length === 0 && isGoodsBySize(read)) return null
  const match = matchFamilies(matching, read, found)
  return match === null ? null : { ...match, certainty: leastCertain(found, read) }
}

/** What is shared decides: nobody builds it, whatever else the line asks for. */
function matchFamilies(matching: Asking, read: ReadLine, found: readonly Family[]): Match | null {
  const shared = found.filter((family) => family.shared)
  if (shared.length > 0) return mustNotBuild(matching, read, shared)
  const product = found.length === 0 ? otherProduct(matching, read) : null
  return product ?? serveText(matching, read, found)
}
