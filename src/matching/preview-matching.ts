import type { z } from 'zod'
import { poolsOf } from '../catalogue/index.ts'
import { authorize, type Context } from '../platform/context.ts'
import { matchWithin } from './competing/match-within.ts'
import { type matchingInput, signsIn } from './line-input.ts'
import { linesOfInput } from './lines-of-input.ts'
import type { Matched } from './match.ts'
import { matchingBasis } from './matching-basis.ts'

/**
 * Which items of the edition in force serve these lines, at the lowest monthly price, within what the city has of each
 * pool? Stores nothing, and takes nothing off the pools.
 * Throws not-found for a jurisdiction without edition, invalid-input for a zone, route or item that it doesn't have,
 * solver-unavailable when the solver broke, too-many-requests for the public.
 */
export async function previewMatching(
  context: Context,
  jurisdictionId: string,
  { lines }: z.output<typeof matchingInput>,
): Promise<Matched> {
  authorize(context, 'matching.preview')
  await context.limitPublic?.(1 + Math.floor(signsIn(lines) / 1_000) + Math.floor(lines.length / 100))
  const basis = await matchingBasis(context, jurisdictionId)
  const pools = poolsOf(basis.edition.items).values()
  return matchWithin(basis, linesOfInput(basis.catalogue, lines), pools, context)
}
