import type { z } from 'zod'
import { editionInForce } from '../catalogue/index.ts'
import { listJurisdictions } from '../identity/index.ts'
import { authorize, type Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { type Matched, matchLines } from './matching/match.ts'
import { preparedPools } from './prepared-pools.ts'
import type { matchingInput } from './preview-input.ts'
import { readLines } from './read-lines.ts'

/**
 * Which items of the edition in force serve these lines, at the lowest monthly price? Stores nothing.
 * Throws not-found for a jurisdiction without edition, invalid-input for a zone, route or item that it doesn't have.
 */
export async function previewMatching(
  context: Context,
  jurisdictionId: string,
  { lines }: z.output<typeof matchingInput>,
): Promise<Matched> {
  authorize(context, 'matching.preview')
  const edition = await editionInForce(context, jurisdictionId)
  if (edition === null) throw new AppError('not-found', '这个辖区还没有发布过服务目录，发布后才能匹配需求。')
  const jurisdiction = (await listJurisdictions(context.database)).find(({ id }) => id === jurisdictionId)
  const pools = preparedPools(edition)
  return matchLines({ pools, regulationId: jurisdiction?.regulationId ?? '' }, readLines(pools, lines))
}
