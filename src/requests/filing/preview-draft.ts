import { z } from 'zod'
import { leftOfPools } from '../../capacity/index.ts'
import { matchingBasis } from '../../matching/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import { dateOf } from '../../platform/dates.ts'
import { AppError } from '../../platform/errors.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { freeze } from './freeze-match.ts'
import type { FrozenMatch } from './frozen-match.ts'
import { readRow } from './steps.ts'
import { loadLines } from './stored-lines.ts'

const previewInput = z.strictObject({ requestId: z.int().positive() })

/**
 * What a draft would be matched with if it were submitted now; keeps nothing. Out: the match, or in words why there is
 * none yet.
 */
export async function previewDraft(
  context: Context,
  input: z.infer<typeof previewInput>,
): Promise<{ match: FrozenMatch } | { none: string }> {
  authorize(context, 'requests.read')
  const { requestId } = parseInput(previewInput, input)
  try {
    const basis = await matchingBasis(context)
    const { row, lines } = await transact(context, async (tx) => ({
      row: await readRow(tx, requestId),
      lines: await loadLines(tx, requestId),
    }))
    const left = await leftOfPools(context, basis.edition.items, row)
    if (lines.length === 0) return { none: '还没有需求行。' }
    const day = dateOf(context.clock.today())
    const blank = { project: '', systemName: '', purpose: '', startsOn: day, endsOn: day }
    return { match: (await freeze(context, { basis, left }, blank, lines)).frozen }
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { none: error.message }
    throw error
  }
}
