import type { z } from 'zod'
import { authorize, type Context } from '../platform/context.ts'
import { type Matched, matchLines } from './matching/match.ts'
import { matchingBasis } from './matching-basis.ts'
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
  const basis = await matchingBasis(context, jurisdictionId)
  return matchLines(basis, readLines(basis.pools, lines))
}
